import { sql } from 'kysely';
import { vendorAccounts } from '../../store/database/migrations/007-vendor-accounts.ts';
import { onEachDatabase } from './databases.ts';
import { aCustomer, aMarket, placed } from './market.ts';

const LOGIN = 'Ada@example.com';

onEachDatabase((opened) => {
  async function twoOrders({ ofOneCustomer }: { ofOneCustomer: boolean }) {
    const { store } = opened();
    const { reseller, order } = await aMarket(store);
    const other = aCustomer(reseller.resellerId);
    await store.market.putCustomer(other);
    const one = await placed(store, order());
    const two = await placed(store, order(ofOneCustomer ? {} : { customerId: other.customerId }));
    const { worker } = store;
    return { worker, store, first: `${one.orderId}-1`, second: `${two.orderId}-1`, orderId: one.orderId };
  }

  test('a line of which nothing has left has no account; from its mark on, what is known of it stays', async () => {
    const { worker, first } = await twoOrders({ ofOneCustomer: true });
    expect(await worker.accountOf(first)).toBeUndefined();
    await worker.creationSent(first, LOGIN);
    expect(await worker.accountOf(first)).toEqual({ login: LOGIN, subscriptionId: undefined, removed: false });
    await worker.accountLearnt(first, { subscriptionId: 'a-1', login: LOGIN });
    await worker.accountLearnt(first, { subscriptionId: 'a-1', login: LOGIN });
    expect(await worker.accountOf(first)).toEqual({ login: LOGIN, subscriptionId: 'a-1', removed: false });
    await worker.accountGone(first);
    await worker.accountGone(first);
    expect(await worker.accountOf(first)).toEqual({ login: LOGIN, subscriptionId: 'a-1', removed: true });
  });

  test('a login that was asked for in vain is given up, and the mark stays', async () => {
    const { worker, first, orderId } = await twoOrders({ ofOneCustomer: true });
    await worker.creationSent(first, LOGIN);
    await worker.accountGone(first);
    expect(await worker.accountOf(first)).toEqual({ login: undefined, subscriptionId: undefined, removed: false });
    expect((await worker.brief(orderId)).lines).toMatchObject([{ creationSent: true }]);
  });

  test.each([true, false])(
    'who holds a login is known, whatever its letters (of one customer: %s)',
    async (ofOneCustomer) => {
      const { worker, first, second } = await twoOrders({ ofOneCustomer });
      const login = `${first}@example.com`;
      expect(await worker.holderOf(second, login)).toBeUndefined();
      await worker.creationSent(first, login.toUpperCase());
      expect(await worker.holderOf(first, login)).toBeUndefined();
      const holder = { sameCustomer: ofOneCustomer };
      expect(await worker.holderOf(second, login)).toEqual({ ...holder, state: 'requested' });
      await worker.accountLearnt(first, { subscriptionId: 'a-1', login });
      expect(await worker.holderOf(second, login)).toEqual({ ...holder, state: 'made' });
      await worker.accountGone(first);
      expect(await worker.holderOf(second, login)).toEqual({ ...holder, state: 'removed' });
    },
  );

  test('accounts that earlier releases made are known by their lines afterwards, with the logins they gave', async () => {
    const { store, db } = opened();
    const { order, product } = await aMarket(store);
    const line = { productId: product.productId, quantity: 5 };
    const { orderId } = await placed(store, order({ lines: [line, line, line] }));
    const details = { firstName: 'Ada', lastName: 'Admin', email: 'ada@example.com' };
    await store.worker.apply({
      orderId,
      key: 'k',
      state: 'inProgress',
      answer: { by: 'customer', at: '2026-11-20T10:00:00.000Z', details },
      lines: [1, 2].map((number) => ({
        lineId: `${orderId}-${number}`,
        state: 'active',
        subscriptionId: `a-${number}`,
      })),
      event: { kind: 'orderCompleted' },
      by: 'system',
    });
    await sql`drop table vendor_accounts`.execute(db);
    await vendorAccounts.up(db);
    const accounts = await Promise.all([1, 2, 3].map((number) => store.worker.accountOf(`${orderId}-${number}`)));
    expect(accounts).toEqual([
      { login: 'ada@example.com', subscriptionId: 'a-1', removed: false },
      { login: `ada+${orderId}-2@example.com`, subscriptionId: 'a-2', removed: false },
      undefined,
    ]);
  });
});
