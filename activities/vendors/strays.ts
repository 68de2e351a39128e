/** Subscriptions that were not made, or not learnt of, in the ordinary way: named by an operator, or found late. */
import { log } from '@temporalio/activity';
import type { AcceptedAnswer } from '../../workflows/contract/messages.ts';
import type { OrderLine } from '../../workflows/contract/order.ts';
import type { Deps, InTurn } from '../deps.ts';
import { Attempt } from './attempt.ts';
import type { VendorSubscription } from './port.ts';
import { referenceOf, type WatchLine } from './subscriptions.ts';

export interface AdoptLine extends InTurn {
  orderId: string;
  line: OrderLine;
  answer: AcceptedAnswer;
  /** The vendor's id. */
  subscriptionId: string;
}

export interface RemoveNamed extends WatchLine {
  subscriptionId: string;
}

/** Takes a subscription that exists at the vendor for a line's. */
export async function adoptSubscription(deps: Deps, input: AdoptLine): Promise<VendorSubscription> {
  const { line, answer, subscriptionId } = input;
  const attempt = new Attempt();
  try {
    const reference = referenceOf(line, answer.details.email);
    return await deps.vendors.get(line.source.vendor).adopt(reference, subscriptionId, attempt.signal);
  } finally {
    attempt.end();
  }
}

/** Removes a subscription that an operator has named, unless it is another line's. */
export async function removeNamedSubscription(deps: Deps, input: RemoveNamed): Promise<void> {
  const { orderId, line, subscriptionId } = input;
  log.info('removing a subscription that an operator has named', { orderId, lineId: line.lineId, subscriptionId });
  const reference = referenceOf(line, input.administratorEmail);
  const attempt = new Attempt();
  try {
    await deps.vendors.get(line.source.vendor).removeNamed(reference, subscriptionId, attempt.signal);
  } finally {
    attempt.end();
  }
}

/** Removes what stands under the key of a line that was given up, and says so in the order's timeline. */
export async function removeStrays(deps: Deps, input: WatchLine): Promise<void> {
  const { orderId, line } = input;
  const reference = referenceOf(line, input.administratorEmail);
  const attempt = new Attempt();
  try {
    const { removed, kept } = await deps.vendors.get(line.source.vendor).removeStrays(reference, attempt.signal);
    if (kept.length > 0) {
      // Which of two is to go, no rule says; the reconciliation reports it until somebody has looked.
      log.error('the vendor has more than one subscription of a line', { orderId, lineId: line.lineId, kept });
    }
    for (const subscriptionId of removed) {
      log.warn('the vendor had made a subscription late; it was removed', {
        orderId,
        lineId: line.lineId,
        subscriptionId,
      });
      await deps.record.noteStray(orderId, line.lineId, subscriptionId);
    }
  } finally {
    attempt.end();
  }
}
