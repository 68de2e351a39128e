/** The order's record in PostgreSQL, as data: what activities write, and what mails and checks read. */
import type { OrderCause } from './causes.ts';
import type { OrderEvent } from './events.ts';
import type { AcceptedAnswer, Recipient } from './messages.ts';
import type { Actor, LineView, WaitingOn } from './order.ts';
import type { OrderStateName } from './states.ts';

/** One change of an order's record, applied in one transaction. */
export interface RecordChange {
  orderId: string;
  /**
   * Which of the order's steps makes the change. Only the workflow raises it, so a step that outlived its time is
   * recognised by a number that is lower than the record's. Absent in calls of earlier releases: never late.
   */
  turn?: number;
  /** What makes a repeat of the same change recognisable: the event is written once for each key. */
  key: string;
  state: OrderStateName;
  cause?: OrderCause;
  /** `null` ends a wait; absent leaves it as it is. */
  waitingOn?: WaitingOn | null;
  lines?: Pick<LineView, 'lineId' | 'state' | 'subscriptionId'>[];
  /** The accepted administrator details; written once, never replaced. */
  answer?: AcceptedAnswer;
  /** What the timeline keeps. */
  event: OrderEvent;
  by: Actor;
}

/** What became of a {@link RecordChange}. */
export type Applied =
  | 'applied'
  /** Its key was seen before; nothing was changed. */
  | 'repeated'
  /** A later step has written already: only what it says of its lines was written, and nothing without such. */
  | 'late'
  /** The state may not follow the present one; nothing was changed. */
  | 'forbidden';

/**
 * The order as mails and checks need it: frozen at Buy, but for `adminContact`, the reseller's language and `checks`,
 * which are read now.
 */
export interface OrderBrief {
  orderId: string;
  /** `language` as BCP 47, if it is known: how to write to the reseller. */
  reseller: { id: string; name: string; email: string; language?: string };
  customer: { id: string; name: string };
  /** The customer account's admin contact at this moment, not the one at Buy. */
  adminContact: Recipient;
  lines: {
    lineId: string;
    productId: string;
    productName: string;
    quantity: number;
    /** Whether a creating request has ever left for the vendor; from then on something may exist under the line's key. */
    creationSent?: boolean;
  }[];
  purchaseOrderNumber?: string;
  checks: { customerOnHold: boolean; withdrawnProducts: string[] };
}

/** A link that was sent. */
export interface SentLink {
  orderId: string;
  revision: number;
  /** Whose it is. */
  to: Recipient;
  /** When it ends, as an ISO 8601 instant. */
  until: string;
  /** As in {@link RecordChange}. */
  turn?: number;
}

/** The state of an information request (a link): one row for each revision. */
export type InformationRequestState =
  | 'issued'
  | 'sent'
  | 'opened'
  | 'answered'
  | 'accepted'
  | 'bounced'
  | 'superseded'
  | 'revoked'
  | 'expired';
