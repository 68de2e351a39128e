/** What comparisons have found and nobody has settled, for operators: of the workflows, of vendors, and of the ledger. */
import { sql } from 'kysely';
import type { FindingKind, LookedAt } from '../../workflows/contract/reconciliation.ts';
import { decodeCursor, isInstant, type Page, pageOf, pageSize } from '../database/cursors.ts';
import { operationsOn } from '../database/operations.ts';
import type { Database } from '../database/schema.ts';

/** Something that is not as it should be. Ids, numbers and states; nothing personal. Instants are ISO 8601. */
export interface OpenFinding {
  kind: FindingKind;
  /** See `Difference`; of a workflow, its order. */
  subject: string;
  orderId?: string;
  /** Which there are depends on the kind. */
  details: Record<string, unknown>;
  firstSeen: string;
  lastSeen: string;
}

export interface FindingFilter {
  kind?: FindingKind | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** A comparison that goes on, or has ended. What it found is counted at its end. */
export interface ReconciliationRun extends LookedAt {
  runId: string;
  startedAt: string;
  endedAt?: string;
  found: number;
  repaired: number;
  /** What could not be compared. */
  incomplete: string[];
}

/** The side of the operators. */
export type FindingStore = ReturnType<typeof createFindings>;

export function createFindings(db: Database) {
  return operationsOn(db, { list, lastRun });
}

/** Longest known first. @throws BadCursor */
async function list(db: Database, { kind, cursor, limit }: FindingFilter): Promise<Page<OpenFinding>> {
  const size = pageSize(limit);
  const [at, id] = cursor === undefined ? ['-infinity', ''] : decodeCursor(cursor, ([at]) => isInstant(at));
  const { rows } = await sql<OpenFinding & { id: string; orderId: string | null }>`
    select * from (
      select kind || ' ' || subject collate "C" as id, kind, subject, order_id as "orderId", details,
        first_seen as "firstSeen", last_seen as "lastSeen"
      from findings where resolved_at is null
      union all
      select 'workflow' || upper(left(kind, 1)) || substr(kind, 2) || ' ' || order_id,
        'workflow' || upper(left(kind, 1)) || substr(kind, 2), order_id, order_id, details, first_seen, last_seen
      from unreconciled where resolved_at is null
    ) as open
    where (${kind ?? null}::text is null or kind = ${kind ?? null})
      and ("firstSeen", id) > (${at}::timestamptz, ${id})
    order by "firstSeen", id
    limit ${size + 1}`.execute(db);
  return pageOf(
    rows,
    size,
    (row) => [row.firstSeen, row.id],
    ({ id: _, orderId, ...finding }) => ({ ...finding, ...(orderId !== null && { orderId }) }),
  );
}

/** The comparison that began last. */
async function lastRun(db: Database): Promise<ReconciliationRun | undefined> {
  const row = await db
    .selectFrom('reconciliation_runs')
    .selectAll()
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) return undefined;
  const { run_id, started_at, ended_at, ...counted } = row;
  return { runId: run_id, startedAt: started_at, ...(ended_at !== null && { endedAt: ended_at }), ...counted };
}
