/** Runs of the comparison, and the accounts that vendors list meanwhile. */
import { sql } from 'kysely';
import type { LookedAt, ReconciliationSummary, VendorRegion } from '../../workflows/contract/reconciliation.ts';
import { json } from '../database/json.ts';
import type { Database } from '../database/schema.ts';

/** What one run has listed of a vendor's data centre. */
export interface Listing extends VendorRegion {
  runId: string;
}

/**
 * Begins a run; may be repeated.
 * @returns where the record knows accounts to be.
 */
export async function beginRun(db: Database, runId: string): Promise<VendorRegion[]> {
  await db
    .insertInto('reconciliation_runs')
    .values({ run_id: runId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  // Of a run that was stopped nobody will use the list any more.
  await sql`delete from listed_accounts using reconciliation_runs as run
    where run.run_id = listed_accounts.run_id and run.run_id <> ${runId}
      and (run.ended_at is not null or run.started_at < now() - interval '7 days')`.execute(db);
  return db
    .selectFrom('vendor_accounts')
    .select(['vendor', 'region'])
    .distinct()
    .orderBy('vendor')
    .orderBy('region')
    .execute();
}

export async function keepListed(
  db: Database,
  { runId, vendor, region }: Listing,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await db
    .insertInto('listed_accounts')
    .values(ids.map((account_id) => ({ run_id: runId, vendor, region, account_id })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The next listed accounts behind `after`, in the order of their ids. */
export async function listedAfter(
  db: Database,
  { runId, vendor, region }: Listing,
  after: string,
  limit: number,
): Promise<string[]> {
  const rows = await db
    .selectFrom('listed_accounts')
    .select('account_id')
    .where('run_id', '=', runId)
    .where('vendor', '=', vendor)
    .where('region', '=', region)
    .where('account_id', '>', after)
    .orderBy('account_id')
    .limit(limit)
    .execute();
  return rows.map((row) => row.account_id);
}

/** Ends a run; may be repeated, and the first end stands. */
export async function endRun(
  db: Database,
  runId: string,
  { accounts, lines, orders }: LookedAt,
  incomplete: readonly string[],
): Promise<ReconciliationSummary> {
  const inThisRun = sql`select count(*)::int from findings where run_id = ${runId}`;
  await db.deleteFrom('listed_accounts').where('run_id', '=', runId).execute();
  const row = await db
    .updateTable('reconciliation_runs')
    .set({
      ended_at: sql<string>`coalesce(ended_at, now())`,
      accounts,
      lines,
      orders,
      found: sql<number>`(${inThisRun} and resolved_at is null)`,
      repaired: sql<number>`(${inThisRun} and resolution = 'repaired')`,
      incomplete: json(incomplete),
    })
    .where('run_id', '=', runId)
    .returning(['found', 'repaired'])
    .executeTakeFirstOrThrow();
  return { accounts, lines, orders, incomplete: [...incomplete], ...row };
}
