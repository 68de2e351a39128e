/** An order that cannot go on by itself waits for an operator. */
import { CancellationScope, condition } from '@temporalio/workflow';
import type { Hold } from '../contract/causes.ts';
import { milliseconds } from '../contract/durations.ts';
import type { OrderEvent } from '../contract/events.ts';
import type { ResumeAction, ResumeRequest } from '../contract/messages.ts';
import type { Actor } from '../contract/order.ts';
import * as steps from '../support/steps.ts';
import { Outgoing } from './outgoing.ts';
import type { Run } from './run.ts';

/** What is to become of a held order. `subscriptionId` is that to adopt or remove. */
export interface HoldDecision {
  action: ResumeAction;
  subscriptionId?: string;
}

const GIVE_UP: HoldDecision = { action: 'giveUp' };

/**
 * Holds the order until an operator decides. A cancellation is as good as giving up, unless the end is decided already: then
 * it has been heard, and what is left over still needs somebody.
 * @param reported what happened, in the words of whoever reported it; for operators only.
 * @param pointless whether nothing that an operator could say would change anything any more.
 */
export async function hold(
  run: Run,
  why: Hold,
  reported: string,
  pointless: () => boolean = () => false,
): Promise<HoldDecision> {
  const { order, progress, inbox } = run;
  progress.holds += 1;
  const seen = inbox.resumed.length;
  const since = new Date(Date.now()).toISOString();
  const waitingOn = { who: 'operator', kind: 'decision', hold: why, since } as const;
  const close = progress.openHold(why, { cause: why.cause, waitingOn, reported });
  progress.announce();
  const number = progress.holds;
  // Beside the wait: a mail server that is down must not keep an operator from going on.
  const notice = new Outgoing<void>();
  const turn = progress.nextTurn();
  notice.start(() => steps.holdOrder({ orderId: order.orderId, turn, number, hold: why, since, answer: inbox.answer }));
  const operators = new Outgoing<void>();
  const remind = (reminder: number) => {
    // A mailbox that puts mail off has the last one to take yet.
    if (operators.busy && !operators.settled) return;
    operators.start(() => steps.tellOperators(order.orderId, { number, hold: why, since, reminder }));
  };

  const decision = () => inbox.resumed.slice(seen).find(({ lineId }) => isOf(why, lineId));
  const moot = () => pointless() || (progress.end === undefined && inbox.cancel !== undefined);
  const over = () => decision() !== undefined || moot();
  try {
    const inTime = await waited(run, over, remind);
    const decided = moot() ? undefined : decision();
    if (progress.rules < 2) return decided?.action === 'retry' ? decided : GIVE_UP;
    if (!decided && inTime) return GIVE_UP;
    close();
    progress.goOn();
    await (decided
      ? record(run, number, resolvedBy(decided), decided.by)
      : record(run, number, { kind: 'holdExpired' }, 'system'));
    return decided ?? GIVE_UP;
  } finally {
    close();
    await CancellationScope.nonCancellable(async () => {
      await notice.stop();
      await operators.stop();
    });
  }
}

/** Tells operators, and again each time that the order's terms say. @returns whether `over` came before the hold's end. */
async function waited({ order }: Run, over: () => boolean, remind: (reminder: number) => void): Promise<boolean> {
  const { holds } = order;
  if (!holds) {
    await condition(over);
    return true;
  }
  const every = milliseconds(holds.reminder);
  const end = holds.end === undefined ? Number.POSITIVE_INFINITY : Date.now() + milliseconds(holds.end);
  for (let reminder = 0; ; reminder++) {
    remind(reminder);
    if (await condition(over, Math.max(1, Math.min(every, end - Date.now())))) return true;
    if (Date.now() >= end) return false;
  }
}

function isOf(hold: Hold, lineId: string | undefined): boolean {
  return lineId === undefined || ('lineId' in hold && hold.lineId === lineId);
}

function resolvedBy({ action, operator, reason, subscriptionId }: ResumeRequest): OrderEvent {
  return { kind: 'holdResolved', action, operator, reason, subscriptionId };
}

/** Who decided what stands in the record before anything is done about it. */
async function record({ order, progress }: Run, number: number, event: OrderEvent, by: Actor): Promise<void> {
  const { orderId } = order;
  const { state, cause, waitingOn = null } = progress.live;
  const change = { orderId, turn: progress.nextTurn(), key: `resolved:${number}`, state, cause, waitingOn, event, by };
  await CancellationScope.nonCancellable(() => steps.recordChange(change, 'Record what was decided'));
}
