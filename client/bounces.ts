/** A mail that came back, as the order's workflow is told of it. */
import { defineSignal, defineUpdate } from '@temporalio/workflow';
import type { MessageDefinition } from '../workflows/contract/definitions.ts';

/** A mail of the information request that will never arrive. */
export interface BounceReport {
  /** The revision of the link in the mail. */
  revision: number;
  /** Which mail of the order it was, counted from 1. */
  number: number;
  /** Why, as an RFC 3463 code such as `5.1.1`. */
  status: string;
}

export const reportBounce: MessageDefinition<BounceReport> = {
  update: defineUpdate('reportBounce'),
  signal: defineSignal('reportBounce'),
};
