/** What the comparison of vendors, record and ledger can find, as data: pages, API and commands make their own words of it. */

/** How an account at a vendor, an order line and the ledger can differ. */
export const DIFFERENCES = [
  /** The vendor has an account under a key of ours, and there is no such line. */
  'unknownLine',
  /** The vendor has an account of a line that is not active, and whose order has ended. */
  'orphan',
  /** The vendor has a further account under the key of an active line. */
  'duplicate',
  /** The account of an active line is disabled, or scheduled for deletion. */
  'accountDisabled',
  /** The account of an active line has another product than the one that was bought. */
  'productDiffers',
  /** The account of an active line is not at the vendor. */
  'accountMissing',
  /** A line is active, and nothing is charged for it. */
  'activeNotBilled',
  /** A line is charged for and not active. */
  'billedNotActive',
  /** Credit is still reserved for an order that has ended. */
  'creditNotReleased',
  /** What an order's or a reseller's entries come to is not what they should. */
  'ledgerUnbalanced',
] as const;

export type DifferenceKind = (typeof DIFFERENCES)[number];

/** Ids, numbers and states: no personal data, and nobody's own words. */
export type DifferenceDetails = Record<string, string | number | boolean>;

export interface Difference {
  kind: DifferenceKind;
  /** What differs: an account with its vendor and region, a line, an order, or a reseller with its currency. */
  subject: string;
  orderId?: string;
  details: DifferenceDetails;
}

/** A vendor's data centre. */
export interface VendorRegion {
  vendor: string;
  region: string;
}

/** An order that changed less than this long ago is left for the next run, since somebody is at it. ISO 8601. */
export const SETTLED_AFTER = 'PT15M';

/** The input of the workflow. */
export interface ReconciliationInput {
  /** Default {@link SETTLED_AFTER}. */
  settledAfter?: string;
}

/** How many of each were looked at. */
export interface LookedAt {
  accounts: number;
  lines: number;
  orders: number;
}

/** The result of the workflow. */
export interface ReconciliationSummary extends LookedAt {
  /** Differences that are there now. */
  found: number;
  repaired: number;
  /** What could not be compared. */
  incomplete: string[];
}

/** How an order that has not ended can be without its running workflow; found by the look at open orders. */
const WORKFLOW_FINDINGS = [
  'workflowGone',
  'workflowTerminated',
  'workflowTimedOut',
  'workflowCompleted',
  'workflowFailed',
  'workflowCancelled',
] as const;

/** Everything that operators are told of. */
export const FINDING_KINDS = [...DIFFERENCES, ...WORKFLOW_FINDINGS] as const;

export type FindingKind = (typeof FINDING_KINDS)[number];
