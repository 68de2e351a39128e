/**
 * The timeline keeps events instead of sentences, waits are data, and an order line says whether a creating request has
 * left for the vendor. A sentence that no release is known to have written stays as it is.
 */
import { type Kysely, type Migration, sql } from 'kysely';
import { type EarlierEvent, type EarlierWait, eventFrom, waitFrom } from '../../../workflows/contract/earlier.ts';
import { json } from '../json.ts';

const STATEMENTS = [
  'alter table timeline add column event jsonb, alter column what drop not null',
  'alter table order_lines add column creation_sent_at timestamptz(3)',
  // What was under way when this ran may have been sent.
  `update order_lines set creation_sent_at = now() where state = 'processing'`,
];

type Db = Parameters<Migration['up']>[0];

/** Rows at a time, so that a large table is not held in memory. */
const BATCH = 1000;

export const events: Migration = {
  async up(db) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
    await migrateTimeline(db);
    await migrateWaits(db);
  },
};

/** By the primary key, and a batch at a time: the table has no other index, and is locked meanwhile. */
async function migrateTimeline(db: Db): Promise<void> {
  for (let last = { order_id: '', key: '' }; ; ) {
    const { rows } = await sql<{ order_id: string; key: string; what: string } & EarlierEvent['order']>`
      select timeline.order_id, key, what, state, cause from timeline join orders using (order_id)
      where (timeline.order_id, key) > (${last.order_id}, ${last.key})
      order by timeline.order_id, key limit ${BATCH}`.execute(db);
    const known = rows.flatMap(({ order_id, key, what, state, cause }) => {
      const event = eventFrom({ key, what, order: { state, cause } });
      return event ? [{ order_id, key, event }] : [];
    });
    await sql`
      update timeline set event = known.event
      from jsonb_to_recordset(${json(known)}::jsonb) as known(order_id text, key text, event jsonb)
      where timeline.order_id = known.order_id and timeline.key = known.key`.execute(db);
    last = rows.at(-1) ?? last;
    if (rows.length < BATCH) return;
  }
}

async function migrateWaits(db: Kysely<unknown>): Promise<void> {
  for (let last = ''; ; ) {
    const { rows } = await sql<{ order_id: string; cause: string | null; waiting_on: EarlierWait }>`
      select order_id, cause, waiting_on from orders
      where waiting_on is not null and order_id > ${last} order by order_id limit ${BATCH}`.execute(db);
    for (const { order_id, cause, waiting_on } of rows) {
      const wait = json(waitFrom(waiting_on, cause ?? undefined));
      await sql`update orders set waiting_on = ${wait}::jsonb where order_id = ${order_id}`.execute(db);
    }
    last = rows.at(-1)?.order_id ?? last;
    if (rows.length < BATCH) return;
  }
}
