/** What a reseller can do to an order now. The workflow decides again when it counts; this decides what is offered. */
import type { StoredOrder } from '../../../store/store.ts';
import { unreachable } from '../../../workflows/contract/states.ts';

export interface Actions {
  /** Give the administrator's details instead of the customer. */
  provide: boolean;
  /** Send the request again, to the same or to another contact. */
  sendAgain: boolean;
  cancel: CancellationMeaning | false;
}

/**
 * What a cancellation will mean. `before`: nothing has been created, so the order ends at once; `provisioning`: the step in
 * hand ends first, then all is undone; `undo`: what was created is removed.
 */
export type CancellationMeaning = 'before' | 'provisioning' | 'undo';

export const NONE: Actions = { provide: false, sendAgain: false, cancel: false };

/** The rules are the workflow's (`workflows/order/inbox.ts`): questions are open until there is an answer. */
export function actionsOf(order: Pick<StoredOrder, 'state' | 'cause' | 'administratorMode' | 'answer'>): Actions {
  switch (order.state) {
    case 'acknowledged':
      // With the details at hand nothing is asked, and the order is on its way already.
      return order.administratorMode === 'email'
        ? { provide: true, sendAgain: false, cancel: 'before' }
        : { ...NONE, cancel: 'provisioning' };
    case 'inquiring':
      // Of an order that has an answer, the vendor has refused it, and may have created other lines.
      return { provide: true, sendAgain: true, cancel: order.answer === undefined ? 'before' : 'undo' };
    case 'pending':
    case 'inProgress':
      return { ...NONE, cancel: 'provisioning' };
    case 'held':
      // What is held for its leftovers is being undone already.
      return order.cause === 'leftovers' ? NONE : { ...NONE, cancel: 'undo' };
    case 'assessingCancellation':
    case 'pendingCancellation':
    case 'completed':
    case 'partial':
    case 'failed':
    case 'rejected':
    case 'cancelled':
    case 'expired':
      return NONE;
    default:
      return unreachable(order.state);
  }
}
