/** The worker as a process: `node dist/worker/main.js`. As many as wanted may run. */
import { createRequire } from 'node:module';
import { NativeConnection, Runtime, TransportError } from '@temporalio/worker';
import { pino } from 'pino';
import { temporalConfig } from '../client/temporal/connection.ts';
import { readEnvironment } from '../config/environment.ts';
import { Stopped, stopSignal, waitFor } from '../config/starting.ts';
import { openStore } from '../store/index.ts';
import { DatabaseAway } from '../store/store.ts';
import { workflowBundle } from './bundle.ts';
import { createDeps, WORKER_VARIABLES, workerSettings } from './deps.ts';
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
  const env = readEnvironment([...WORKER_VARIABLES, 'STARTUP_WAIT_SECONDS']);
  const buildId = env.WORKER_VERSIONING === 'on' ? await thisBuild(env) : undefined;
  const logger = pino({ level: env.LOG_LEVEL });
  // Temporal's own handlers would stop the worker; here it is stopped in our order, database last.
  Runtime.install({
    shutdownSignals: [],
    logger: temporalLogger(logger),
    telemetryOptions: { logging: { filter: 'WARN', forward: {} } },
  });
  const stop = stopSignal();
  const waiting = { seconds: env.STARTUP_WAIT_SECONDS, stop, say: (line: string) => logger.warn(line) };
  const store = await waitFor(() => openStore({ databaseUrl: env.DATABASE_URL, dataDir: env.DATA_DIR }), {
    ...waiting,
    what: 'the database',
    isAway: (error) => error instanceof DatabaseAway,
  });
  const { deps, reconciliation, close } = createDeps(env, store);
  try {
    const { connectionOptions, namespace } = temporalConfig();
    const connection = await waitFor(() => NativeConnection.connect(connectionOptions), {
      ...waiting,
      what: `Temporal at ${connectionOptions.address ?? 'localhost:7233'}`,
      isAway: (error) => error instanceof TransportError,
      answerSeconds: 10,
    });
    const worker = await createOrderWorker({
      connection,
      namespace,
      deps,
      reconciliation,
      ...workerSettings(env),
      buildId,
    });
    stop.throwIfAborted();
    stop.addEventListener('abort', () => worker.shutdown(), { once: true });
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
  if (error instanceof Stopped) process.exit(0);
  console.error(error.message);
  // Temporal's runtime, once it forwards its log, would keep the process alive although nothing runs.
  process.exit(1);
});
