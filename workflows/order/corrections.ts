/** What of a vendor's refusals can be corrected, and by whom. */

import type { RequestMail, SentRequest } from '../../activities/index.ts';
import type { FailedLine } from '../contract/causes.ts';
import { DETAILS_RULES } from '../contract/details.ts';
import type { VendorRefusal } from '../contract/failures.ts';
import type { WaitingOn } from '../contract/order.ts';
import * as steps from '../support/steps.ts';
import type { Run } from './run.ts';

/** How often whoever gave the details is asked to correct them, before an operator is. */
export const MOST_CORRECTIONS = 3;

/** Whether a field of the administrator's details is to blame, so that another value may be taken. */
export function isCorrectable({ field }: VendorRefusal): boolean {
  return Object.hasOwn(DETAILS_RULES, field);
}

/** Which lines can be had with other details, and what is wrong with these; each field once. */
export function correctionsIn(failed: readonly FailedLine[]): { lineIds: string[]; refusals: VendorRefusal[] } {
  const lineIds: string[] = [];
  const refusals = new Map<string, VendorRefusal>();
  for (const line of failed) {
    if (line.cause !== 'vendorRefused' || !isCorrectable(line.refusal)) continue;
    lineIds.push(line.lineId);
    if (!refusals.has(line.refusal.field)) refusals.set(line.refusal.field, line.refusal);
  }
  return { lineIds, refusals: [...refusals.values()] };
}

/** One question for other details, to whoever gave those that were refused. */
export class Correction {
  readonly #run: Run;
  readonly refusals: VendorRefusal[];
  /** Whom it is put to; a resend puts it to the customer. */
  of: 'customer' | 'reseller';
  /** Counted from 1. */
  readonly #round: number;
  readonly #since = new Date(Date.now()).toISOString();
  #recorded = false;

  constructor(run: Run, refusals: VendorRefusal[], of: 'customer' | 'reseller', round: number) {
    this.#run = run;
    this.refusals = refusals;
    this.of = of;
    this.#round = round;
  }

  /** @param deadline epoch milliseconds */
  waitUntil(deadline: number): WaitingOn {
    const until = new Date(deadline).toISOString();
    const { refusals: corrections } = this;
    const since = this.#since;
    return this.of === 'customer'
      ? { who: 'customer', kind: 'administratorDetails', since, until, corrections }
      : { who: 'reseller', kind: 'correction', since, until, corrections };
  }

  /** Writes down what was refused, then asks. @param mail what the customer is sent, if it is the customer who is asked */
  async ask(deadline: number, mail: () => RequestMail): Promise<SentRequest | undefined> {
    const { order, progress } = this.#run;
    const { orderId } = order;
    if (!this.#recorded) {
      await steps.recordChange(
        {
          orderId,
          turn: progress.nextTurn(),
          key: `correction:${this.#round}`,
          state: 'inquiring',
          waitingOn: this.waitUntil(deadline),
          event: { kind: 'correctionAsked', of: this.of, corrections: this.refusals },
          by: 'vendor',
        },
        'Record what the vendor refused',
      );
      this.#recorded = true;
    }
    if (this.of === 'customer') return steps.sendRequest(mail());
    await steps.tellCorrection(orderId, this.#round, new Date(deadline).toISOString(), this.refusals);
    return undefined;
  }
}
