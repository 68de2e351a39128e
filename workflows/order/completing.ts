/** The good end: billing, record and mails, for every line or for those that could be provisioned. */
import { CancellationScope } from '@temporalio/workflow';
import type { FailedLine } from '../contract/causes.ts';
import * as steps from '../support/steps.ts';
import type { ActiveLine } from './provisioning.ts';
import type { Run } from './run.ts';

/** What has been provisioned. */
export interface Fulfilled {
  kind: 'fulfilled';
  lines: ActiveLine[];
  /** Empty: the whole order. */
  failed: FailedLine[];
}

/**
 * From here on the order is good: a cancellation comes too late, and what follows is retried until it is done. That there
 * is no other way from here is what lets the call be local: if its task is lost, it is made again.
 */
export async function completed({ order, progress, undo }: Run, { lines, failed }: Fulfilled): Promise<void> {
  progress.good = true;
  for (const { lineId } of lines) undo.onFailure({ kind: 'billing', lineId }, () => steps.closeBilling(lineId));
  const late = () => {
    const since = new Date(Date.now()).toISOString();
    progress.enter('inProgress', { waitingOn: { who: 'operator', kind: 'completion', since } });
    progress.announce();
  };
  const input = { orderId: order.orderId, turn: progress.nextTurn(), lines, contacted: progress.contacted };
  const tellAll = await CancellationScope.nonCancellable(() =>
    steps.completeOrder(failed.length > 0 ? { ...input, failed } : input, late),
  );
  const [worst] = failed;
  if (worst) progress.enter('partial', { cause: worst.cause });
  else progress.enter('completed');
  progress.announce();
  await CancellationScope.nonCancellable(tellAll);
}
