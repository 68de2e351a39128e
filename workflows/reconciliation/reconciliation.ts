/** Compares vendors, record and ledger, in all directions; what each part does about a difference is in its activity. */
import { isCancellation, log, workflowInfo } from '@temporalio/workflow';
import { type ReconciliationInput, type ReconciliationSummary, SETTLED_AFTER } from '../contract/reconciliation.ts';
import * as calls from './calls.ts';

/** The workflow. A part that cannot be compared, such as a vendor that is away, keeps no other from it. */
export async function reconciliation(input: ReconciliationInput = {}): Promise<ReconciliationSummary> {
  const { settledAfter = SETTLED_AFTER } = input;
  const { runId } = workflowInfo();
  const { regions, unreachable } = await calls.beginReconciliation({ runId });
  const incomplete = unreachable.map(({ vendor, region }) => `${vendor}/${region}`);

  const lookedAt = { accounts: 0, lines: 0, orders: 0 };

  async function comparing(what: string, compare: () => Promise<void>): Promise<void> {
    try {
      await compare();
    } catch (error) {
      if (isCancellation(error)) throw error;
      log.error('a part of the reconciliation failed', { what, error: String(error) });
      incomplete.push(what);
    }
  }

  for (const at of regions) {
    await comparing(`${at.vendor}/${at.region}`, async () => {
      lookedAt.accounts += await calls.compareAccounts({ runId, ...at, settledAfter });
      // After the list, without which every line would be asked for by itself.
      lookedAt.lines += await calls.compareLines({ runId, ...at, settledAfter });
    });
  }
  await comparing('ledger', async () => {
    lookedAt.orders += await calls.compareLedger({ runId, settledAfter });
  });
  return calls.endReconciliation({ runId, ...lookedAt, incomplete });
}
