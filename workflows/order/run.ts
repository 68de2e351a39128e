/** One order on its way: what every phase of the saga works with. */
import type { Order } from '../contract/order.ts';
import { UndoStack } from '../support/undo.ts';
import { type Inbox, listen } from './inbox.ts';
import { Progress } from './progress.ts';
import type { MailsBefore } from './request-mails.ts';
import type { Waiting } from './waiting.ts';

export interface Run {
  readonly order: Order;
  readonly progress: Progress;
  readonly inbox: Inbox;
  readonly undo: UndoStack;
  /** How the customer was asked so far; a correction is asked for in the same way. */
  mails?: MailsBefore;
}

/** Called before the first await: it sets every handler. */
export function begin(order: Order, waiting?: Waiting): Run {
  const progress = new Progress(order, waiting?.progress);
  return { order, progress, inbox: listen(progress, waiting?.heard), undo: new UndoStack() };
}
