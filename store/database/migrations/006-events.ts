/**
 * The timeline keeps events instead of sentences, waits are data, and an order line says whether a creating request has
 * left for the vendor. A sentence that no release is known to have written stays as it is.
 */
import { type Migration, sql } from 'kysely';
import { type EarlierEvent, type EarlierWait, eventFrom, waitFrom } from '../../../workflows/contract/earlier.ts';
import { json } from '../json.ts';
import type { Backfill } from './backfills.ts';

const STATEMENTS = [
  'alter table timeline add column event jsonb, alter column what drop not null',
  'alter table order_lines add column creation_sent_at timestamptz(3)',
  // What was under way when this ran may have been sent.
  `update order_lines set creation_sent_at = now() where state = 'processing'`,
];

export const events: Migration = {
  async up(db) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

/** Rows a batch. */
const BATCH = 1000;

/** By the primary key, since the table has no other index. */
export const timelineEvents: Backfill = async (tx, [orderId = '', lastKey = ''] = []) => {
  const { rows } = await sql<{ order_id: string; key: string; what: string | null } & EarlierEvent['order']>`
    select timeline.order_id, key, what, state, cause from timeline join orders using (order_id)
    where (timeline.order_id, key) > (${orderId}, ${lastKey})
    order by timeline.order_id, key limit ${BATCH}`.execute(tx);
  const known = rows.flatMap(({ order_id, key, what, state, cause }) => {
    const event = what === null ? undefined : eventFrom({ key, what, order: { state, cause } });
    return event ? [{ order_id, key, event }] : [];
  });
  await sql`
    update timeline set event = known.event
    from jsonb_to_recordset(${json(known)}::jsonb) as known(order_id text, key text, event jsonb)
    where timeline.order_id = known.order_id and timeline.key = known.key and timeline.event is null`.execute(tx);
  const last = rows.at(-1);
  return rows.length < BATCH || !last ? undefined : [last.order_id, last.key];
};

/** Locked, since processes that run meanwhile change them. */
export const waits: Backfill = async (tx, [lastId = ''] = []) => {
  const { rows } = await sql<{ order_id: string; cause: string | null; waiting_on: EarlierWait }>`
    select order_id, cause, waiting_on from orders
    where waiting_on is not null and order_id > ${lastId} order by order_id limit ${BATCH} for update`.execute(tx);
  for (const { order_id, cause, waiting_on } of rows) {
    if ('kind' in waiting_on) continue;
    const wait = json(waitFrom(waiting_on, cause ?? undefined));
    await sql`update orders set waiting_on = ${wait}::jsonb where order_id = ${order_id}`.execute(tx);
  }
  const last = rows.at(-1);
  return rows.length < BATCH || !last ? undefined : [last.order_id];
};
