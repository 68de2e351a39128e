/** What an order is, from Buy on. Everything here is plain data: it crosses process borders as JSON. */
import type { Hold, OrderCause } from './causes.ts';
import type { VendorRefusal } from './failures.ts';
import type { OrderStateName } from './states.ts';

/** The person who will administer the subscription at the vendor. */
export interface AdministratorDetails {
  firstName: string;
  lastName: string;
  email: string;
  /** E.164, for example `+4930123456`. */
  phone?: string;
  companyName?: string;
  /** ISO 3166-1 alpha-2, upper case. */
  country?: string;
  /** BCP 47, for example `de` or `en-GB`. */
  language?: string;
}

/** Where and as what the vendor sells a line's product; frozen at Buy, so a later catalogue change cannot move it. */
export interface VendorProduct {
  /** Which adapter: a key of the vendor registry. */
  vendor: string;
  /** The vendor's own id of the product. */
  vendorProductId: string;
  /** The vendor's data centre; ids of one are unknown to another. */
  region: string;
}

/** One line of an order. Its `lineId` is the idempotency key of everything done for it. */
export interface OrderLine {
  lineId: string;
  productId: string;
  /** Seats. */
  quantity: number;
  source: VendorProduct;
}

/** Which line of its order this is, from 1: a line's id is its order's id, a hyphen and this number. */
export function ordinalOf(lineId: string): number {
  return Number(lineId.slice(lineId.lastIndexOf('-') + 1));
}

/** How the administrator's details come: with the order, or asked for by e-mail. */
export type AdministratorSource = { mode: 'provided'; details: AdministratorDetails } | { mode: 'email' };

/** Deadline and reminders of an information request, as ISO 8601 durations counted from the first mail. */
export interface InformationRequestTerms {
  deadline: string;
  reminders: string[];
}

/** What becomes of an order's other lines when one cannot be provisioned: they are kept, or everything is undone. */
export type LineFailurePolicy = 'keepOthers' | 'undoAll';

export const LINE_FAILURE_POLICIES = ['keepOthers', 'undoAll'] as const satisfies LineFailurePolicy[];

/** What a buyer gets who says nothing about it. */
export const DEFAULT_LINE_FAILURE: LineFailurePolicy = 'keepOthers';

/** How long a hold lasts, as ISO 8601 durations counted from its beginning. */
export interface HoldTerms {
  /** How often operators are reminded. */
  reminder: string;
  /** When the order is given up for lack of a word; absent: never. */
  end?: string;
}

export const DEFAULT_HOLDS: HoldTerms = { reminder: 'P7D' };

/**
 * By which rules the workflow of a new order goes. It is raised when the workflow would do something else than before, and
 * is part of its input: so a history says by itself which code it was made by, and an order ends by the rules it began with.
 * 1 (absent): no corrections, no partial orders, no cancelling once provisioning has begun.
 */
export const RULES = 2;

/** The input of the order workflow. */
export interface Order {
  orderId: string;
  resellerId: string;
  customerId: string;
  lines: OrderLine[];
  administrator: AdministratorSource;
  informationRequest: InformationRequestTerms;
  /** See {@link RULES}. */
  rules?: number;
  /** Absent: everything is undone. */
  lineFailure?: LineFailurePolicy;
  /** Absent: operators are told once. */
  holds?: HoldTerms;
}

/** How many lines a cart and an order may have. */
export const MOST_LINES = 50;

/** How many seats a line may have. */
export const MOST_SEATS = 1_000_000;

/** Unless the order says otherwise: reminders after 2, 5 and 9 days, and 14 days in all. */
export const DEFAULT_INFORMATION_REQUEST: InformationRequestTerms = {
  deadline: 'P14D',
  reminders: ['P2D', 'P5D', 'P9D'],
};

/** TM Forum subscription states. */
export type SubscriptionState = 'draft' | 'processing' | 'active' | 'suspended' | 'terminating' | 'terminated';

/**
 * Whom an order waits on, and for what. `since` and `until` are ISO 8601 instants; `until` is absent where the wait has no
 * end of its own. At the end of a wait for the customer, the reseller or the first mail the order expires.
 * `corrections` is what the vendor refused of an earlier answer.
 */
export type WaitingOn = {
  since: string;
  until?: string;
} & (
  | { who: 'customer'; kind: 'administratorDetails'; corrections?: VendorRefusal[] }
  /** The vendor refused what the reseller gave. */
  | { who: 'reseller'; kind: 'correction'; corrections: VendorRefusal[] }
  /** The mail server refused the address; somebody else must be asked, or the details given. */
  | { who: 'reseller'; kind: 'otherContact' }
  | { who: 'mailServer'; kind: 'firstMail' }
  | { who: 'vendor'; kind: 'creation' | 'activation' }
  /** The order is being cancelled, and the call that is under way has to end first. */
  | { who: 'vendor'; kind: 'stepInHand' }
  /** The order is being undone. */
  | { who: 'vendor'; kind: 'removal' }
  | { who: 'operator'; kind: 'decision'; hold: Hold }
  /** Everything is provisioned; what is left is ours and is tried again and again. */
  | { who: 'operator'; kind: 'completion' }
);

/** Who did something to an order. */
export type Actor = 'customer' | 'reseller' | 'operator' | 'vendor' | 'system';

/** One line as seen from outside. */
export interface LineView {
  lineId: string;
  productId: string;
  quantity: number;
  state: SubscriptionState;
  /** The vendor's id, once known. */
  subscriptionId?: string;
}

/** An order as the query `getOrder` answers it. */
export interface LiveOrder {
  orderId: string;
  state: OrderStateName;
  /** Why a terminal or held order is where it is. */
  cause?: OrderCause;
  waitingOn?: WaitingOn;
  lines: LineView[];
  /** The revision of the current link; 0 before the first mail. */
  revision: number;
}

/** What an information request waits for: the answer, or another contact where the mail server refused this one. */
export function waitAfter(
  sent: { sentAt: string; until: string; refused?: string },
  corrections?: VendorRefusal[],
): WaitingOn {
  const { sentAt: since, until, refused } = sent;
  return refused === undefined
    ? { who: 'customer', kind: 'administratorDetails', since, until, ...(corrections && { corrections }) }
    : { who: 'reseller', kind: 'otherContact', since, until };
}
