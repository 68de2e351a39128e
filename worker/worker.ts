/** Makes the worker. */
import { type NativeConnection, Worker } from '@temporalio/worker';
import { createActivities, type Deps } from '../activities/index.ts';
import { createReconciliationActivities } from '../activities/reconciliation/activities.ts';
import type { ReconciliationDeps } from '../activities/reconciliation/deps.ts';
import { workflowBundle } from './bundle.ts';
import { activitySlots } from './slots.ts';
import { versionedAs } from './versioning.ts';

/** What one cached waiting order takes; measured by `npm run bench`, rounded up. */
const KIB_PER_CACHED_ORDER = 150;

/**
 * Poll as much as there is to do. Starting from few pollers, the SDK's default, costs a rush of orders the time it takes
 * to grow: `npm run bench` showed a quarter to a half fewer orders a second.
 */
const SCALING = { type: 'autoscaling', initial: 20, minimum: 10, maximum: 100 } as const;
export const POLLERS = { workflowTaskPollerBehavior: SCALING, activityTaskPollerBehavior: SCALING };

export interface OrderWorkerOptions {
  connection: NativeConnection;
  namespace: string;
  taskQueue: string;
  deps: Deps;
  reconciliation: ReconciliationDeps;
  /** Lines that may be in a vendor's hands at a time, or wait for it; see `activities/vendors/limits.ts`. */
  linesAtVendors: number;
  /** Memory for waiting orders; 0 keeps none, so every task replays its order from the history. */
  cacheMb: number;
  /** Whether the Temporal UI shows where in the code a workflow waits; costs time for every order. */
  stackTraces?: boolean;
  /** With it the worker gets orders only once operators have made this build the current one. */
  buildId?: string | undefined;
}

/** @throws if the workflow code cannot be bundled. */
export async function createOrderWorker(options: OrderWorkerOptions): Promise<Worker> {
  return Worker.create({
    connection: options.connection,
    namespace: options.namespace,
    taskQueue: options.taskQueue,
    workflowBundle: await workflowBundle({ stackTraces: options.stackTraces ?? false }),
    activities: { ...createActivities(options.deps), ...createReconciliationActivities(options.reconciliation) },
    maxCachedWorkflows: Math.floor((options.cacheMb * 1024) / KIB_PER_CACHED_ORDER),
    ...(options.buildId !== undefined && { workerDeploymentOptions: versionedAs(options.buildId) }),
    maxConcurrentActivityTaskExecutions: activitySlots(options.linesAtVendors),
    ...POLLERS,
    // A cancelled or lost call learns of it within seconds, not within most of its heartbeat time-out.
    maxHeartbeatThrottleInterval: '3 seconds',
    shutdownGraceTime: '10 seconds',
    // A worker whose server has gone would otherwise wait for it for minutes.
    shutdownForceTime: '20 seconds',
  });
}
