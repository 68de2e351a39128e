/** What each mail is about: the same for every language. */
import type { Hold, OrderEnd } from '../../../workflows/contract/causes.ts';
import type { RequestKind } from '../../../workflows/contract/events.ts';
import type { VendorRefusal } from '../../../workflows/contract/failures.ts';
import type { OrderBrief } from '../../../workflows/contract/record.ts';
import type { Letter } from './letter.ts';

/** Asks the customer's contact who is to administer the subscription. */
export interface InformationRequest {
  brief: OrderBrief;
  /** The link, absolute. */
  url: string;
  /** ISO 8601 instant after which the link no longer works. */
  until: string;
  /** Which mail of the order this is, counted from 1. */
  number: number;
  /** `resend` and `correction` come with a new link that revokes the one before; with any other, earlier links stay good. */
  kind: RequestKind;
  /** What the vendor refused of the answer before, which is to be corrected. */
  corrections?: readonly VendorRefusal[];
}

type RequestWord = Exclude<RequestKind, 'correction'>;

/** One language's words for an information request: those of a first question, and those of one for a correction. */
export interface RequestWords {
  /** `first` is the mail that asks, and the others are about it. */
  title: Record<RequestWord, string>;
  /** What is special about the mail, after what it is about. */
  thisTime: Partial<Record<RequestWord, string>>;
  action: string;
  /** What happens if nobody answers. */
  end: string;
}

export type Audience = 'reseller' | 'customer';

/** The order is done. */
export interface OrderCompleted {
  brief: OrderBrief;
  to: Audience;
  /** Ids of the lines that could not be set up: the order is done in part. Absent or empty: all of it is. */
  failedLines?: readonly string[];
}

/** The order ended without a subscription; everything has been undone. */
export interface OrderEnded {
  brief: OrderBrief;
  end: OrderEnd;
  to: Audience;
}

/** The order cannot go on by itself; goes to the reseller. */
export interface OrderHeld {
  brief: OrderBrief;
  hold: Hold;
}

/** The customer's contact got no mail, and the reseller is to name somebody else; goes to the reseller. */
export interface ContactUnreachable {
  brief: OrderBrief;
  /** The address that no mail could be delivered to. */
  contacted: string;
  /** ISO 8601 instant at which the order ends if nobody answers. */
  until: string;
  /** The order's page in the control panel, absolute. */
  url: string;
}

/** The vendor refused fields of the details that the reseller gave; goes to the reseller. */
export interface CorrectionNeeded {
  brief: OrderBrief;
  /** Absent in calls of earlier releases. */
  corrections?: readonly VendorRefusal[];
  /** ISO 8601 instant at which the order ends if nobody answers. */
  until: string;
  /** The order's page in the control panel, absolute. */
  url: string;
}

/** The order waits for an operator's decision; goes to the operators. */
export interface OperatorsAsked {
  brief: OrderBrief;
  hold: Hold;
  /** ISO 8601 instant. */
  since: string;
  /** Whether they were told before. */
  again: boolean;
  workflowId: string;
}

/** One language: a folder beside this file, and a line in `index.ts`. */
export interface Words {
  contactUnreachable(data: ContactUnreachable): Letter;
  correctionNeeded(data: CorrectionNeeded): Letter;
  informationRequest(data: InformationRequest): Letter;
  orderCompleted(data: OrderCompleted): Letter;
  orderEnded(data: OrderEnded): Letter;
  orderHeld(data: OrderHeld): Letter;
}
