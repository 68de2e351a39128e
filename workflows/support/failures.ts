/** What a failed call says, read from whatever Temporal throws for it. */
import { ActivityFailure, ApplicationFailure } from '@temporalio/workflow';
import { type FailureType, type KnownFailure, NEEDS_HISTORY } from '../contract/failures.ts';

const TYPES: readonly string[] = [
  'CreditRefused',
  'OrderBlocked',
  'VendorRefused',
  'VendorMisconfigured',
  'VendorUncertain',
  'VendorUnavailable',
] satisfies FailureType[];

/** The failure that an activity threw on purpose, or `undefined` for a timeout and for anything unforeseen. */
export function knownFailureIn(error: unknown): KnownFailure | undefined {
  const thrown = thrownIn(error);
  if (!thrown?.type || !TYPES.includes(thrown.type)) return undefined;
  // What the type promises of the details, the activities keep; see `activities/failures.ts`.
  return { type: thrown.type, message: thrown.message, details: thrown.details ?? [] } as KnownFailure;
}

/** Whether a local first try has only said that it must not be local. */
export function needsHistory(error: unknown): boolean {
  return thrownIn(error)?.type === NEEDS_HISTORY;
}

/** Whether no retry will change the answer. */
export function isRefusal(error: unknown): boolean {
  return thrownIn(error)?.nonRetryable === true;
}

/** What the activity threw, or `undefined` for a timeout. A local activity throws it bare. */
export function thrownIn(error: unknown): ApplicationFailure | undefined {
  const inner = error instanceof ActivityFailure ? error.cause : error;
  return inner instanceof ApplicationFailure ? inner : undefined;
}
