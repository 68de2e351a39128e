/** The calls that the reconciliation makes. */
import { ActivityCancellationType, proxyActivities } from '@temporalio/workflow';
import type { ReconciliationActivities } from '../../activities/reconciliation/activities.ts';

const retry = { initialInterval: '10 seconds', backoffCoefficient: 2, maximumInterval: '10 minutes' } as const;

/** Writes a row or two. */
export const { beginReconciliation, endReconciliation } = proxyActivities<ReconciliationActivities>({
  startToCloseTimeout: '1 minute',
  retry,
});

/**
 * Goes through everything there is, as long as that takes, and says by heartbeats how far it has come. A vendor that is away
 * for longer than the patience lasts is left out of this run.
 */
export const { compareAccounts, compareLines, compareLedger } = proxyActivities<ReconciliationActivities>({
  scheduleToCloseTimeout: '12 hours',
  heartbeatTimeout: '1 minute',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry,
});
