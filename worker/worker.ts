/** Makes the worker. */
import { type NativeConnection, Worker } from '@temporalio/worker';
import { createActivities, type Deps } from '../activities/index.ts';
import { workflowBundle } from './bundle.ts';

/** What one cached waiting order takes; measured by `npm run bench`, rounded up. */
const KIB_PER_CACHED_ORDER = 200;

export interface OrderWorkerOptions {
  connection: NativeConnection;
  namespace: string;
  taskQueue: string;
  deps: Deps;
  /** Memory for waiting orders; 0 keeps none, so every task replays its order from the history. */
  cacheMb: number;
}

/** @throws if the workflow code cannot be bundled. */
export async function createOrderWorker(options: OrderWorkerOptions): Promise<Worker> {
  return Worker.create({
    connection: options.connection,
    namespace: options.namespace,
    taskQueue: options.taskQueue,
    workflowBundle: await workflowBundle(),
    activities: createActivities(options.deps),
    maxCachedWorkflows: Math.floor((options.cacheMb * 1024) / KIB_PER_CACHED_ORDER),
    // Poll as much as there is to do: few pollers are too slow for a rush, many are a load on an idle server.
    workflowTaskPollerBehavior: { type: 'autoscaling' },
    activityTaskPollerBehavior: { type: 'autoscaling' },
    shutdownGraceTime: '10 seconds',
    // A worker whose server has gone would otherwise wait for it for minutes.
    shutdownForceTime: '20 seconds',
  });
}
