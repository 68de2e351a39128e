/** One table from domain errors to what Temporal sees. What is not in it is weather, and is retried as it is. */
import { ApplicationFailure } from '@temporalio/common';
import { CreditRefused } from './billing/port.ts';
import { VendorMisconfigured, VendorRefused, VendorUnavailable, VendorUncertain } from './vendors/port.ts';

/** Thrown when the order may not go on until somebody decides: the customer is on hold, a product was withdrawn. */
export class OrderBlocked extends Error {
  override readonly name = 'OrderBlocked';
  /** `customerOnHold` or `productWithdrawn`. */
  readonly reason: string;
  constructor(cause: string, message: string) {
    super(message);
    this.reason = cause;
  }
}

/** The first detail of a failure that may pass: what the next call should know. */
export interface Trouble {
  /** The attempt ended before anything could have been created. */
  nothingCreated?: true;
  /** How long the other side asked to be left alone. */
  retryAfterMs?: number;
}

/** Wraps what went wrong before the creating request went out, so that the next attempt knows there is no doubt. */
export class BeforeCreating extends Error {
  override readonly name = 'BeforeCreating';
  constructor(cause: unknown) {
    super('nothing was created', { cause });
  }
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
  if (error instanceof BeforeCreating) {
    const failure = failureOf(error.cause);
    if (failure instanceof ApplicationFailure && failure.nonRetryable) return failure;
    const known = failure instanceof ApplicationFailure ? (failure.details?.[0] as Trouble | undefined) : undefined;
    const trouble: Trouble = { ...known, nothingCreated: true };
    return ApplicationFailure.fromError(failure, { details: [trouble] });
  }
  if (error instanceof CreditRefused) return answer('CreditRefused', error, []);
  if (error instanceof OrderBlocked) return answer('OrderBlocked', error, [error.reason]);
  if (error instanceof VendorRefused) return answer('VendorRefused', error, [error.field, error.code]);
  if (error instanceof VendorMisconfigured) return answer('VendorMisconfigured', error, []);
  if (error instanceof VendorUncertain) {
    return ApplicationFailure.create({ type: 'VendorUncertain', message: error.message, cause: error });
  }
  if (error instanceof VendorUnavailable) {
    return ApplicationFailure.create({
      type: 'VendorUnavailable',
      message: error.message,
      cause: error,
      ...(error.retryAfter === undefined ? {} : waiting(error.retryAfter)),
    });
  }
  return error;
}

/** For the server's own retries, and for the workflow, to which the SDK (1.24) does not hand `nextRetryDelay` on. */
function waiting(retryAfterMs: number) {
  const trouble: Trouble = { retryAfterMs };
  return { nextRetryDelay: retryAfterMs, details: [trouble] };
}

/** A refusal is an answer, so it is not retried; and it is the workflow's business, not an alarm, so it is benign. */
function answer(type: string, error: Error, details: unknown[]): ApplicationFailure {
  return ApplicationFailure.create({
    type,
    message: error.message,
    details,
    nonRetryable: true,
    category: 'BENIGN',
    cause: error,
  });
}
