/** A database as the release before events were data left it, brought up to date. */
import { sql } from 'kysely';
import { events } from '../../store/database/migrations/006-events.ts';
import { migrate } from '../../store/database/migrations/index.ts';
import { onEachDatabase } from './databases.ts';
import { aMarket, placed } from './market.ts';

const SINCE = '2026-11-20T10:00:00.000Z';

onEachDatabase((opened) => {
  test('rows of an earlier release read as data afterwards, and a sentence that nobody knows as it was', async () => {
    const { store, db } = opened();
    const { order } = await aMarket(store);
    const [held, untouched] = [await placed(store, order()), await placed(store, order())];
    // Back to the schema of that release, with what it wrote.
    await sql`delete from timeline where order_id = ${held.orderId}`.execute(db);
    await sql`alter table timeline drop column event`.execute(db);
    await sql`update timeline set what = 'Order accepted'`.execute(db);
    await sql`alter table timeline alter column what set not null`.execute(db);
    await sql`alter table order_lines drop column creation_sent_at`.execute(db);
    const words = {
      who: 'operator',
      what: 'the vendor could not be reached for hours (line 1)',
      since: SINCE,
      then: 'an operator decides',
    };
    await sql`update orders set state = 'held', cause = 'vendorUnavailable', waiting_on = ${JSON.stringify(words)}::jsonb
      where order_id = ${held.orderId}`.execute(db);
    await sql`update order_lines set state = 'processing' where order_id = ${held.orderId}`.execute(db);
    for (const [key, what] of [
      ['store:placed', 'Order accepted'],
      ['held:1', 'The order is on hold: the vendor could not be reached for hours (line 1)'],
      ['by-hand', 'An operator wrote this'],
    ]) {
      await sql`insert into timeline (order_id, key, what, by) values (${held.orderId}, ${key}, ${what}, 'system')`.execute(
        db,
      );
    }
    // More than are read at a time.
    await sql`insert into timeline (order_id, key, what, by)
      select ${untouched.orderId}, 'late:' || n || ':1', 'The vendor is late', 'vendor'
      from generate_series(1, 2345) n`.execute(db);

    await events.up(db);
    await sql`delete from backfills`.execute(db);
    await migrate(db);

    const hold = { cause: 'vendorUnavailable', lineId: '1' };
    const stored = await store.orders.getAny(held.orderId);
    expect(stored?.waitingOn).toEqual({ who: 'operator', kind: 'decision', hold, since: SINCE });
    expect(stored?.timeline?.map(({ event }) => event)).toEqual([
      { kind: 'orderAccepted' },
      { kind: 'orderHeld', hold },
      { kind: 'recorded', text: 'An operator wrote this' },
    ]);
    const { rows } = await sql`select count(distinct event->>'lineId')::int as lines from timeline
      where order_id = ${untouched.orderId} and event->>'kind' = 'vendorLate'`.execute(db);
    expect(rows).toEqual([{ lines: 2345 }]);
    const marks = async (orderId: string) =>
      (await store.worker.brief(orderId)).lines.map(({ creationSent }) => creationSent);
    // Whatever was under way may have left; what was not has not.
    expect(await marks(held.orderId)).toEqual([true]);
    expect(await marks(untouched.orderId)).toEqual([false]);
  });

  test('a wait that a process of the earlier release still writes is understood', async () => {
    const { store, db } = opened();
    const { order } = await aMarket(store);
    const { orderId } = await placed(store, order());
    const words = { who: 'customer', what: 'the administrator’s details', since: SINCE, then: 'the order expires' };
    await sql`update orders set waiting_on = ${JSON.stringify(words)}::jsonb where order_id = ${orderId}`.execute(db);
    const stored = await store.orders.getAny(orderId);
    expect(stored?.waitingOn).toEqual({ who: 'customer', kind: 'administratorDetails', since: SINCE });
  });

  test('a line is marked once, at its first creating request', async () => {
    const { store, db } = opened();
    const { order } = await aMarket(store);
    const { orderId } = await placed(store, order());
    const mark = () =>
      db.selectFrom('order_lines').select('creation_sent_at').where('order_id', '=', orderId).executeTakeFirstOrThrow();
    expect(await mark()).toEqual({ creation_sent_at: null });
    await store.worker.creationSent(`${orderId}-1`);
    const first = await mark();
    expect(first.creation_sent_at).toEqual(expect.any(String));
    await new Promise((resolve) => setTimeout(resolve, 5));
    await store.worker.creationSent(`${orderId}-1`);
    expect(await mark()).toEqual(first);
    expect((await store.worker.brief(orderId)).lines[0]?.creationSent).toBe(true);
  });
});
