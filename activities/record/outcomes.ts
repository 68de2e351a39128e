/** The ends of an order, and its holds: the record is written and those concerned are told. */
import type { FailedLine, Hold, Leftover, OrderEnd } from '../../workflows/contract/causes.ts';
import type { AcceptedAnswer } from '../../workflows/contract/messages.ts';
import type { Actor, LineView } from '../../workflows/contract/order.ts';
import { beforeEffect } from '../deadline.ts';
import type { Deps, InTurn } from '../deps.ts';
import { type Notice, sendNotice } from '../email/notices.ts';
import { write } from './changes.ts';

/**
 * `separate`: the workflow makes a call of its own of each notice, so that a mailbox that puts mail off for weeks keeps
 * neither the others from being told nor the workflow from ending. Absent: they are sent here, as earlier releases have it
 * in their histories.
 */
interface Notices {
  notices?: 'separate';
}

/** `notTold`: the notices are for the workflow to send. */
export type Told = 'notTold' | undefined;

export interface CompleteOrder extends InTurn, Notices {
  orderId: string;
  lines: { lineId: string; subscriptionId: string }[];
  /** Lines that could not be had: the order is done in part. What of them may have been there, has been removed. */
  failed?: FailedLine[];
  /** The address to which the last information request went; absent: the customer's admin contact is told. */
  contacted?: string;
}

/** An end other than completion; the undo has been done before. */
export interface EndOrder extends InTurn, Notices {
  orderId: string;
  end: OrderEnd;
  /** What could not be undone. */
  leftovers: Leftover[];
  by: Actor;
  lines: Pick<LineView, 'lineId' | 'state'>[];
  /** The address to which the last information request went, and which so is told; absent if nobody was asked. */
  contacted?: string;
  /** The accepted answer, if there was one. */
  answer?: AcceptedAnswer;
}

export interface HoldOrder extends InTurn, Notices {
  orderId: string;
  /** Counted from 1 within the order. */
  number: number;
  hold: Hold;
  /** ISO 8601 instant. */
  since: string;
  /** The accepted answer, which the record may not have yet. */
  answer?: AcceptedAnswer;
}

/**
 * Opens billing for every line that is active, gives back the credit of those that could not be had, writes the final
 * record, and tells reseller and customer.
 */
export async function completeOrder(deps: Deps, input: CompleteOrder): Promise<Told> {
  const { orderId, contacted, failed = [] } = input;
  for (const line of input.lines) {
    beforeEffect();
    await deps.billing.openBilling(line.lineId);
  }
  const [worst] = failed;
  if (worst) {
    beforeEffect();
    await deps.billing.releaseCredit(orderId);
  }
  beforeEffect();
  await write(deps, {
    orderId,
    turn: input.turn,
    key: 'completed',
    ...(worst ? { state: 'partial', cause: worst.cause } : { state: 'completed' }),
    waitingOn: null,
    lines: [
      ...input.lines.map((line) => ({ ...line, state: 'active' as const })),
      ...failed.map(({ lineId }) => ({ lineId, state: 'terminated' as const })),
    ],
    event: worst ? { kind: 'orderCompletedInPart', failed } : { kind: 'orderCompleted' },
    by: 'system',
  });
  const inPart = worst && { failedLines: failed.map(({ lineId }) => lineId) };
  return tell(deps, input, [
    { kind: 'orderCompleted', to: 'reseller', ...inPart },
    { kind: 'orderCompleted', to: 'customer', contacted, ...inPart },
  ]);
}

export async function endOrder(deps: Deps, input: EndOrder): Promise<Told> {
  const { orderId, end, leftovers, contacted } = input;
  beforeEffect();
  await write(deps, {
    orderId,
    turn: input.turn,
    key: 'ended',
    state: end.state,
    cause: end.cause,
    waitingOn: null,
    lines: input.lines,
    answer: input.answer,
    event: { kind: 'orderEnded', end, leftovers },
    by: input.by,
  });
  return tell(deps, input, [
    { kind: 'orderEnded', to: 'reseller', end },
    ...(contacted === undefined ? [] : [{ kind: 'orderEnded' as const, to: 'customer' as const, end, contacted }]),
  ]);
}

export async function holdOrder(deps: Deps, input: HoldOrder): Promise<Told> {
  const { orderId, number, hold, since } = input;
  beforeEffect();
  await write(deps, {
    orderId,
    turn: input.turn,
    key: `held:${number}`,
    state: 'held',
    cause: hold.cause,
    waitingOn: { who: 'operator', kind: 'decision', hold, since },
    answer: input.answer,
    event: { kind: 'orderHeld', hold },
    by: 'system',
  });
  return tell(deps, input, [{ kind: 'orderHeld', number, hold }]);
}

async function tell(deps: Deps, input: Notices & { orderId: string }, all: Notice[]): Promise<Told> {
  if (input.notices === 'separate') return 'notTold';
  for (const notice of all) await sendNotice(deps, { orderId: input.orderId, notice });
  return undefined;
}
