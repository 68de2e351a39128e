import type { LiveOrder, Order } from '../contract/order.ts';
import type { ProgressSoFar } from './progress.ts';
import type { Heard } from './receiving.ts';
import type { MailsSoFar } from './request-mails.ts';

/** An order that waits for its customer, as one run of the workflow hands it on to the next. */
export interface Waiting {
  progress: ProgressSoFar;
  heard: Heard;
  mails: MailsSoFar;
  /** Epoch milliseconds of those to come. */
  reminders: number[];
}

/** The workflow: see `order-saga.ts`. */
export type OrderSaga = (order: Order, waiting?: Waiting) => Promise<LiveOrder>;
