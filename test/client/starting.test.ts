/** From the accepted row to the workflow: on both databases, with a real Temporal server. */
import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { sql } from 'kysely';
import { OrderClient } from '../../client/orders.ts';
import { runStarter } from '../../client/starter.ts';
import { starting } from '../../store/database/migrations/008-starting.ts';
import { workflowIdOf } from '../../workflows/contract/names.ts';
import { type Opened, onEachDatabase, onServer } from '../store/databases.ts';
import { aMarket, placed } from '../store/market.ts';

let temporal: Client;
beforeAll(async () => {
  temporal = new Client({ connection: await Connection.connect({ address: process.env.TEST_TEMPORAL_ADDRESS }) });
});
afterAll(() => temporal.connection.close());

const atTheEnd: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of atTheEnd.splice(0).reverse()) await end();
});

const taskQueue = randomUUID();
const hasWorkflow = (orderId: string) =>
  temporal.workflow
    .getHandle(workflowIdOf(orderId))
    .describe()
    .then(
      () => true,
      () => false,
    );

/** Orders that were accepted by somebody who is gone, due to be started. */
async function abandoned({ store, db }: Opened, count: number): Promise<string[]> {
  const { order } = await aMarket(store);
  const ids: string[] = [];
  for (let n = 0; n < count; n++) ids.push((await placed(store, order())).orderId);
  await theirTurnComes(db, ids);
  return ids;
}

async function theirTurnComes(db: Opened['db'], ids: string[]): Promise<void> {
  const next_try_at = sql<string>`now() - interval '1 minute'`;
  await db.updateTable('orders').set({ next_try_at }).where('order_id', 'in', ids).execute();
}

