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
import { isAdministratorDetails } from '../contract/details.ts';
import { problemsOfTerms } from '../contract/durations.ts';
import type { LiveOrder, Order } from '../contract/order.ts';
import * as steps from '../support/steps.ts';
import { type AdministratorKnown, askAdministrator, creditRefusedIn } from './administrator-wait.ts';
import { completed } from './completing.ts';
import { type Ended, end } from './ending.ts';
import { fulfil } from './fulfilment.ts';
import { begin, type Run } from './run.ts';
import type { Waiting } from './waiting.ts';

/** How the forward part of the saga ended. */
type Outcome = { kind: 'completed' } | Ended;

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

  const fulfilled = await fulfil(run, known.answer);
  if (fulfilled.kind === 'ended') return fulfilled;
  await completed(run, fulfilled);
  return { kind: 'completed' };
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
