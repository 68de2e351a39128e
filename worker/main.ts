/** The worker as a process: `node dist/worker/main.js`. As many as wanted may run. */
import { NativeConnection, Runtime } from '@temporalio/worker';
import { temporalConfig } from '../client/temporal/connection.ts';
import { BadEnvironment, readEnvironment } from '../config/environment.ts';
import { openStore } from '../store/index.ts';
import { createDeps, WORKER_VARIABLES } from './deps.ts';
import { createOrderWorker } from './worker.ts';

async function main(): Promise<void> {
  const env = readEnvironment(WORKER_VARIABLES);
  // Temporal's own handlers would stop the worker; here it is stopped in our order, database last.
  Runtime.install({ shutdownSignals: [] });
  const store = await openStore({ databaseUrl: env.DATABASE_URL, dataDir: env.DATA_DIR });
  const { deps, close } = createDeps(env, store);
  try {
    const { connectionOptions, namespace } = temporalConfig();
    const connection = await NativeConnection.connect(connectionOptions);
    const worker = await createOrderWorker({
      connection,
      namespace,
      taskQueue: env.TASK_QUEUE,
      deps,
      cacheMb: env.WORKFLOW_CACHE_MB,
    });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => worker.shutdown());
    console.log(`Worker on task queue ${env.TASK_QUEUE}, namespace ${namespace}.`);
    await worker.run();
    await connection.close();
  } finally {
    await close();
    await store.close();
  }
}

main().catch((error: Error) => {
  console.error(error instanceof BadEnvironment ? error.message : error);
  process.exitCode = 1;
});
