/** One order on its way: what every phase of the saga works with. */
import type { Order } from '../contract/order.ts';
import { UndoStack } from '../support/undo.ts';
import { type Inbox, listen } from './inbox.ts';
import { Progress } from './progress.ts';

export interface Run {
  readonly order: Order;
  readonly progress: Progress;
  readonly inbox: Inbox;
  readonly undo: UndoStack;
}

/** Called before the first await: it sets every handler. */
export function begin(order: Order): Run {
  const progress = new Progress(order);
  return { order, progress, inbox: listen(progress), undo: new UndoStack() };
}
