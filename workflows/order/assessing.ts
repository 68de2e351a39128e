/** A cancellation that comes while the order is being provisioned. */
import { CancellationScope, condition, isCancellation } from '@temporalio/workflow';
import * as steps from '../support/steps.ts';
import type { Run } from './run.ts';

/**
 * Does something that a cancellation of the order stops: calls that are tried again and again are not tried any more, holds
 * are over, and the call that is under way ends first, since its outcome decides what is to be undone. `body` sees it as a
 * cancelled scope. Orders of rules 1 take no cancellation here.
 */
export async function untilCancelled<T>(run: Run, body: () => Promise<T>): Promise<T> {
  const { inbox, progress } = run;
  if (progress.rules < 2) return body();
  const scope = new CancellationScope();
  let over = false;
  const running = scope.run(body).finally(() => {
    over = true;
  });
  const assessed = condition(() => over || inbox.cancel !== undefined)
    .then(() => {
      if (over) return undefined;
      scope.cancel();
      return assess(run);
    })
    .catch((error: unknown) => {
      // The workflow itself is cancelled, and with it the scope.
      if (!isCancellation(error)) throw error;
    });
  try {
    return await running;
  } finally {
    await assessed;
  }
}

/** Says so, for whoever looks: what is in hand may take a while. */
async function assess({ order, progress, inbox: { cancel } }: Run): Promise<void> {
  const waitingOn = { who: 'vendor', kind: 'stepInHand', since: new Date(Date.now()).toISOString() } as const;
  const state = 'assessingCancellation';
  progress.enter(state, { waitingOn });
  progress.announce();
  const { orderId } = order;
  const turn = progress.nextTurn();
  const event = { kind: 'cancellationAsked' } as const;
  const change = { orderId, turn, key: 'assessing', state, waitingOn, event, by: cancel?.by ?? 'operator' } as const;
  await CancellationScope.nonCancellable(() =>
    steps.recordChange(change, 'Record that the order is to be cancelled once the step in hand has ended'),
  );
}
