/**
 * Looking at the vendor again, later. A creating request may take effect long after everybody has given it up: at a vendor
 * that is slow, or from a worker that was frozen at the very moment of sending. So whatever was in doubt is looked at again
 * after a minute, an hour and a day, in a workflow of its own that outlives the order's.
 */
import { log, ParentClosePolicy, sleep, startChild } from '@temporalio/workflow';
import type { WatchLine } from '../../activities/index.ts';
import { LOOK_AGAIN, lookAgainIdOf } from '../contract/names.ts';
import * as steps from '../support/steps.ts';
import type { Run } from './run.ts';

/** From one look to the next. */
const LOOKS = ['1 minute', '59 minutes', '23 hours'] as const;

/** The workflow. It removes what stands under the line's key and is not the line's; the activity knows by which rule. */
export async function lookAgain(line: WatchLine): Promise<void> {
  for (const after of LOOKS) {
    await sleep(after, { summary: 'Next look at the vendor' });
    try {
      await steps.removeStrays(line);
    } catch (error) {
      log.error('the vendor could not be looked at for days', { lineId: line.line.lineId, error: String(error) });
    }
  }
}

/** Starts the looks for a line, beside whatever becomes of its order. */
export async function lookAgainLater({ order: { orderId }, progress }: Run, step: steps.LineStep): Promise<void> {
  const { lineId } = step.line;
  try {
    await startChild<(line: WatchLine) => Promise<void>>(LOOK_AGAIN, {
      workflowId: lookAgainIdOf(lineId, progress.nextTurn()),
      args: [{ orderId, ...step }],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      staticSummary: `Looks for what the vendor may have made late for ${lineId}`,
    });
  } catch (error) {
    // The id carries a turn of the order, so the same order has started it before its workflow was set back.
    if ((error as Error).name !== 'WorkflowExecutionAlreadyStartedError') throw error;
  }
}
