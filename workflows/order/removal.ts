/** The undo of a line's subscription. */
import * as steps from '../support/steps.ts';
import { lookAgainLater } from './look-again.ts';
import type { Run } from './run.ts';

/** How to undo the creation of a line's subscription, whatever has become of it. */
export function removal(run: Run, step: steps.LineStep): () => Promise<void> {
  const { lineId } = step.line;
  return async () => {
    if (run.progress.rules < 2) {
      await steps.removeSubscription(run, step);
      run.progress.line(lineId, { state: 'terminated' });
      return;
    }
    let shown: Promise<void> | undefined;
    try {
      const certain = await steps.removeSubscription(run, step, () => {
        shown = showThatItTakesLong(run, lineId);
      });
      run.progress.line(lineId, { state: 'terminated' });
      if (!certain) await lookAgainLater(run, step);
    } finally {
      await shown;
    }
  };
}

/** What is removed at the first try is over before anybody could look. */
async function showThatItTakesLong({ order: { orderId }, progress }: Run, lineId: string): Promise<void> {
  progress.announce();
  const { state, waitingOn } = progress.live;
  const event = { kind: 'undoStarted' } as const;
  const turn = progress.nextTurn();
  const change = { orderId, turn, key: `undo:${lineId}:${turn}`, state, waitingOn, event, by: 'system' } as const;
  await steps.recordChange(change, 'Record that what was created is being removed');
}
