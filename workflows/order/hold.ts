/** An order that cannot go on by itself waits for an operator. */
import { CancellationScope, condition } from '@temporalio/workflow';
import { call } from '../support/calls.ts';
import type { Inbox } from './inbox.ts';
import { Outgoing } from './outgoing.ts';
import type { Progress } from './progress.ts';

/** Why an order is held, in words that a reseller may read. */
const PLAIN_WORDS = {
  customerOnHold: 'the customer is on credit hold',
  productWithdrawn: 'a product of the order was withdrawn from the catalogue',
  vendorMisconfigured: 'the marketplace’s own access to the vendor must be mended',
  vendorUncertain: 'it must be found out at the vendor whether the subscription exists',
  vendorUnavailable: 'the vendor could not be reached for hours',
  leftovers: 'something that was created could not be removed',
} as const;

export interface Reason {
  cause: keyof typeof PLAIN_WORDS;
  /** The line it is about, if it is about one; its id is the external id at the vendor. */
  about?: string;
  /** For operators: what happened, as it was reported. */
  detail: string;
  /** What was left behind, by name. */
  leftovers?: string[];
}

/**
 * Holds the order until an operator resumes it. A cancellation is as good as giving up, unless the end is decided
 * already: then it has been heard, and what is left over still needs somebody.
 */
export async function hold(progress: Progress, inbox: Inbox, reason: Reason): Promise<'retry' | 'giveUp'> {
  const { cause, detail, leftovers = [] } = reason;
  progress.holds += 1;
  progress.openHolds += 1;
  const seen = inbox.resumed.length;
  const named = leftovers.length > 0 ? `: ${leftovers.join(', ')}` : '';
  const line = reason.about === undefined ? '' : ` (line ${reason.about})`;
  const waitingOn = {
    who: 'operator' as const,
    what: `${PLAIN_WORDS[cause]}${line}${named}`,
    since: new Date(Date.now()).toISOString(),
    then: 'an operator mends the cause and resumes the order, or gives it up',
  };
  progress.enter('held', { cause, waitingOn, detail });
  progress.announce();
  const input = { orderId: progress.order.orderId, hold: progress.holds, cause, detail, leftovers, waitingOn };
  // Beside the wait: a mail server that is down must not keep an operator from going on.
  const notice = new Outgoing<void>();
  notice.start(() =>
    call('holdOrder', input, { summary: `Record the hold: ${cause}`, first: 'durable', patience: 'always' }),
  );
  const cancelled = () => progress.decided === undefined && inbox.cancel !== undefined;
  try {
    await condition(() => inbox.resumed.length > seen || cancelled());
    return inbox.resumed[seen]?.action === 'retry' && !cancelled() ? 'retry' : 'giveUp';
  } finally {
    progress.openHolds -= 1;
    await CancellationScope.nonCancellable(() => notice.stop());
  }
}
