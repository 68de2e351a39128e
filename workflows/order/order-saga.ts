/** An order, from the accepted purchase to active subscriptions, or to a clean end. */
import {
  ApplicationFailure,
  allHandlersFinished,
  CancellationScope,
  condition,
  isCancellation,
  rootCause,
  TemporalFailure,
} from '@temporalio/workflow';
import type { EndOrder } from '../../activities/index.ts';
import { isAdministratorDetails } from '../contract/details.ts';
import { problemsOfTerms } from '../contract/durations.ts';
import type { Actor, LiveOrder, Order } from '../contract/order.ts';
import { call, refusalOf } from '../support/calls.ts';
import { UndoStack } from '../support/undo.ts';
import { type Asked, askAdministrator } from './administrator-wait.ts';
import { hold } from './hold.ts';
import { type Inbox, listen } from './inbox.ts';
import { Progress } from './progress.ts';
import { provision } from './provisioning.ts';

/** How the forward part of the saga ended. */
type Outcome =
  | { kind: 'completed' }
  | { kind: 'ended'; state: EndOrder['state']; cause: string; detail?: string; by: Actor };

/** The workflow. Its result is the order as it ended. */
export async function orderSaga(order: Order): Promise<LiveOrder> {
  refuseNonsense(order);
  const progress = new Progress(order);
  const inbox = listen(progress);
  const undo = new UndoStack();

  let stopped: unknown;
  const outcome = await carryOut(order, progress, inbox, undo).catch((error: unknown): Outcome => {
    if (isCancellation(error)) {
      progress.decide('cancelled', 'workflowCancelled');
      stopped = error;
      return { kind: 'ended', state: 'cancelled', cause: 'workflowCancelled', by: 'operator' };
    }
    // A failure that no phase expects is undone like any other; whatever else is thrown is a bug, and the task is
    // retried until the bug is mended.
    if (!(error instanceof TemporalFailure)) throw error;
    const detail = rootCause(error) ?? error.message;
    return { kind: 'ended', state: 'failed', cause: 'unexpected', detail, by: 'system' };
  });
  if (outcome.kind === 'ended') await CancellationScope.nonCancellable(() => end(outcome, progress, inbox, undo));
  await CancellationScope.nonCancellable(() => condition(allHandlersFinished));
  if (stopped !== undefined) throw stopped;
  return progress.live;
}

async function carryOut(order: Order, progress: Progress, inbox: Inbox, undo: UndoStack): Promise<Outcome> {
  const { orderId } = order;
  undo.onFailure('reserved credit', () =>
    call('releaseCredit', { orderId }, { summary: 'Release the reserved credit', first: 'durable', patience: 'days' }),
  );
  const asked = order.administrator.mode === 'email' ? await askAdministrator(order, progress, inbox) : atHand(inbox);
  if (asked.kind !== 'answered') return endOf(asked);
  progress.enter('pending');
  if (!asked.credit) {
    const refused = await reserveCredit(orderId);
    if (refused) return { kind: 'ended', state: 'rejected', cause: 'creditRefused', detail: refused, by: 'system' };
  }

  const provisioned = await provision(order, asked.answer, progress, inbox, undo);
  if (provisioned.kind === 'givenUp') {
    const { cancel } = inbox;
    return cancel
      ? { kind: 'ended', state: 'cancelled', cause: 'requested', by: cancel.by }
      : { kind: 'ended', state: 'failed', cause: 'givenUp', by: 'operator' };
  }
  if (provisioned.kind === 'failed') return { ...provisioned, kind: 'ended', state: 'failed', by: 'vendor' };

  for (const { lineId } of provisioned.lines) {
    undo.onFailure(`billing of line ${lineId}`, () =>
      call(
        'closeBilling',
        { lineId },
        { summary: `Close the billing of ${lineId}`, first: 'durable', patience: 'days' },
      ),
    );
  }
  // From here on the order is good: a cancellation comes too late, and what follows is retried until it is done. That
  // there is no other way from here is what lets this call be local: if its task is lost, it is made again.
  await CancellationScope.nonCancellable(() =>
    call(
      'completeOrder',
      {
        orderId,
        lines: provisioned.lines,
        ...(progress.asked === undefined ? {} : { asked: progress.asked }),
      },
      {
        summary: 'Open billing, write the record, tell reseller and customer',
        first: 'local',
        patience: 'always',
        onTrouble: () => completionIsLate(progress),
      },
    ),
  );
  progress.enter('completed');
  progress.announce();
  return { kind: 'completed' };
}

