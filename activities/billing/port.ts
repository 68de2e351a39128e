import type { CreditShortage } from '../../workflows/contract/failures.ts';

/** The billing ledger. Every entry is keyed by order or line and kind, so repeating a call changes nothing. */
export interface BillingLedger {
  /** Reserves the order's total against the reseller's credit, or says that it does not suffice. */
  reserveCredit(orderId: string): Promise<CreditDecision>;
  /** Gives the reservation back. Nothing reserved is success. */
  releaseCredit(orderId: string): Promise<void>;
  /** Starts charging for an active line; its share of the reservation becomes a charge. */
  openBilling(lineId: string): Promise<void>;
  /** Stops charging for a line. Nothing open is success. */
  closeBilling(lineId: string): Promise<void>;
}

export type CreditDecision = { reserved: true } | { reserved: false; shortage: CreditShortage };

/** Thrown when the reseller's credit does not cover the order. Repeating it is useless. */
export class CreditRefused extends Error {
  override readonly name = 'CreditRefused';
  readonly shortage: CreditShortage;
  constructor(shortage: CreditShortage) {
    super('the credit does not cover the order');
    this.shortage = shortage;
  }
}
