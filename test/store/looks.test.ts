/** What a look at orders costs, and how readers tell whether they have seen an order as it is. */
import type { RecordChange } from '../../workflows/contract/record.ts';
import { statementsOf } from '../support/statements.ts';
import { onEachDatabase } from './databases.ts';
import { aMarket, placed } from './market.ts';

const SENT: Omit<RecordChange, 'orderId'> = {
  key: 'sent',
  state: 'inquiring',
  event: { kind: 'informationRequestSent', mail: 'first', revision: 1 },
  by: 'system',
};
const DETAILS = { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@engines.example' };
const UNTIL = '2026-11-27T16:00:00.000Z';

onEachDatabase((opened) => {
  test('every look at an order, and every page of a list with its count, is one statement', async () => {
    const { store } = opened();
    const { reseller, order, product } = await aMarket(store);
    const two = [5, 10].map((quantity) => ({ productId: product.productId, quantity }));
    const { orderId } = await placed(store, order({ lines: two }));
    await placed(store, order());
    const { resellerId } = reseller;
    const looks = {
      get: () => store.orders.get(resellerId, orderId),
      getAny: () => store.orders.getAny(orderId),
      lookAt: () => store.orders.lookAt(resellerId, orderId),
      list: () => store.orders.list(resellerId, { limit: 10 }),
      listHeld: () => store.orders.listHeld({ limit: 10 }),
      find: () => store.orderSearch.find(resellerId, {}, { limit: 10 }),
    };
    const counts: Record<string, number> = {};
    for (const [name, look] of Object.entries(looks)) counts[name] = (await statementsOf(look)).length;
    expect(counts).toEqual(Object.fromEntries(Object.keys(looks).map((name) => [name, 1])));
  });

  test('what one statement reads is what was stored: lines as bought, the timeline in its order, instants to the millisecond', async () => {
    const { store } = opened();
    const { reseller, order, product, customer } = await aMarket(store);
    const quantities = [15, 5, 10];
    const lines = quantities.map((quantity) => ({ productId: product.productId, quantity }));
    const { orderId } = await placed(store, order({ lines }));
    await store.worker.apply({ orderId, ...SENT });
    await store.worker.informationRequestSent({ orderId, revision: 1, to: { email: 'one@example.com' }, until: UNTIL });
    await store.worker.informationRequestSent({ orderId, revision: 2, to: { email: 'two@example.com' }, until: UNTIL });
    const seen = await store.orders.lookAt(reseller.resellerId, orderId);
    expect(seen?.order).toEqual(await store.orders.getAny(orderId));
    expect(seen?.order.lines.map(({ quantity }) => quantity)).toEqual(quantities);
    expect(seen?.order.timeline?.map(({ event }) => event.kind)).toEqual(['orderAccepted', 'informationRequestSent']);
    for (const { at } of seen?.order.timeline ?? []) expect(at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(seen).toMatchObject({ customerName: customer.name, contacted: { email: 'two@example.com' } });
    const { items, waitingOnReseller } = await store.orderSearch.find(reseller.resellerId, {}, { limit: 1 });
    expect(waitingOnReseller).toBe(0);
    expect(items).toMatchObject([{ orderId, createdAt: seen?.order.createdAt, updatedAt: seen?.order.updatedAt }]);
    expect(items[0]?.lines.map(({ quantity }) => quantity)).toEqual(quantities);
  });

  test('the version of an order is the same as long as its readers see the same, and another one after each kind of change', async () => {
    const { store } = opened();
    const { reseller, order } = await aMarket(store);
    const { orderId } = await placed(store, order());
    const lineId = `${orderId}-1`;
    const { worker } = store;
    const versions = [await versionNow()];
    const answer = { by: 'customer' as const, at: UNTIL, details: DETAILS };
    const step = (key: string, change: Partial<RecordChange>) =>
      worker.apply({ orderId, ...SENT, event: { kind: 'mailServerAway' }, key, ...change });
    const waitingOn = { who: 'customer', kind: 'administratorDetails', since: UNTIL, until: UNTIL } as const;
    const changes: [what: string, make: () => Promise<unknown>][] = [
      ['a mail that was sent', () => mailTo('one@example.com', 1)],
      ['an event, and a state', () => worker.apply({ orderId, ...SENT })],
      ['an event in the same state', () => step('away', {})],
      ['what it waits on', () => step('waits', { waitingOn })],
      [
        'a bounce',
        () => step('bounced', { event: { kind: 'informationRequestRefused', mail: 'resend', revision: 1 } }),
      ],
      ['a mail to somebody else', () => mailTo('two@example.com', 2)],
      ['an answer', () => step('answered', { state: 'pending', answer })],
      ['a line', () => step('line', { state: 'inProgress', lines: [{ lineId, state: 'processing' }] })],
      ['a login', () => worker.accountLearnt(lineId, { subscriptionId: 's-1', login: 'other@engines.example' })],
      ['an account that is gone', () => worker.accountGone(lineId)],
      ['a cause', () => step('held', { state: 'held', cause: 'customerOnHold' })],
      ['a stray that was removed', () => worker.noteStray(orderId, lineId, 's-2')],
    ];
    for (const [what, make] of changes) {
      await make();
      const version = await versionNow();
      expect([what, version === versions.at(-1)]).toEqual([what, false]);
      expect(await versionNow()).toBe(version);
      versions.push(version);
      // A repeat changes nothing.
      await make();
      expect([what, await versionNow()]).toEqual([what, version]);
    }
    await store.orders.markStarted(orderId);
    expect(await versionNow()).toBe(versions.at(-1));

    async function versionNow(): Promise<string> {
      return (await store.orders.lookAt(reseller.resellerId, orderId))?.version as string;
    }
    function mailTo(email: string, revision: number) {
      return worker.informationRequestSent({ orderId, revision, to: { email }, until: UNTIL });
    }
  });

  test('another reseller’s order is not looked at, nor what is no order', async () => {
    const { store } = opened();
    const [one, other] = [await aMarket(store), await aMarket(store)];
    const { orderId } = await placed(store, other.order());
    expect(await store.orders.lookAt(one.reseller.resellerId, orderId)).toBeUndefined();
    expect(await store.orders.lookAt(one.reseller.resellerId, "' or true --")).toBeUndefined();
    expect(await store.orders.lookAt(other.reseller.resellerId, orderId)).toBeDefined();
  });
});
