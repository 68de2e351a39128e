/**
 * What activities tell the workflow when they fail: the `type` of the `ApplicationFailure`, and the shape of its `details`.
 * A failure of any other type, or a timeout, is weather of which nothing is known. Additions go to the end of a tuple, and
 * are optional: failures of earlier releases are in histories that must still be read.
 */
import type { Money } from './money.ts';

/** Why the reseller's credit does not cover an order. */
export type CreditShortage =
  | { kind: 'insufficient'; needed: Money; available: Money }
  | { kind: 'otherCurrency'; orderCurrency: string; creditCurrency: string }
  /** The reservation had been given back before. */
  | { kind: 'released' };

/** What a vendor will not take. */
export interface VendorRefusal {
  /** The field of the administrator's details, or `order` where no single field is to blame. */
  field: string;
  code: RefusalCode;
  /** The vendor's answer in short, without personal data. */
  said: string;
}

/** What changed since Buy, so that the order may not go on until somebody decides. */
export type BlockCause = 'customerOnHold' | 'productWithdrawn';

export type RefusalCode = 'addressInUse' | 'invalid' | 'tooLong' | 'other';

export interface FailureDetails {
  CreditRefused: [shortage?: CreditShortage];
  OrderBlocked: [cause: BlockCause];
  /** `doubt`: whether something may have been created under the line's key all the same. */
  VendorRefused: [field: string, code: RefusalCode, doubt?: boolean];
  VendorMisconfigured: [];
  VendorUncertain: [];
  VendorUnavailable: [trouble?: Trouble];
}

/**
 * Thrown by the local first try of a call that must not be local after all: what it does would not be undone if the
 * workflow's task were lost. The call goes on as a regular activity.
 */
export const NEEDS_HISTORY = 'NeedsHistory';

/** What the next call should know. */
export interface Trouble {
  /** How long the other side asked to be left alone, in milliseconds. */
  retryAfterMs?: number;
  /** Told by earlier releases only: the attempt ended before anything could have been created. */
  nothingCreated?: true;
}

export type FailureType = keyof FailureDetails;

/** A failure of a known type, as it is read from an `ApplicationFailure`. */
export type KnownFailure = {
  [T in FailureType]: { type: T; message: string; details: FailureDetails[T] };
}[FailureType];
