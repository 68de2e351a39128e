/**
 * Compares the orders that have not ended with their workflows, slowly and again and again. What is safe by rule is put
 * right, and everything else is reported and left alone; see `docs/runbook.md`.
 */
import type { Finding, OpenOrder, Reconciliation, WorkerStore } from '../store/store.ts';
import { lookAgainAndAgain } from './looking.ts';
import type { OrderClient } from './orders.ts';
import type { WorkflowState, Workflows } from './workflow-states.ts';

export interface ReconcilerOptions {
  reconciliation: Reconciliation;
  worker: Pick<WorkerStore, 'releaseCredit' | 'apply'>;
  client: Pick<OrderClient, 'ping'>;
  workflows: Workflows;
  /** Told of what is found, when it is found first and when something is done about it. */
  onFinding: (finding: Finding) => void;
  /** Told of each failure; the order's turn comes again. */
  onError: (error: unknown, orderId?: string) => void;
  /** Milliseconds from a look that found no order to the next. */
  intervalMs?: number;
  /** Milliseconds from one batch to the next. */
  pauseMs?: number;
  /** For how long a workflow must have been away before anything is done about it. */
  patienceMs?: number;
}

type Trouble = Exclude<WorkflowState, { kind: 'running' }>;

/** Of the round, and of what was found before; one list of Temporal answers for both. */
const BATCH = 100;

/**
 * Looks at a batch a second while there is something to look at. Any number of reconcilers may run at once: none gets
 * the orders of another. Call the answer to stop; it resolves once the batch in hand has ended.
 */
export function runReconciler(options: ReconcilerOptions): () => Promise<void> {
  const { intervalMs = 60_000, pauseMs = 1000, onError } = options;
  return lookAgainAndAgain(async (stopped) => {
    try {
      return (await reconcileBatch(options, stopped)) > 0 ? pauseMs : intervalMs;
    } catch (error) {
      onError(error);
      return intervalMs;
    }
  });
}

/**
 * One look, which ends early once `stopped` says so. Answers how many orders were taken.
 * @throws if database or Temporal cannot be reached
 */
export async function reconcileBatch(options: ReconcilerOptions, stopped = () => false): Promise<number> {
  const { reconciliation, client, workflows, onError, patienceMs = 10 * 60_000 } = options;
  // While Temporal is away no order is taken, since its turn would be over.
  await client.ping();
  const again = await reconciliation.toLookAtAgain(BATCH, patienceMs);
  const orders = [...again, ...(await reconciliation.nextOfRound(BATCH))];
  const running = await workflows.running(orders.map((order) => order.orderId));
  for (const order of orders) {
    if (stopped()) break;
    if (running.has(order.orderId)) continue;
    try {
      const workflow = await workflows.stateOf(order.orderId);
      if (workflow.kind === 'running') running.add(order.orderId);
      else await deal(options, order, workflow, patienceMs);
    } catch (error) {
      onError(error, order.orderId);
    }
  }
  await reconciliation.settle([...running]);
  return orders.length;
}

/**
 * A workflow that is away may be on its way back (an operator resets it, Temporal is being restored), and a call of it
 * may still be under way. So the first look only reports, and a later one acts if nothing has changed.
 */
async function deal(
  { reconciliation, worker, onFinding }: ReconcilerOptions,
  order: OpenOrder,
  workflow: Trouble,
  patienceMs: number,
): Promise<void> {
  const { orderId, state, startedAt, sentLines } = order;
  const ended = workflow.kind === 'completed' ? workflow.ended : undefined;
  const finding: Finding = { orderId, kind: workflow.kind, details: { state, sentLines, ended } };
  const { isNew, hasLasted } = await reconciliation.report(finding, { startedAt, patienceMs });
  const told = (done: Finding['details']['done']) => onFinding({ ...finding, details: { ...finding.details, done } });
  if (isNew) told(undefined);
  // Whatever may be at the vendor is an operator's to decide.
  if (!hasLasted || sentLines.length > 0) return;
  switch (workflow.kind) {
    case 'gone':
      if (await reconciliation.acceptAgain(order)) told('startedAgain');
      return;
    // Somebody wanted the order to stop, so it is not started again.
    case 'terminated':
    case 'timedOut':
      await end(worker, order, workflow.kind);
      await reconciliation.settle([orderId], 'ended');
      told('ended');
      return;
    // The workflow has decided and the record does not say so: which of them is right, no rule tells.
    case 'completed':
    case 'failed':
    case 'cancelled':
      return;
  }
}

/** The credit first: once the record has ended, nobody looks at the order again. */
async function end(
  worker: ReconcilerOptions['worker'],
  { orderId }: OpenOrder,
  kind: 'terminated' | 'timedOut',
): Promise<void> {
  await worker.releaseCredit(orderId);
  const reported = kind === 'terminated' ? 'the workflow was terminated' : 'the workflow timed out';
  const applied = await worker.apply({
    orderId,
    key: 'ended',
    state: 'failed',
    cause: 'unexpected',
    waitingOn: null,
    event: { kind: 'orderEnded', end: { state: 'failed', cause: 'unexpected', reported }, leftovers: [] },
    by: 'system',
  });
  if (applied === 'late' || applied === 'forbidden') throw new Error('the record refused the end of the order');
}
