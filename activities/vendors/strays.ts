/** Subscriptions that were not made, or not learnt of, in the ordinary way: named by an operator, or found late. */
import { log } from '@temporalio/activity';
import type { AcceptedAnswer } from '../../workflows/contract/messages.ts';
import type { OrderLine } from '../../workflows/contract/order.ts';
import type { Deps, InTurn } from '../deps.ts';
import type { VendorSubscription } from './port.ts';
import { atVendor, type WatchLine } from './subscriptions.ts';

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

/** Takes a subscription that exists at the vendor for a line's. From here on the vendor may have something of the line. */
export async function adoptSubscription(deps: Deps, input: AdoptLine): Promise<VendorSubscription> {
  const { line, answer, subscriptionId } = input;
  await deps.record.creationSent(line.lineId);
  return atVendor(deps, { line, administratorEmail: answer.details.email }, (vendor, reference, signal) =>
    vendor.adopt(reference, subscriptionId, signal),
  );
}

/** Removes a subscription that an operator has named, unless it is another line's. */
export async function removeNamedSubscription(deps: Deps, input: RemoveNamed): Promise<void> {
  const { orderId, line, subscriptionId } = input;
  log.info('removing a subscription that an operator has named', { orderId, lineId: line.lineId, subscriptionId });
  await atVendor(deps, input, (vendor, reference, signal) => vendor.removeNamed(reference, subscriptionId, signal));
}

/** Removes what stands under the key of a line that was given up, and says so in the order's timeline. */
export async function removeStrays(deps: Deps, input: WatchLine): Promise<void> {
  const { orderId, line } = input;
  const { lineId } = line;
  await atVendor(deps, input, async (vendor, reference, signal) => {
    const { removed, kept } = await vendor.removeStrays(reference, signal);
    // Which of two is to go, no rule says.
    if (kept.length > 0) log.error('the vendor has more than one subscription of a line', { orderId, lineId, kept });
    for (const subscriptionId of removed) {
      log.warn('the vendor had made a subscription late; it was removed', { orderId, lineId, subscriptionId });
      await deps.record.noteStray(orderId, lineId, subscriptionId);
    }
  });
}
