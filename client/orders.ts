/** The typed facade of the order saga, and the only code that uses Temporal's `WorkflowClient`. */
import type { AcceptedAnswer, AdministratorAnswer, CancelRequest, ExtendRequest, ResendRequest } from '../workflows/contract/messages.ts';
import type { LiveOrder } from '../workflows/contract/order.ts';
import type { OrderStateName } from '../workflows/contract/states.ts';
import type { NewOrder, PlaceResult } from '../store/store.ts';

/** What became of an answer. Only `accepted` changed anything. */
export type AnswerResult =
  | { kind: 'accepted' }
  /** Somebody else's answer, or another one of the same person, was first. */
  | { kind: 'alreadyAnswered'; accepted: AcceptedAnswer }
  /** A newer link exists. */
  | { kind: 'superseded' }
  | MessageRefusal;

/** What became of any other message to an order. */
export type MessageResult = { kind: 'accepted' } | MessageRefusal;

export type MessageRefusal =
  /** The order is in a state in which this message has no meaning (any more); terminal states included. */
  | { kind: 'notPossible'; state: OrderStateName; cause?: string }
  /** The message itself is malformed; `message` says how. */
  | { kind: 'invalid'; message: string }
  /** Temporal or the worker did not answer in time; the same call may be repeated safely. */
  | { kind: 'unavailable' };

export declare class OrderClient {
  /** Accepts an order: one database transaction, then the workflow is started, now or as soon as Temporal is back. */
  place(order: NewOrder): Promise<PlaceResult>;
  provideAdministrator(orderId: string, answer: AdministratorAnswer): Promise<AnswerResult>;
  resendInformationRequest(orderId: string, request: ResendRequest): Promise<MessageResult>;
  extendDeadline(orderId: string, request: ExtendRequest): Promise<MessageResult>;
  cancel(orderId: string, request: CancelRequest): Promise<MessageResult>;
  /** The order as its workflow sees it now (a query; needs a running worker). */
  live(orderId: string): Promise<LiveOrder | undefined>;
  /** Whether Temporal can be reached. */
  ping(): Promise<void>;
}
