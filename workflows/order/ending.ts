/** Undoing: all of an order that ends otherwise than well, or single lines of one whose others are kept. */
import type { Leftover, OrderEnd } from '../contract/causes.ts';
import type { Actor } from '../contract/order.ts';
import * as steps from '../support/steps.ts';
import { hold } from './hold.ts';
import type { Run } from './run.ts';

/** An order that ends without having been carried out. */
export type Ended = { kind: 'ended'; end: OrderEnd; by: Actor };

/** Undoes everything, then writes the end. What cannot be undone holds the order, with the leftovers named. */
export async function end(run: Run, ended: Ended): Promise<void> {
  const { order, progress } = run;
  progress.decide(ended.end);
  const leftovers = await undone(run);
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

/**
 * Undoes everything, or what belongs to some lines. What cannot be undone for days holds the order, until it is, or until
 * an operator lets it be.
 * @returns what is left over.
 */
export async function undone(run: Run, lineIds?: readonly string[]): Promise<Leftover[]> {
  const { undo, progress } = run;
  const which = lineIds && ((removes: Leftover) => 'lineId' in removes && lineIds.includes(removes.lineId));
  for (;;) {
    beingUndone(run);
    const { leftovers, failures } = await undo.undo({ which, together: progress.rules >= 2 });
    if (leftovers.length === 0) return leftovers;
    const { action } = await hold(run, { cause: 'leftovers', leftovers }, failures.join('; '));
    if (action === 'giveUp') return leftovers;
  }
}

/** Of an order that is being undone, operators see so; of one that takes long, everybody does: see `removeSubscription`. */
function beingUndone({ progress, undo }: Run): void {
  if (progress.rules < 2 || !undo.has('subscription')) return;
  const cancelled = progress.end?.state === 'cancelled';
  const state = cancelled ? 'pendingCancellation' : progress.state === 'inquiring' ? 'inquiring' : 'inProgress';
  const since = new Date(Date.now()).toISOString();
  progress.enter(state, { waitingOn: { who: 'vendor', kind: 'removal', since } });
}
