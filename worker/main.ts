/** The worker as a process: `node dist/worker/main.js`. As many as wanted may run. */
import { createRequire } from 'node:module';
import { NativeConnection, Runtime } from '@temporalio/worker';
import { pino } from 'pino';
import { temporalConfig } from '../client/temporal/connection.ts';
import { readEnvironment } from '../config/environment.ts';
import { openStore } from '../store/index.ts';
import { workflowBundle } from './bundle.ts';
import { createDeps, WORKER_VARIABLES } from './deps.ts';
import { temporalLogger } from './logging.ts';
import { buildIdOf } from './versioning.ts';
import { createOrderWorker } from './worker.ts';

const { version } = createRequire(import.meta.url)('order-saga/package.json') as { version: string };

const HELP = `Usage: node dist/worker/main.js [--build-id]

--build-id prints by which name this build is known with WORKER_VERSIONING=on, and ends. Without it the process
works on the orders of TASK_QUEUE until SIGTERM or SIGINT. The environment is described in README.md.
`;

async function main(): Promise<void> {
  if (process.argv.includes('--help')) {
    process.stdout.write(HELP);
    return;
  }
  if (process.argv.includes('--build-id')) {
    process.stdout.write(`${await thisBuild(readEnvironment(['WORKER_BUILD_ID']))}\n`);
    return;
  }
  const env = readEnvironment(WORKER_VARIABLES);
  const buildId = env.WORKER_VERSIONING === 'on' ? await thisBuild(env) : undefined;
  const logger = pino({ level: env.LOG_LEVEL });
  // Temporal's own handlers would stop the worker; here it is stopped in our order, database last.
  Runtime.install({
    shutdownSignals: [],
    logger: temporalLogger(logger),
    telemetryOptions: { logging: { filter: 'WARN', forward: {} } },
  });
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
      buildId,
    });
    let stopping = false;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (!stopping) worker.shutdown();
        stopping = true;
      });
    }
    logger.info({ taskQueue: env.TASK_QUEUE, namespace, buildId }, 'working');
    await worker.run();
    await connection.close();
  } finally {
    await close();
    await store.close();
  }
}

async function thisBuild({ WORKER_BUILD_ID: named }: { WORKER_BUILD_ID?: string | undefined }): Promise<string> {
  return named ?? (await buildIdOf(await workflowBundle(), version));
}

main().catch((error: Error) => {
  console.error(error.message);
  // Temporal's runtime, once it forwards its log, would keep the process alive although nothing runs.
  process.exit(1);
});
