/**
 * Why an order is held, and how it can end. A cause is a stable code that callers may switch on; what belongs to it stands
 * beside it, and words are made where somebody reads them.
 */
import type { BlockCause, CreditShortage, VendorRefusal } from './failures.ts';

/** Something that an undo has to remove, and what is left over if it cannot. */
export type Leftover =
  | { kind: 'credit' }
  | { kind: 'subscription'; lineId: string; productId: string; vendor: string }
  | { kind: 'billing'; lineId: string };

/** Why an order waits for an operator. */
export type Hold =
  /** The line's `lineId` is the external id at the vendor. */
  { cause: LineHoldCause; lineId: string } | { cause: 'leftovers'; leftovers: Leftover[] };

export type LineHoldCause =
  | BlockCause
  | 'vendorMisconfigured'
  | 'vendorUncertain'
  | 'vendorUnavailable'
  /** The vendor refused every correction of the administrator's details. */
  | 'tooManyCorrections';

export type HoldCause = Hold['cause'];

/** A line that was not provisioned, of an order whose other lines are kept. */
export type FailedLine = { lineId: string } & (
  | { cause: 'vendorRefused'; refusal: VendorRefusal }
  /** By an operator. */
  | { cause: 'givenUp' }
  /** Nobody corrected what the vendor had refused. */
  | { cause: 'customerNoResponse' }
);

/** How an order ends without having been carried out. */
export type OrderEnd =
  | { state: 'expired'; cause: 'customerNoResponse' | 'undeliverable' }
  /** `workflowCancelled`: by an operator, in the Temporal UI. */
  | { state: 'cancelled'; cause: 'requested' | 'workflowCancelled' }
  | { state: 'rejected'; cause: 'creditRefused'; shortage?: CreditShortage }
  | { state: 'failed'; cause: 'vendorRefused'; refusal?: VendorRefusal }
  /** An operator gave a held order up. */
  | { state: 'failed'; cause: 'givenUp' }
  /** A failure that no phase foresees; `reported` is what the failing side said. */
  | { state: 'failed'; cause: 'unexpected'; reported: string };

export type EndCause = OrderEnd['cause'];

export type OrderCause = HoldCause | EndCause;
