/** What comes of comparing the orders' records with their workflows, with the vendors and with the ledger. */
import type { ColumnType, Generated } from 'kysely';
import type { OrderCause } from '../../../workflows/contract/causes.ts';
import type { DifferenceDetails, DifferenceKind } from '../../../workflows/contract/reconciliation.ts';
import type { OrderStateName } from '../../../workflows/contract/states.ts';
import type { Instant, Json, Now } from '../columns.ts';

/** How an order that has not ended can be without a running workflow. `gone`: Temporal knows of none. */
export type WorkflowTrouble = 'gone' | 'terminated' | 'timedOut' | 'completed' | 'failed' | 'cancelled';

/** Without personal data, and without anybody's own words. */
export interface FindingDetails {
  /** The state in the record. */
  state: OrderStateName;
  /** The lines of which something may be at the vendor. */
  sentLines: string[];
  /** How a workflow that completed says that the order ended. */
  ended?: { state: OrderStateName; cause?: OrderCause };
  /** What was done about it. */
  done?: 'startedAgain' | 'ended';
}

export interface ReconciliationTables {
  /** One row: how far the present round over the open orders has come, and when it goes on. */
  reconciliation: {
    after_created_at: Instant;
    after_order_id: string;
    next_at: Now;
  };
  unreconciled: {
    order_id: string;
    kind: WorkflowTrouble;
    details: Json<FindingDetails>;
    first_seen: Now;
    last_seen: Now;
    resolved_at: Instant | null;
  };
  /** One row for each comparison with vendors and ledger. */
  reconciliation_runs: {
    run_id: string;
    started_at: Now;
    ended_at: Instant | null;
    /** How many of each were looked at. */
    accounts: Generated<number>;
    lines: Generated<number>;
    orders: Generated<number>;
    found: Generated<number>;
    repaired: Generated<number>;
    /** What could not be compared. */
    incomplete: ColumnType<string[], string | undefined, string>;
  };
  listed_accounts: {
    run_id: string;
    vendor: string;
    region: string;
    account_id: string;
  };
  findings: {
    finding_id: Generated<number>;
    /** What was compared with what: a finding that its scope does not show any more is gone. */
    scope: string;
    kind: DifferenceKind;
    /** See `Difference`. */
    subject: string;
    order_id: string | null;
    details: Json<DifferenceDetails>;
    /** The run that has seen it last. */
    run_id: string;
    /** A rule says that it is repaired, and somebody is at it. */
    repairing: Generated<boolean>;
    first_seen: Now;
    last_seen: Now;
    resolved_at: Instant | null;
    resolution: 'gone' | 'repaired' | null;
  };
}
