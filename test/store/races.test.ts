import { sql } from 'kysely';
import { openStore } from '../../store/index.ts';
import type { Store, StoredOrder } from '../../store/store.ts';
import { onServer } from './databases.ts';
import { aMarket, placed } from './market.ts';

onServer((opened) => {
  /** A second process, as far as the server can tell. */
  let rival: Store;
  beforeAll(async () => {
    rival = await openStore({ databaseUrl: opened().server.url, dataDir: 'unused' });
  });
  afterAll(() => rival?.close());

  const both = <T>(count: number, call: (store: Store, n: number) => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: count }, (_, n) => call(n % 2 ? rival : opened().store, n)));

  test('the same Buy arriving at two processes at once places one order', async () => {
    const { store } = opened();
    for (let round = 0; round < 10; round++) {
      const { order, reseller } = await aMarket(store);
      const same = order();
      const results = await both(12, (process) => process.orders.place(same));
      expect(results.map((result) => result.kind).sort()).toEqual(['placed', ...Array(11).fill('repeated')]);
      const { items } = await store.orders.list(reseller.resellerId, { limit: 10 });
      const ids = results.map((result) => ('order' in result ? result.order.orderId : result.kind));
      expect([...new Set(ids)]).toEqual(items.map((item) => item.orderId));
    }
  });

  test('of different orders with one Idempotency-Key that arrive at once one is placed, and the others conflict', async () => {
    const { store } = opened();
    for (let round = 0; round < 10; round++) {
      const { order, reseller } = await aMarket(store);
      const { idempotencyKey } = order();
      const results = await both(8, (process, n) =>
        process.orders.place(order({ idempotencyKey, digest: `digest-${n}` })),
      );
      expect(results.map((result) => result.kind).sort()).toEqual([...Array(7).fill('keyConflict'), 'placed']);
      expect((await store.orders.list(reseller.resellerId, { limit: 10 })).items).toHaveLength(1);
    }
  });

  test('an answer and the deadline at the same instant: one of them is recorded, never both', async () => {
    const { store, db } = opened();
    const { order } = await aMarket(store);
    for (let round = 0; round < 20; round++) {
      const { orderId } = await placed(store, order());
      await db.updateTable('orders').set({ state: 'inquiring' }).where('order_id', '=', orderId).execute();
      const ends = ['pending', 'expired'] as const;
      const applied = await both(2, (process, n) => {
        const state = ends[(n + round) % 2] as 'pending' | 'expired';
        const event = { kind: 'recorded', text: state } as const;
        return process.worker.apply({ orderId, key: state, state, event, by: 'system' });
      });
      expect(applied.filter((one) => one === 'applied')).toHaveLength(1);
      const stored = await store.orders.getAny(orderId);
      expect(stored?.timeline?.map(({ event }) => event)).toEqual([
        { kind: 'orderAccepted' },
        { kind: 'recorded', text: stored?.state },
      ]);
    }
  });

  test('the same event written many times at once is written once', async () => {
    const { store } = opened();
    const { order } = await aMarket(store);
    const { orderId } = await placed(store, order());
    const applied = await both(12, (process) =>
      process.worker.apply({
        orderId,
        key: 'asked',
        state: 'inquiring',
        event: { kind: 'mailServerAway' },
        by: 'system',
      }),
    );
    expect(applied.filter((one) => one === 'applied')).toHaveLength(1);
    expect((await store.orders.getAny(orderId))?.timeline).toHaveLength(2);
  });

  test('orders that reserve credit at once share what there is, and no more', async () => {
    const { store } = opened();
    const { order } = await aMarket(store, 3 * 1250 + 1249);
    const orders: StoredOrder[] = [];
    for (let n = 0; n < 10; n++) orders.push(await placed(store, order()));
    const decisions = await both(20, (process, n) =>
      process.worker.reserveCredit((orders[n >> 1] as StoredOrder).orderId),
    );
    expect(decisions.filter((decision) => decision.reserved)).toHaveLength(6);
  });

  test('one Message-ID recorded at once from two sides has one instant for both', async () => {
    const { store } = opened();
    const { order } = await aMarket(store);
    const { orderId } = await placed(store, order());
    const mail = { messageId: `${orderId}@mail`, orderId, kind: 'request' };
    const instants = await both(12, (process, n) =>
      process.worker.mailSent({ ...mail, at: new Date(Date.UTC(2026, 0, 1, n)).toISOString() }, `try ${n}`),
    );
    expect(new Set(instants).size).toBe(1);
  });

  test('of many who claim a mail at once one gets it, and nobody once it is sent, however it is raced', async () => {
    const { store } = opened();
    const { order } = await aMarket(store);
    const { orderId } = await placed(store, order());
    const at = new Date(0).toISOString();
    for (let round = 0; round < 20; round++) {
      const messageId = `${orderId}.${round}@mail`;
      let claimed = 0;
      // Whoever gets it sends at once, while the others go on asking.
      await both(12, async (process, n) => {
        const claim = await process.worker.claimMail(messageId, `try ${n}`, 60_000);
        if (claim.kind !== 'claimed') return;
        claimed += 1;
        await process.worker.mailSent({ messageId, orderId, kind: 'request', at }, `try ${n}`);
      });
      expect(claimed).toBe(1);
    }
  });

  test('processes that start together on an empty database all start', async () => {
    const { db, server } = opened();
    await sql`create database fresh`.execute(db);
    const databaseUrl = server.url.replace(/postgres$/, 'fresh');
    const stores = await Promise.all(Array.from({ length: 5 }, () => openStore({ databaseUrl, dataDir: 'unused' })));
    await Promise.all(stores.map((store) => store.ping()));
    await Promise.all(stores.map((store) => store.close()));
  });

  test('a restarted server fails what is under way, and nothing after', async () => {
    const { store, server } = opened();
    const { order } = await aMarket(store);
    const { orderId } = await placed(store, order());
    const underWay = both(40, (process) => process.orders.place(order()));
    await Promise.all([underWay.catch(() => {}), server.restart()]);
    await store.ping();
    expect(await store.orders.getAny(orderId)).toMatchObject({ orderId });
    // Once more while nobody waits: connections break with no one to tell.
    await server.restart();
    expect(await store.orders.place(order())).toMatchObject({ kind: 'placed' });
  });
});
