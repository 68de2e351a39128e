/** An order that cannot go on by itself waits for an operator. */
import { condition } from '@temporalio/workflow';
import { call } from '../support/calls.ts';
import type { Inbox } from './inbox.ts';
import type { Progress } from './progress.ts';

export interface Reason {
  /** A stable code, such as `vendorUncertain`. */
  cause: string;
  /** For people: what happened. */
  detail: string;
  /** What was left behind, by name. */
  leftovers?: string[];
}

/**
 * Holds the order until an operator resumes it. A cancellation is as good as giving up, unless the end is decided
 * already: then it has been heard, and what is left over still needs somebody.
 */
export async function hold(progress: Progress, inbox: Inbox, reason: Reason): Promise<'retry' | 'giveUp'> {
  progress.holds += 1;
  const seen = inbox.resumed.length;
  const leftovers = reason.leftovers ?? [];
  const waitingOn = {
    who: 'operator' as const,
    what: leftovers.length > 0 ? `${reason.detail}; left over: ${leftovers.join(', ')}` : reason.detail,
    since: new Date(Date.now()).toISOString(),
    then: 'an operator mends the cause and resumes the order, or gives it up',
  };
  progress.enter('held', { cause: reason.cause, waitingOn });
  progress.announce();
  await call(
    'holdOrder',
    {
      orderId: progress.order.orderId,
      hold: progress.holds,
      cause: reason.cause,
      detail: reason.detail,
      leftovers,
      waitingOn,
    },
    { summary: `Record the hold: ${reason.cause}`, first: 'durable', patience: 'always' },
  );
  const cancelled = () => progress.decided === undefined && inbox.cancel !== undefined;
  await condition(() => inbox.resumed.length > seen || cancelled());
  return inbox.resumed[seen]?.action === 'retry' && !cancelled() ? 'retry' : 'giveUp';
}
