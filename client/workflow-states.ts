/** What Temporal knows of the workflows of orders. */
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { WorkflowTrouble } from '../store/store.ts';
import { workflowIdOf } from '../workflows/contract/names.ts';
import type { LiveOrder } from '../workflows/contract/order.ts';

export type WorkflowState =
  | { kind: 'running' }
  | { kind: Exclude<WorkflowTrouble, 'completed'> }
  | { kind: 'completed'; ended: Pick<LiveOrder, 'state' | 'cause'> };

/** Both throw if Temporal does not answer within five seconds. */
export interface Workflows {
  /** Of these orders, at most some hundred, those whose workflow runs, by a list that may lag behind by seconds. */
  running(orderIds: readonly string[]): Promise<Set<string>>;
  /** Of one order, for sure. */
  stateOf(orderId: string): Promise<WorkflowState>;
}

/** Any other status counts as running: nothing is decided from one that is not known here. */
const TROUBLE: Partial<Record<string, WorkflowTrouble>> = {
  COMPLETED: 'completed',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
  TERMINATED: 'terminated',
  TIMED_OUT: 'timedOut',
};

const PATIENCE_MS = 5000;

export function workflowsOf(client: Client): Workflows {
  const within = <T>(call: () => Promise<T>) => client.withDeadline(Date.now() + PATIENCE_MS, call);
  return {
    async running(orderIds) {
      if (orderIds.length === 0) return new Set();
      const orders = new Map(orderIds.map((orderId) => [workflowIdOf(orderId), orderId]));
      const ids = [...orders.keys()].map((id) => `'${id}'`).join(', ');
      const query = `ExecutionStatus = 'Running' AND WorkflowId IN (${ids})`;
      const running = new Set<string>();
      await within(async () => {
        for await (const { workflowId } of client.workflow.list({ query, pageSize: orders.size })) {
          running.add(orders.get(workflowId) ?? '');
        }
      });
      return running;
    },

    async stateOf(orderId) {
      const handle = client.workflow.getHandle(workflowIdOf(orderId));
      try {
        const { status } = await within(() => handle.describe());
        const kind = TROUBLE[status.name] ?? 'running';
        if (kind !== 'completed') return { kind };
        const { state, cause } = (await within(() => handle.result())) as LiveOrder;
        return { kind, ended: { state, cause } };
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return { kind: 'gone' };
        throw error;
      }
    },
  };
}
