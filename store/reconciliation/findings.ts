/** What comparisons find, from the first time that it is seen until it is not there any more. */
import { sql } from 'kysely';
import type { Difference } from '../../workflows/contract/reconciliation.ts';
import { json } from '../database/json.ts';
import type { Database } from '../database/schema.ts';

/** What was compared with what, and in which run. */
export interface Look {
  runId: string;
  scope: string;
}

/**
 * Keeps a difference, or that it is still there. Returns once that is durable.
 * @param repairing a rule says that it is repaired, and that comes next.
 */
export async function found(
  db: Database,
  { runId, scope }: Look,
  { kind, subject, orderId = null, details }: Omit<Difference, 'orderId'> & { orderId?: string | null },
  repairing = false,
): Promise<void> {
  await sql`insert into findings (scope, kind, subject, order_id, details, run_id, repairing)
    values (${scope}, ${kind}, ${subject}, ${orderId}, ${json(details)}::jsonb, ${runId}, ${repairing})
    on conflict (kind, subject) where resolved_at is null do update set
      scope = excluded.scope, details = excluded.details, run_id = excluded.run_id, repairing = excluded.repairing,
      last_seen = now()`.execute(db);
}

/** What was found has been repaired. */
export async function repaired(db: Database, { kind, subject }: Pick<Difference, 'kind' | 'subject'>): Promise<void> {
  await db
    .updateTable('findings')
    .set({ resolved_at: sql<string>`now()`, resolution: 'repaired' })
    .where('kind', '=', kind)
    .where('subject', '=', subject)
    .where('resolved_at', 'is', null)
    .execute();
}

/**
 * Everything within the scope has been looked at: what this run has not seen is gone. What is still said to be under repair
 * was repaired by somebody who died before saying so, for a repair that fails takes that back.
 */
export async function scopeCompared(db: Database, { runId, scope }: Look): Promise<void> {
  await sql`update findings set resolved_at = now(), resolution = case when repairing then 'repaired' else 'gone' end
    where scope = ${scope} and resolved_at is null and (run_id <> ${runId} or repairing)`.execute(db);
}
