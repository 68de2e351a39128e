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
import type { OrderEnd } from '../contract/causes.ts';
import { isAdministratorDetails } from '../contract/details.ts';
import { problemsOfTerms } from '../contract/durations.ts';
import type { Actor, LiveOrder, Order } from '../contract/order.ts';
import * as steps from '../support/steps.ts';
import { type AdministratorKnown, askAdministrator, creditRefusedIn } from './administrator-wait.ts';
import { hold } from './hold.ts';
import { provision } from './provisioning.ts';
import { begin, type Run } from './run.ts';
import type { Waiting } from './waiting.ts';

/** How the forward part of the saga ended. */
type Outcome = { kind: 'completed' } | Ended;
type Ended = { kind: 'ended'; end: OrderEnd; by: Actor };

/**
 * The workflow. Its result is the order as it ended.
 * @param waiting set by an earlier run of the same order whose history had become long; see `administrator-wait.ts`.
 */
export async function orderSaga(order: Order, waiting?: Waiting): Promise<LiveOrder> {
  refuseNonsense(order);
  const run = begin(order, waiting);

  let stopped: unknown;
  const outcome = await carryOut(run, waiting).catch((error: unknown): Outcome => {
    if (isCancellation(error)) {
      stopped = error;
      return { kind: 'ended', end: { state: 'cancelled', cause: 'workflowCancelled' }, by: 'operator' };
    }
    // A failure that no phase expects is undone like any other; whatever else is thrown is a bug, and the task is
    // retried until the bug is mended.
    if (!(error instanceof TemporalFailure)) throw error;
    const reported = rootCause(error) ?? error.message;
    return { kind: 'ended', end: { state: 'failed', cause: 'unexpected', reported }, by: 'system' };
  });
  if (outcome.kind === 'ended') await CancellationScope.nonCancellable(() => end(run, outcome));
  await CancellationScope.nonCancellable(() => condition(allHandlersFinished));
  if (stopped !== undefined) throw stopped;
  return run.progress.live;
}

async function carryOut(run: Run, waiting: Waiting | undefined): Promise<Outcome> {
  const { order, progress, undo } = run;
  undo.onFailure({ kind: 'credit' }, () => steps.releaseCredit(run));

  const known = order.administrator.mode === 'email' ? await askAdministrator(run, waiting) : atHand(run);
  if (known.kind === 'ended') return known;
  progress.enter('pending');

  // The first mail's call has reserved it, unless an answer came before that had succeeded.
  const refused = progress.creditReserved ? undefined : await reserveCredit(run);
  if (refused) return refused;

  const provisioned = await provision(run, known.answer);
  switch (provisioned.kind) {
    case 'refused':
      return {
        kind: 'ended',
        end: { state: 'failed', cause: 'vendorRefused', refusal: provisioned.refusal },
        by: 'vendor',
      };
    case 'givenUp':
      return givenUp(run);
    case 'active':
      await complete(run, provisioned.lines);
      return { kind: 'completed' };
  }
}

function atHand({ inbox }: Run): AdministratorKnown {
  const { answer } = inbox;
  if (!answer) throw ApplicationFailure.nonRetryable('the order has no administrator', 'InvalidOrder');
  return { kind: 'answered', answer };
}

async function reserveCredit(run: Run): Promise<Ended | undefined> {
  try {
    await steps.reserveCredit(run);
    return undefined;
  } catch (error) {
    const end = creditRefusedIn(error);
    if (!end) throw error;
    return { kind: 'ended', end, by: 'system' };
  }
}

/** While it was held: by an operator's word, or by a cancellation. */
function givenUp({ inbox: { cancel } }: Run): Ended {
  return cancel
    ? { kind: 'ended', end: { state: 'cancelled', cause: 'requested' }, by: cancel.by }
    : { kind: 'ended', end: { state: 'failed', cause: 'givenUp' }, by: 'operator' };
}

/**
 * From here on the order is good: a cancellation comes too late, and what follows is retried until it is done. That there
 * is no other way from here is what lets the call be local: if its task is lost, it is made again.
 */
async function complete({ order, progress, undo }: Run, lines: { lineId: string; subscriptionId: string }[]) {
  for (const { lineId } of lines) undo.onFailure({ kind: 'billing', lineId }, () => steps.closeBilling(lineId));
  const late = () => {
    const since = new Date(Date.now()).toISOString();
    progress.enter('inProgress', { waitingOn: { who: 'operator', kind: 'completion', since } });
    progress.announce();
  };
  const tellAll = await CancellationScope.nonCancellable(() =>
    steps.completeOrder(
      { orderId: order.orderId, turn: progress.nextTurn(), lines, contacted: progress.contacted },
      late,
    ),
  );
  progress.enter('completed');
  progress.announce();
  await CancellationScope.nonCancellable(tellAll);
}

/** Undoes everything, then writes the end. What cannot be undone holds the order, with the leftovers named. */
async function end(run: Run, ended: Ended): Promise<void> {
  const { order, progress, undo } = run;
  progress.decide(ended.end);
  let leftovers = await undo.undoAll();
  while (leftovers.length > 0) {
    if ((await hold(run, { cause: 'leftovers', leftovers }, 'the undo did not succeed for days')) === 'giveUp') break;
    leftovers = await undo.undoAll();
  }
  progress.enter(ended.end.state, { cause: ended.end.cause });
  progress.announce();
  await steps.endOrder({
    orderId: order.orderId,
    turn: progress.nextPhase(),
    end: ended.end,
    leftovers,
    by: ended.by,
    lines: progress.live.lines.map(({ lineId, state }) => ({ lineId, state })),
    contacted: progress.contacted,
    answer: run.inbox.answer,
  });
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
