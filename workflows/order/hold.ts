/** An order that cannot go on by itself waits for an operator. */
import { CancellationScope, condition } from '@temporalio/workflow';
import type { Hold } from '../contract/causes.ts';
import * as steps from '../support/steps.ts';
import { Outgoing } from './outgoing.ts';
import type { Run } from './run.ts';

/**
 * Holds the order until an operator resumes it. A cancellation is as good as giving up, unless the end is decided
 * already: then it has been heard, and what is left over still needs somebody.
 * @param reported what happened, in the words of whoever reported it; for operators only.
 */
export async function hold(run: Run, why: Hold, reported: string): Promise<'retry' | 'giveUp'> {
  const { order, progress, inbox } = run;
  progress.holds += 1;
  progress.openHolds += 1;
  const seen = inbox.resumed.length;
  const since = new Date(Date.now()).toISOString();
  progress.enter('held', {
    cause: why.cause,
    waitingOn: { who: 'operator', kind: 'decision', hold: why, since },
    reported,
  });
  progress.announce();
  const number = progress.holds;
  // Beside the wait: a mail server that is down must not keep an operator from going on.
  const notice = new Outgoing<void>();
  const turn = progress.nextTurn();
  notice.start(() => steps.holdOrder({ orderId: order.orderId, turn, number, hold: why, since, answer: inbox.answer }));
  const cancelled = () => progress.end === undefined && inbox.cancel !== undefined;
  try {
    await condition(() => inbox.resumed.length > seen || cancelled());
    return inbox.resumed[seen]?.action === 'retry' && !cancelled() ? 'retry' : 'giveUp';
  } finally {
    progress.openHolds -= 1;
    await CancellationScope.nonCancellable(() => notice.stop());
  }
}
