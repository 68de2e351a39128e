/** One Temporal server, one worker, one client, for all contenders. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { createActivities } from '../activities/index.ts';
import { findTemporalCli, startTemporalServer } from '../dev/temporal.ts';
import { bundleWorkflows } from '../worker/bundle.ts';
import { POLLERS } from '../worker/worker.ts';
import { Bench } from './bench.ts';
import { createNaiveActivities } from './naive-activities.ts';
import { noOpDeps } from './no-op.ts';

const TASK_QUEUE = 'bench';

/** Runs `body` on a server with a file database, as `npm start` has it, and cleans up. */
export async function withBench<T>(body: (bench: Bench) => Promise<T>): Promise<T> {
  Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'ERROR' } } });
  const folder = mkdtempSync(join(tmpdir(), 'order-saga-bench-'));
  const cli = await findTemporalCli({ onProgress: (line) => process.stderr.write(`${line}\n`) });
  const server = await startTemporalServer({
    cli,
    dbFile: join(folder, 'temporal.db'),
    logFile: join(folder, 'temporal.log'),
  });
  try {
    const connection = await NativeConnection.connect({ address: server.address });
    const client = new Client({ connection: await Connection.connect({ address: server.address }) });
    const bench = new Bench(client, TASK_QUEUE, server.pid);
    const deps = noOpDeps(bench.onMail);
    const extension = import.meta.filename.endsWith('.ts') ? 'ts' : 'js';
    const worker = await Worker.create({
      connection,
      taskQueue: TASK_QUEUE,
      workflowBundle: { code: await bundleWorkflows(join(import.meta.dirname, `workflows.${extension}`)) },
      activities: { ...createNaiveActivities(deps), ...createActivities(deps) },
      maxCachedWorkflows: 5000,
      ...POLLERS,
      shutdownForceTime: '20 seconds',
    });
    try {
      return await worker.runUntil(() => body(bench));
    } finally {
      await client.connection.close();
      await connection.close();
    }
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
