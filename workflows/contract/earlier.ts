/**
 * What earlier releases wrote in English sentences, read as the data that it is now: rows of the record, and inputs of calls
 * that are in histories. Nothing here is loaded by workflow code. It goes when no such row or history is left.
 */
import type { Hold, Leftover, LineHoldCause, OrderEnd } from './causes.ts';
import type { OrderEvent, RequestKind } from './events.ts';
import type { WaitingOn } from './order.ts';

export function leftoverFrom(name: string): Leftover {
  const subscription = /^subscription of line (\S+) \((\S+)\) at (\S+)$/.exec(name);
  if (subscription) {
    const [, lineId = '', productId = '', vendor = ''] = subscription;
    return { kind: 'subscription', lineId, productId, vendor };
  }
  const billing = /^billing of line (\S+)$/.exec(name);
  return billing ? { kind: 'billing', lineId: billing[1] ?? '' } : { kind: 'credit' };
}

const LINE_HOLDS: readonly string[] = [
  'customerOnHold',
  'productWithdrawn',
  'vendorMisconfigured',
  'vendorUncertain',
  'vendorUnavailable',
] satisfies LineHoldCause[];

const isLineHold = (cause: string): cause is LineHoldCause => LINE_HOLDS.includes(cause);

/** @param what the wait's words, which end in the line or in the leftovers. */
export function holdFrom(cause: string, what: string, leftovers = leftoversIn(what)): Hold {
  if (!isLineHold(cause)) return { cause: 'leftovers', leftovers };
  return { cause, lineId: /\(line (\S+)\)$/.exec(what)?.[1] ?? '' };
}

function leftoversIn(text: string): Leftover[] {
  const named = /could not be (?:removed|undone): (.*)$/s.exec(text)?.[1];
  return named === undefined ? [] : named.split(', ').map(leftoverFrom);
}

/** The end of an order whose state and cause are known. */
export function endFrom(state: string, cause: string, detail?: string): OrderEnd {
  switch (cause) {
    case 'customerNoResponse':
    case 'undeliverable':
      return { state: 'expired', cause };
    case 'requested':
    case 'workflowCancelled':
      return { state: 'cancelled', cause };
    case 'creditRefused':
      return { state: 'rejected', cause };
    case 'vendorRefused':
      return detail === undefined
        ? { state: 'failed', cause }
        : { state: 'failed', cause, refusal: { field: 'order', code: 'other', said: detail } };
    case 'givenUp':
      return { state: 'failed', cause };
    default:
      return { state: 'failed', cause: 'unexpected', reported: detail ?? state };
  }
}

/** A wait as it was kept, with its words; one that is data already stays as it is. */
export type EarlierWait = { who: WaitingOn['who']; what: string; since: string; until?: string } | WaitingOn;

export function waitFrom(wait: EarlierWait, cause = ''): WaitingOn {
  if ('kind' in wait) return wait;
  const { who, what, since, until } = wait;
  switch (who) {
    case 'customer':
      return { who, kind: 'administratorDetails', since, until };
    case 'reseller':
      return { who, kind: 'otherContact', since, until };
    case 'mailServer':
      return { who, kind: 'firstMail', since, until };
    case 'vendor':
      return { who, kind: what.includes('active') ? 'activation' : 'creation', since, until };
    case 'operator':
      return { who, kind: 'decision', hold: holdFrom(cause, what), since, until };
  }
}

/** A row of the timeline as it was kept; `order` is the order as it stands. */
export interface EarlierEvent {
  key: string;
  what: string;
  order: { state: string; cause: string | null };
}

/** `undefined` for a sentence that no release wrote under such a key, and for one that says what the data could not. */
export function eventFrom({ key, what, order }: EarlierEvent): OrderEvent | undefined {
  const [name, first = '', second] = key.split(':');
  switch (name) {
    case 'store':
      return { kind: 'orderAccepted' };
    case 'request':
      return first === 'late' ? { kind: 'mailServerAway' } : requestFrom(what, Number(first), second);
    case 'provisioning':
      return { kind: 'provisioningStarted', lineId: first };
    case 'late':
      return { kind: 'vendorLate', lineId: first };
    case 'activating':
      return { kind: 'activationAwaited', lineId: first };
    case 'held':
      return { kind: 'orderHeld', hold: holdFrom(heldBecause(what), what) };
    case 'completed':
      return { kind: 'orderCompleted' };
    case 'ended':
      return endedFrom(what, order.state, order.cause ?? '');
    default:
      return undefined;
  }
}

const MAILS: Readonly<Record<string, RequestKind>> = {
  'The customer was asked for the administrator’s details by e-mail': 'first',
  'The customer was reminded': 'reminder',
  'The request was sent again; the earlier link no longer works': 'resend',
  'The customer was given more time': 'extended',
};

function requestFrom(what: string, revision: number, number: string | undefined): OrderEvent | undefined {
  const mail = MAILS[what];
  if (mail) return { kind: 'informationRequestSent', mail, revision };
  // Which of the later mails was refused, the sentence did not say.
  return number === '1' ? { kind: 'informationRequestRefused', mail: 'first', revision } : undefined;
}

function endedFrom(what: string, state: string, cause: string): OrderEvent | undefined {
  const detail = detailIn(what);
  // The amounts are in the sentence only.
  if (cause === 'creditRefused' && detail !== undefined) return undefined;
  return { kind: 'orderEnded', end: endFrom(state, cause, detail), leftovers: leftoversIn(what) };
}

/** Words of a hold that only one cause had. */
const BECAUSE: readonly (readonly [words: string, cause: LineHoldCause])[] = [
  ['on credit hold', 'customerOnHold'],
  ['withdrawn from the catalogue', 'productWithdrawn'],
  ['access to the vendor must be mended', 'vendorMisconfigured'],
  ['whether the subscription exists', 'vendorUncertain'],
  ['could not be reached for hours', 'vendorUnavailable'],
];

function heldBecause(what: string): string {
  return BECAUSE.find(([words]) => what.includes(words))?.[1] ?? 'leftovers';
}

/** What stands between the first words and what was said of the undo. */
function detailIn(what: string): string | undefined {
  const told = /^The order (?:failed|was rejected): (.*)$/s.exec(what)?.[1];
  return told?.replace(/; (?:these could not be undone: .*|everything was undone, and .*)$/s, '');
}