onEachDatabase((opened) => {
  const startingClient = () => new OrderClient({ client: temporal, orders: opened().store.orders, taskQueue });

  beforeEach(async () => {
    await opened().db.updateTable('orders').set({ started_at: sql`now()` }).where('started_at', 'is', null).execute();
  });

  test('a hundred orders that cannot be started keep no other waiting', async () => {
    const client = startingClient();
    const bad = new Set(await abandoned(opened(), 100));
    const [good = ''] = await abandoned(opened(), 1);
    const tries = new Map<string, number>();
    let looks = 0;
    const started = await new Promise<boolean>((resolve) => {
      const stop = runStarter({
        orders: opened().store.orders,
        client: {
          async ping() {
            if (++looks === 50) resolve(false);
          },
          async start(orderId) {
            tries.set(orderId, (tries.get(orderId) ?? 0) + 1);
            if (bad.has(orderId)) throw new Error('this order cannot be started');
            await client.start(orderId);
            resolve(true);
          },
        },
        onError: () => {},
        intervalMs: 1,
      });
      atTheEnd.push(stop);
    });
    expect(started).toBe(true);
    expect(await hasWorkflow(good)).toBe(true);
    // Each has failed, and is left alone for a while.
    expect(Math.max(...tries.values())).toBe(1);
  });

  test('an order that cannot be started is tried less and less often, after those that were not tried as often', async () => {
    const { store, db } = opened();
    const [bad = ''] = await abandoned(opened(), 1);
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 7; attempt++) {
      expect(await store.orders.claimToStart(10)).toEqual([bad]);
      expect(await store.orders.startsAreDue()).toBe(false);
      const { rows } = await sql<{ wait: number }>`
        select round(extract(epoch from next_try_at - now()))::int as wait from orders where order_id = ${bad}`.execute(
        db,
      );
      waits.push(rows[0]?.wait ?? 0);
      await theirTurnComes(db, [bad]);
    }
    expect(waits).toEqual([10, 20, 40, 80, 160, 300, 300]);
    const [fresh = ''] = await abandoned(opened(), 1);
    expect([await store.orders.claimToStart(1), await store.orders.claimToStart(1)]).toEqual([[fresh], [bad]]);
  });

  test('a starter that dies with orders in hand loses none: another starts them when their turn comes', async () => {
    const { store, db } = opened();
    const ids = await abandoned(opened(), 3);
    const taken = await store.orders.claimToStart(10);
    expect(new Set(taken)).toEqual(new Set(ids));
    // Nobody else takes them while they may still be in hand.
    expect(await store.orders.claimToStart(10)).toEqual([]);
    await theirTurnComes(db, ids);
    const client = startingClient();
    const errors: unknown[] = [];
    const done = new Set<string>();
    await new Promise<void>((resolve) => {
      const start = async (orderId: string) => {
        await client.start(orderId);
        if (done.add(orderId).size === ids.length) resolve();
      };
      const onError = (error: unknown) => errors.push(error);
      atTheEnd.push(runStarter({ orders: store.orders, client: { start, ping: () => client.ping() }, onError }));
    });
    expect(errors).toEqual([]);
    for (const id of ids) expect(await hasWorkflow(id)).toBe(true);
    expect(await store.orders.claimToStart(10)).toEqual([]);
  });

  test('while Temporal is away no order is claimed, so each is started at the first look after its return', async () => {
    const { store } = opened();
    const [id = ''] = await abandoned(opened(), 1);
    let away = 3;
    const started = new Promise<string>((resolve) => {
      const stop = runStarter({
        orders: store.orders,
        client: {
          ping: async () => {
            if (away-- > 0) throw new Error('Temporal is away');
          },
          start: async (orderId) => resolve(orderId),
        },
        onError: () => {},
        intervalMs: 1,
      });
      atTheEnd.push(stop);
    });
    expect(await started).toBe(id);
  });

  test('an order that an earlier release has accepted and not started is started by this one', async () => {
    const { store, db } = opened();
    const [id = ''] = await abandoned(opened(), 1);
    await sql`alter table orders drop column next_try_at, drop column start_attempts`.execute(db);
    await sql`drop index orders_not_ended`.execute(db);
    for (const table of ['reconciliation', 'unreconciled']) await sql.raw(`drop table ${table}`).execute(db);
    await starting.up(db);
    // Whoever runs already may be at it.
    expect(await store.orders.claimToStart(10)).toEqual([]);
    await theirTurnComes(db, [id]);
    expect(await store.orders.claimToStart(10)).toEqual([id]);
  });

  test('an order is started at once, without a starter, and a question that follows it waits for that', async () => {
    const { store } = opened();
    let goOn = () => {};
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const workflowInput = (orderId: string) => held.then(() => store.orders.workflowInput(orderId));
    const orders = { ...store.orders, workflowInput };
    const client = new OrderClient({ client: temporal, orders, taskQueue, patienceMs: 300 });
    const { digest: _, ...order } = (await aMarket(store)).order();
    const result = await client.place(order);
    if (result.kind !== 'placed') throw new Error(result.kind);
    const asked = client.live(result.order.orderId).catch((error: Error) => error.message);
    expect(await hasWorkflow(result.order.orderId)).toBe(false);
    goOn();
    // There is a workflow, and no worker to answer for it.
    expect(await asked).toEqual(expect.any(String));
    expect(await hasWorkflow(result.order.orderId)).toBe(true);
    expect(await store.orders.startsAreDue()).toBe(false);
  });
});

onServer((opened) => {
  test('two starters claim different orders, and neither waits for the other', async () => {
    const { store, db } = opened();
    const ids = await abandoned(opened(), 20);
    let others: string[] = [];
    // One is in the middle of its claim while the other claims.
    await db.transaction().execute(async (tx) => {
      await sql`select order_id from orders where order_id = any(${ids.slice(0, 8)}) for no key update`.execute(tx);
      others = await store.orders.claimToStart(20);
    });
    expect(new Set(others)).toEqual(new Set(ids.slice(8)));

    await theirTurnComes(db, ids);
    const claims = await Promise.all(Array.from({ length: 8 }, () => store.orders.claimToStart(4)));
    expect(claims.flat().sort()).toEqual([...new Set(claims.flat())].sort());
    for (let rest = await store.orders.claimToStart(4); rest.length > 0; rest = await store.orders.claimToStart(4)) {
      claims.push(rest);
    }
    expect(claims.flat().sort()).toEqual([...ids].sort());
  });
});
