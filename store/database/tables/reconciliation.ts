/** What comes of comparing the orders' records with their workflows. */
import type { OrderCause } from '../../../workflows/contract/causes.ts';
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
}
