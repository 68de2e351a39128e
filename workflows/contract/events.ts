/**
 * What happens to an order, as its timeline keeps it: data without personal data and without words. Pages, mails and the
 * API make their own words of it, each by a match that the compiler checks.
 */
import type { Hold, Leftover, OrderEnd } from './causes.ts';

/** Which mail of an information request it is. */
export type RequestKind = 'first' | 'reminder' | 'resend' | 'extended';

export type OrderEvent =
  | { kind: 'orderAccepted' }
  /** The customer's contact was written to; the link is of `revision`. */
  | { kind: 'informationRequestSent'; mail: RequestKind; revision: number }
  /** The contact's mail server refused the mail for good. */
  | { kind: 'informationRequestRefused'; mail: RequestKind; revision: number }
  /** The first mail could not be handed over yet. */
  | { kind: 'mailServerAway' }
  | { kind: 'provisioningStarted'; lineId: string }
  /** The vendor did not answer as it should. */
  | { kind: 'vendorLate'; lineId: string }
  /** The subscription exists and is not active yet. */
  | { kind: 'activationAwaited'; lineId: string }
  | { kind: 'orderHeld'; hold: Hold }
  | { kind: 'orderCompleted' }
  | { kind: 'orderEnded'; end: OrderEnd; leftovers: Leftover[] }
  /** From before events were data: the English sentence that was kept then. */
  | { kind: 'recorded'; text: string };
