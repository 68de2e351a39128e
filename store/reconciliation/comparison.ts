/** Comparing vendors, record and ledger: the side of the worker, structurally its port `ComparisonStore`. */
import { operationsOn } from '../database/operations.ts';
import type { Database } from '../database/schema.ts';
import { found, repaired, scopeCompared } from './findings.ts';
import { activeLines, linesOf } from './lines.ts';
import { balancesOff, endedOrders } from './money.ts';
import { beginRun, endRun, keepListed, listedAfter } from './runs.ts';

export type Comparison = ReturnType<typeof createComparison>;

export function createComparison(db: Database) {
  return operationsOn(db, {
    beginRun,
    keepListed,
    listedAfter,
    linesOf,
    activeLines,
    endedOrders,
    balancesOff,
    found,
    repaired,
    scopeCompared,
    endRun,
  });
}
