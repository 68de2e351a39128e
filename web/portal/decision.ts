/** What a link's holder is to see, decided from the link and the record; the workflow decides again when it counts. */
import type { InformationRequestRow, StoredOrder } from '../../store/store.ts';
import { type OrderStateName, unreachable } from '../../workflows/contract/states.ts';
import type { LinkVerdict } from '../site/links.ts';

export type Standing =
  /** The question is open. */
  | 'open'
  /** Somebody has answered, and the order goes on. */
  | 'answered'
  | 'completed'
  /** Completed, but for some of what was ordered. */
  | 'partial'
  /** The deadline passed without an answer. */
  | 'expired'
  /** A newer link exists. */
  | 'superseded'
  | 'cancelled'
  /** The order ended without success for another reason. */
  | 'ended';

export interface Decision {
  standing: Standing;
  /** Until when the question is open; an extension granted since the mail counts. */
  until?: string;
  /** Whether the holder may see what was ordered; the holder of a revoked link may be the wrong person altogether. */
  current: boolean;
  /** Whether the holder may see accepted details: only through the newest link, only until it expires, and none that were refused. */
  trusted: boolean;
}

/** `newest` is the order's newest information request, if the record has one yet. */
export function decide(
  link: Exclude<LinkVerdict, { kind: 'broken' }>,
  order: StoredOrder,
  newest: InformationRequestRow | undefined,
  now: number,
): Decision {
  const old = newest !== undefined && (newest.revision > link.claims.revision || isUsed(newest, order));
  const until = deadlineOf(link, order, newest);
  const inTime = link.kind === 'valid' || Date.parse(until) > now;
  const trusted = !old && inTime && !asksReseller(order);
  return { standing: standingOf(order, old, inTime), until, current: !old, trusted };
}

/** Its question has been answered, and the one that is asked now has a link of its own, which may be on its way yet. */
function isUsed(newest: InformationRequestRow, order: StoredOrder): boolean {
  return newest.state === 'accepted' && order.state === 'inquiring' && !asksReseller(order);
}

/** The vendor has refused what the reseller gave, and nobody else is asked. */
function asksReseller({ waitingOn }: StoredOrder): boolean {
  return waitingOn?.kind === 'correction';
}

/** An end is told through every link; anything else, and the question itself, through the newest one only. */
function standingOf(order: StoredOrder, old: boolean, inTime: boolean): Standing {
  const standing = standingIn(order.state);
  if (standing === 'cancelled' || standing === 'expired' || standing === 'ended') return standing;
  if (old) return 'superseded';
  if (asksReseller(order)) return 'answered';
  return standing === 'open' && !inTime ? 'expired' : standing;
}

/** What a state means to the holder of the newest link, before the deadline. */
export function standingIn(state: OrderStateName): Exclude<Standing, 'superseded'> {
  switch (state) {
    case 'acknowledged':
    case 'inquiring':
      return 'open';
    case 'pending':
    case 'inProgress':
    case 'held':
    case 'assessingCancellation':
      return 'answered';
    case 'completed':
    case 'partial':
      return state;
    case 'cancelled':
    case 'pendingCancellation':
      return 'cancelled';
    case 'expired':
      return 'expired';
    case 'failed':
    case 'rejected':
      return 'ended';
    default:
      return unreachable(state);
  }
}

/** The record's deadline goes before the link's, since it follows an extension and the link cannot. */
function deadlineOf(
  link: Exclude<LinkVerdict, { kind: 'broken' }>,
  order: StoredOrder,
  newest: InformationRequestRow | undefined,
): string {
  if (order.waitingOn?.who === 'customer' && order.waitingOn.until !== undefined) return order.waitingOn.until;
  return newest?.revision === link.claims.revision ? newest.until : link.claims.expires;
}
