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
});
