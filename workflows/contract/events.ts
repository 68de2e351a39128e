/**
 * What happens to an order, as its timeline keeps it: data without personal data and without words. Pages, mails and the
 * API make their own words of it, each by a match that the compiler checks.
 */
import type { FailedLine, Hold, Leftover, OrderEnd } from './causes.ts';
import type { VendorRefusal } from './failures.ts';
import type { ResumeAction } from './messages.ts';

/** Which mail of an information request it is. */
export type RequestKind = 'first' | 'reminder' | 'resend' | 'extended' | 'correction';

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
  /** The vendor refused fields of the details; whoever gave them is asked again. */
  | { kind: 'correctionAsked'; of: 'customer' | 'reseller'; corrections: VendorRefusal[] }
  | { kind: 'orderHeld'; hold: Hold }
  /** `operator` and `reason` as they were given. */
  | { kind: 'holdResolved'; action: ResumeAction; operator?: string; reason?: string; subscriptionId?: string }
  /** Nobody decided about a hold in the time that it has. */
  | { kind: 'holdExpired' }
  /** While it was being provisioned: the step in hand ends first. */
  | { kind: 'cancellationAsked' }
  /** What has been created is being removed. */
  | { kind: 'undoStarted' }
  | { kind: 'orderCompleted' }
  /** Its other lines are active. */
  | { kind: 'orderCompletedInPart'; failed: FailedLine[] }
  /** Found at the vendor after the order had given the line up. */
  | { kind: 'orphanRemoved'; lineId: string }
  | { kind: 'orderEnded'; end: OrderEnd; leftovers: Leftover[] }
  /** From before events were data: the English sentence that was kept then. */
  | { kind: 'recorded'; text: string };