function completionIsLate(progress: Progress): void {
  progress.enter('inProgress', {
    waitingOn: {
      who: 'operator',
      what: 'billing, record and mails to be done (see the pending activity)',
      since: new Date(Date.now()).toISOString(),
      then: 'it is tried again and again; the subscription is active already',
    },
  });
  progress.announce();
}

function atHand(inbox: Inbox): Asked {
  const { answer } = inbox;
  if (!answer) throw ApplicationFailure.nonRetryable('the order has no administrator', 'InvalidOrder');
  return { kind: 'answered', answer, credit: false };
}

/** @returns the reason if the credit does not suffice. */
async function reserveCredit(orderId: string): Promise<string | undefined> {
  try {
    await call('openOrder', { orderId }, { summary: 'Reserve the credit', first: 'local', patience: 'always' });
    return undefined;
  } catch (error) {
    const refused = refusalOf(error);
    if (refused?.type !== 'CreditRefused') throw error;
    return refused.message;
  }
}

function endOf(asked: Exclude<Asked, { kind: 'answered' }>): Outcome {
  switch (asked.kind) {
    case 'expired':
      return { kind: 'ended', state: 'expired', cause: asked.cause, by: 'system' };
    case 'cancelled':
      return { kind: 'ended', state: 'cancelled', cause: 'requested', by: asked.request.by };
    case 'rejected':
      return { kind: 'ended', state: 'rejected', cause: asked.cause, detail: asked.detail, by: 'system' };
  }
}

/** Undoes everything, then writes the end. What cannot be undone holds the order, with the leftovers named. */
async function end(
  outcome: Outcome & { kind: 'ended' },
  progress: Progress,
  inbox: Inbox,
  undo: UndoStack,
): Promise<void> {
  const { state, cause, detail, by } = outcome;
  progress.decide(state, cause);
  let leftovers = await undo.undoAll();
  while (leftovers.length > 0) {
    const reason = { cause: 'leftovers', detail: 'the undo did not succeed for days', leftovers } as const;
    if ((await hold(progress, inbox, reason)) === 'giveUp') break;
    leftovers = await undo.undoAll();
  }
  progress.enter(state, { cause });
  progress.announce();
  await call(
    'endOrder',
    {
      orderId: progress.order.orderId,
      state,
      cause,
      ...(detail === undefined ? {} : { detail }),
      leftovers,
      by,
      lines: progress.live.lines.map(({ lineId, state: lineState }) => ({ lineId, state: lineState })),
      ...(progress.asked === undefined ? {} : { asked: progress.asked }),
    },
    { summary: `Record the end and tell those concerned: ${state}`, first: 'durable', patience: 'always' },
  );
}

/** An order that was not started by the client could be anything; failing at once is right while nothing has happened. */
function refuseNonsense(order: Order): void {
  const lines = Array.isArray(order?.lines) ? order.lines : [];
  const sound =
    typeof order?.orderId === 'string' &&
    lines.length > 0 &&
    lines.every((line) => typeof line?.lineId === 'string' && typeof line.source?.vendor === 'string') &&
    (order.administrator?.mode === 'provided' || order.administrator?.mode === 'email') &&
    (order.administrator.mode === 'email' || isAdministratorDetails(order.administrator.details)) &&
    Array.isArray(order.informationRequest?.reminders) &&
    problemsOfTerms(order.informationRequest).length === 0;
  if (!sound) throw ApplicationFailure.nonRetryable('the input is not an order', 'InvalidOrder');
}
