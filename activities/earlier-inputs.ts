/**
 * Inputs that workflows wrote before their parts were data, and that may still be in a history with the call to come. A
 * worker takes both; when no order of those releases waits any more, this file goes.
 */
import { endFrom, holdFrom, leftoverFrom } from '../workflows/contract/earlier.ts';
import type { Actor, LineView } from '../workflows/contract/order.ts';
import type { CompleteOrder, EndOrder, HoldOrder } from './record/outcomes.ts';

interface EarlierEnd {
  orderId: string;
  state: string;
  cause: string;
  detail?: string;
  leftovers: string[];
  by: Actor;
  lines: Pick<LineView, 'lineId' | 'state'>[];
  asked?: string;
}

interface EarlierHold {
  orderId: string;
  hold: number;
  cause: string;
  leftovers: string[];
  waitingOn: { what: string; since: string };
}

export function completionIn(input: CompleteOrder & { asked?: string }): CompleteOrder {
  return { ...input, contacted: input.contacted ?? input.asked };
}

export function endIn(input: EndOrder | EarlierEnd): EndOrder {
  if ('end' in input) return input;
  const { orderId, by, lines, asked: contacted } = input;
  const end = endFrom(input.state, input.cause, input.detail);
  return { orderId, end, leftovers: input.leftovers.map(leftoverFrom), by, lines, contacted };
}

export function holdIn(input: HoldOrder | EarlierHold): HoldOrder {
  if ('number' in input) return input;
  const { orderId, hold: number, cause, leftovers, waitingOn } = input;
  const hold = holdFrom(cause, waitingOn.what, leftovers.map(leftoverFrom));
  return { orderId, number, hold, since: waitingOn.since };
}

/**
 * Whether a line's subscription was in doubt for an earlier release, whose workers set no mark: the workflow said it, or a
 * worker that died told it with its last heartbeat.
 */
export function earlierDoubt(input: object, lastHeartbeat: unknown): boolean {
  return ('doubt' in input && input.doubt === true) || lastHeartbeat === 'creating';
}
