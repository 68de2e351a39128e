/** One table from domain errors to what Temporal sees. What is not in it is weather, and is retried as it is. */
import { ApplicationFailure } from '@temporalio/common';
import {
  type BlockCause,
  type FailureDetails,
  type FailureType,
  NEEDS_HISTORY,
  type Trouble,
} from '../workflows/contract/failures.ts';
import { CreditRefused } from './billing/port.ts';
import { MailInHand } from './email/sending.ts';
import { VendorMisconfigured, VendorRefused, VendorUnavailable, VendorUncertain } from './vendors/port.ts';

/** Thrown when the order may not go on until somebody decides: the customer is on hold, a product was withdrawn. */
export class OrderBlocked extends Error {
  override readonly name = 'OrderBlocked';
  readonly reason: BlockCause;
  constructor(reason: BlockCause, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** See `NEEDS_HISTORY`. */
export class NeedsHistory extends Error {
  override readonly name = NEEDS_HISTORY;
}

/** Runs an activity's body and translates what it throws. `cause` is kept, so operators see the whole chain. */
export async function translated<T>(body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (error) {
    throw failureOf(error);
  }
}

function failureOf(error: unknown): unknown {
  if (error instanceof CreditRefused) return refusal('CreditRefused', error, [error.shortage]);
  if (error instanceof OrderBlocked) return refusal('OrderBlocked', error, [error.reason]);
  if (error instanceof VendorRefused) return vendorRefusal(error, false);
  if (error instanceof VendorMisconfigured) return refusal('VendorMisconfigured', error, []);
  if (error instanceof VendorUncertain) return passing('VendorUncertain', error, []);
  if (error instanceof MailInHand) {
    const { message, name: type, retryAfter } = error;
    return ApplicationFailure.create({ type, message, nextRetryDelay: retryAfter, cause: error });
  }
  if (error instanceof VendorUnavailable) {
    const { retryAfter } = error;
    // For the server's own retries, and for the workflow, to which the SDK (1.24) does not hand `nextRetryDelay` on.
    const trouble: Trouble = { retryAfterMs: retryAfter };
    return passing('VendorUnavailable', error, retryAfter === undefined ? [] : [trouble], retryAfter);
  }
  return error;
}

/** @param doubt whether something may have been created under the line's key all the same. */
export function vendorRefusal(error: VendorRefused, doubt: boolean): ApplicationFailure {
  return refusal('VendorRefused', error, [error.field, error.code, doubt]);
}

/** A refusal is an answer, so it is not retried; and it is the workflow's business, not an alarm, so it is benign. */
function refusal<T extends FailureType>(type: T, error: Error, details: FailureDetails[T]): ApplicationFailure {
  const { message } = error;
  return ApplicationFailure.create({ type, message, details, nonRetryable: true, category: 'BENIGN', cause: error });
}

function passing<T extends FailureType>(
  type: T,
  error: Error,
  details: FailureDetails[T],
  nextRetryDelay?: number,
): ApplicationFailure {
  return ApplicationFailure.create({ type, message: error.message, details, nextRetryDelay, cause: error });
}
