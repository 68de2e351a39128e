/** Steps of one order that wait for its lock see what those before them have written, though each is one statement. */
import { sql } from 'kysely';
import pg from 'pg';
import { openStore } from '../../store/index.ts';
import type { Store, StoredOrder } from '../../store/store.ts';
import { eventually } from '../support/product.ts';
import { onServer } from './databases.ts';
import { aMarket, placed } from './market.ts';

const until = new Date(Date.UTC(2026, 11, 1)).toISOString();
const TOTAL = 1250;

onServer((opened) => {
  let holder: pg.Client;
  let rival: Store;
  beforeAll(async () => {
    holder = new pg.Client({ connectionString: opened().server.url });
    // The server is stopped first.
    holder.on('error', () => {});
    await holder.connect();
    rival = await openStore({ databaseUrl: opened().server.url, dataDir: 'unused' });
  });
  afterAll(async () => {
    await holder?.end().catch(() => {});
    await rival?.close();
  });

  async function anOrder(limit?: number): Promise<StoredOrder> {
    const { store } = opened();
    return placed(store, (await aMarket(store, limit)).order());
  }

  const waiting = async () => {
    const { rows } = await sql`select from pg_stat_activity where wait_event_type = 'Lock'`.execute(opened().db);
    return rows.length;
  };

  /**
   * Has every step begun, and so seen the rows as they are now, and wait for a row in this order; lets the row go, and
   * answers what came of the steps.
   */
  async function inTurn<T>(row: string, steps: (() => Promise<T>)[]): Promise<T[]> {
    await holder.query('begin');
    await holder.query(`${row} for no key update`);
    const begun: Promise<T>[] = [];
    for (const step of steps) {
      begun.push(step());
      await eventually('the step to wait', waiting, (count) => count === begun.length);
    }
    await holder.query('commit');
    return Promise.all(begun);
  }
  const orderRow = (orderId: string) => `select from orders where order_id = '${orderId}'`;

  /** What an order takes of the credit, by its entries. */
  async function taken(orderId: string) {
    const { rows } = await sql`
      select coalesce(sum(reserved_minor), 0)::int as reserved, coalesce(sum(charged_minor), 0)::int as charged
      from ledger where order_id = ${orderId}`.execute(opened().db);
    return rows[0];
  }

  const end = (store: Store, orderId: string) => () =>
    store.worker.apply({
      orderId,
      key: 'ended',
      state: 'expired',
      event: { kind: 'recorded', text: 'expired' },
      by: 'system',
    });
  const link = (store: Store, orderId: string, revision: number) => () =>
    store.worker.informationRequestSent({ orderId, revision, to: { email: 'ada@example.com' }, until });

  test('an end that waits for the record of a link closes it', async () => {
    const { store } = opened();
    const { orderId } = await anOrder();
    await inTurn<unknown>(orderRow(orderId), [link(store, orderId, 1), end(rival, orderId)]);
    expect(await store.orders.informationRequest(orderId)).toMatchObject({ state: 'expired' });
  });

  test('a link whose record waits for the end of the order is not recorded as working', async () => {
    const { store } = opened();
    const { orderId } = await anOrder();
    await inTurn<unknown>(orderRow(orderId), [end(store, orderId), link(rival, orderId, 1)]);
    expect(await store.orders.informationRequest(orderId)).toMatchObject({ state: 'expired' });
  });

  test('a link whose record waits for a newer one is superseded', async () => {
    const { store } = opened();
    const { orderId } = await anOrder();
    await inTurn(orderRow(orderId), [link(store, orderId, 2), link(rival, orderId, 1)]);
    expect(await store.orders.informationRequest(orderId, 1)).toMatchObject({ state: 'superseded' });
    expect(await store.orders.informationRequest(orderId, 2)).toMatchObject({ state: 'sent' });
  });

  test('the same end that waits for itself is a repeat, and another end is refused', async () => {
    const { store } = opened();
    const { orderId } = await anOrder();
    const other = () =>
      store.worker.apply({
        orderId,
        key: 'cancelled',
        state: 'cancelled',
        event: { kind: 'recorded', text: 'cancelled' },
        by: 'reseller',
      });
    const applied = await inTurn(orderRow(orderId), [end(store, orderId), end(rival, orderId), other]);
    expect(applied).toEqual(['applied', 'repeated', 'forbidden']);
  });

  test('a release that waits for the reservation gives it back, and one that comes first lets none follow', async () => {
    const { store } = opened();
    const first = await anOrder();
    await inTurn<unknown>(orderRow(first.orderId), [
      () => store.worker.reserveCredit(first.orderId),
      () => rival.worker.releaseCredit(first.orderId),
    ]);
    expect(await taken(first.orderId)).toEqual({ reserved: 0, charged: 0 });
    const second = await anOrder();
    const [, decision] = await inTurn<unknown>(orderRow(second.orderId), [
      () => store.worker.releaseCredit(second.orderId),
      () => rival.worker.reserveCredit(second.orderId),
    ]);
    expect(decision).toEqual({ reserved: false, shortage: { kind: 'released' } });
    expect(await taken(second.orderId)).toEqual({ reserved: 0, charged: 0 });
  });

  test('billing that is closed while it is being opened is closed, in whatever order', async () => {
    const { store } = opened();
    for (const order of ['open first', 'close first']) {
      const { orderId, lines } = await anOrder();
      const lineId = lines[0]?.lineId ?? '';
      await store.worker.reserveCredit(orderId);
      const steps = [() => store.worker.openBilling(lineId), () => rival.worker.closeBilling(lineId)];
      await inTurn(orderRow(orderId), order === 'open first' ? steps : steps.reverse());
      expect(await taken(orderId)).toEqual({ reserved: order === 'open first' ? 0 : TOTAL, charged: 0 });
    }
  });

  test('orders that wait for a reseller’s balance are judged by what is left when their turn comes', async () => {
    const { store } = opened();
    const { order, reseller } = await aMarket(store, 2 * TOTAL + 1);
    const orders: StoredOrder[] = [];
    for (let n = 0; n < 4; n++) orders.push(await placed(store, order()));
    const [first, ...others] = orders.map(({ orderId }) => orderId) as [string, string, string, string];
    await store.worker.reserveCredit(first);
    const row = `select from balances where reseller_id = '${reseller.resellerId}'`;
    const decisions = await inTurn(
      row,
      others.map((orderId) => () => rival.worker.reserveCredit(orderId)),
    );
    const euros = (minor: number) => ({ minor, currency: 'EUR' });
    const shortage = { kind: 'insufficient', needed: euros(TOTAL), available: euros(1) };
    const refused = { reserved: false, shortage };
    expect(decisions).toEqual([{ reserved: true }, refused, refused]);
    // Who is refused leaves nothing behind.
    expect(await Promise.all(others.map(taken))).toEqual([
      { reserved: TOTAL, charged: 0 },
      { reserved: 0, charged: 0 },
      { reserved: 0, charged: 0 },
    ]);
  });

  test('on a server whose default is another isolation level, too, a step waits for the one before it', async () => {
    const { db, server } = opened();
    await sql`create database strict`.execute(db);
    await sql`alter database strict set default_transaction_isolation = 'serializable'`.execute(db);
    const databaseUrl = server.url.replace(/postgres$/, 'strict');
    const store = await openStore({ databaseUrl, dataDir: 'unused' });
    const before = new pg.Client({ connectionString: databaseUrl });
    try {
      await before.connect();
      const { orderId } = await placed(store, (await aMarket(store)).order());
      await before.query('begin');
      await before.query('update orders set turn = turn');
      const step = Promise.allSettled([end(store, orderId)()]);
      await eventually('the step to wait', waiting, (count) => count === 1);
      await before.query('commit');
      expect(await step).toEqual([{ status: 'fulfilled', value: 'applied' }]);
    } finally {
      await before.end();
      await store.close();
    }
  });
});
