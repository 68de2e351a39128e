/** Telling those concerned: part of the call that ends or holds an order, and calls of their own if that does not succeed. */
import { isCancellation, log } from '@temporalio/workflow';
import type { Notice, Told } from '../../activities/index.ts';
import { call } from './calls.ts';

/**
 * The long call's input. The first try writes the record and tells everybody, which is one event; if it fails, record and
 * notices part: a mailbox that puts mail off for weeks keeps neither the others from being told nor the order from ending.
 */
export function apartFromNotices<I extends object>(input: I): () => I {
  return () => ({ ...input, notices: 'separate' });
}

/**
 * Tells those concerned, side by side, unless the call has done it.
 * @param told what the call answered: earlier releases answered nothing, since they had told everybody.
 */
export async function tellAll(orderId: string, told: Told, notices: readonly Notice[]): Promise<void> {
  if (told === 'notTold') await Promise.all(notices.map((notice) => tell(orderId, notice)));
}

/** Tells one, for days at the most. @throws CancelledFailure */
export async function tell(orderId: string, notice: Notice): Promise<void> {
  const whom = 'to' in notice ? notice.to : 'reseller';
  try {
    const summary = `Tell the ${whom}: ${notice.kind}`;
    await call('sendNotice', { orderId, notice }, { summary, first: 'durable', patience: 'days' });
  } catch (error) {
    if (isCancellation(error)) throw error;
    log.warn('a notice could not be sent for days', { notice: notice.kind, whom });
  }
}
