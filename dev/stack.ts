/** The whole product on one machine: Temporal, database, mail inbox, vendor sandbox, worker, API and portal. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { NativeConnection, Runtime } from '@temporalio/worker';
import { pino } from 'pino';
import { createApp } from '../client/http/app.ts';
import { startControl } from '../client/http/control.ts';
import { PortTaken, startHttp } from '../client/http/server.ts';
import { createLinkVerifier } from '../client/links.ts';
import { OrderClient } from '../client/orders.ts';
import { runStarter } from '../client/starter.ts';
import { createTemporalClient, temporalConfig } from '../client/temporal/connection.ts';
import { readEnvironment } from '../config/environment.ts';
import { openStore } from '../store/index.ts';
import { createDeps, WORKER_VARIABLES } from '../worker/deps.ts';
import { createOrderWorker } from '../worker/worker.ts';
import { startInbox } from './inbox/inbox.ts';
import { listens, portLike } from './ports.ts';
import { startSandboxProcess } from './sandbox-process.ts';
import { DevSecrets } from './secrets.ts';
import { CUSTOMERS, RESELLERS, seed } from './seed.ts';
import { readStackFile, removeStackFile, type StackFile, writeStackFile } from './stack-file.ts';
import { findTemporalCli, startTemporalServer } from './temporal.ts';
import { DEMO_ACCOUNT } from './vendor-sandbox/app.ts';

/** Thrown when a stack runs on the same data directory. */
export class AlreadyRunning extends Error {
  override readonly name = 'AlreadyRunning';
  constructor(dataDir: string, stack: StackFile) {
    super(
      `Order Saga is already running on ${dataDir} (process ${stack.pid}): ${stack.apiUrl}. Stop it, or set DATA_DIR to another directory.`,
    );
  }
}

export interface Stack {
  file: StackFile;
  dataDir: string;
  /** Rejects if a part that the stack cannot do without ends by itself. */
  failed: Promise<never>;
  /** Stops everything, last started first. */
  stop(): Promise<void>;
}

type Variables = Record<string, string | undefined>;

/**
 * Starts everything, and stops what was started if a later part fails. Parts that the environment names
 * (`TEMPORAL_ADDRESS`, `DATABASE_URL`, `SMTP_URL`, `KEEPIT_REGIONS`) are used instead of local ones.
 * @throws AlreadyRunning or DatabaseInUse if a stack runs on the same data directory; PortTaken if `PORT` is taken.
 */
export async function startStack(given: Variables, onProgress: (line: string) => void): Promise<Stack> {
  const { DATA_DIR: dataDir, PORT: port, LOG_LEVEL: level } = readEnvironment(['DATA_DIR', 'PORT', 'LOG_LEVEL'], given);
  const other = readStackFile(dataDir);
  if (other) throw new AlreadyRunning(dataDir, other);
  if (port !== 0 && (await listens(`127.0.0.1:${port}`))) throw new PortTaken(port, '127.0.0.1');
  const started: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (let close = started.pop(); close; close = started.pop()) {
      await close().catch((error: Error) => onProgress(`While stopping: ${error.message}`));
    }
  };
  const like = (wanted: number) => portLike(port === 0 ? 0 : wanted);
  const logs = join(dataDir, 'logs');
  mkdirSync(logs, { recursive: true });

  try {
    // First, since it tells at once whether a stack runs here already.
    const store = await openStore({ databaseUrl: given.DATABASE_URL, dataDir });
    started.push(() => store.close());
    await seed(store);
    const secrets = new DevSecrets(dataDir);

    const env: Variables = { LINK_KEYS: secrets.linkKeys, MAIL_FROM: 'Order Saga <orders@saga.example>', ...given };
    const urls = { inbox: '', inboxMessages: '', temporalUi: '', vendor: '' };
    let failed: Promise<never> = new Promise(() => {});
    if (!env.TEMPORAL_ADDRESS) {
      const cli = await findTemporalCli({ onProgress });
      onProgress('Starting the Temporal server …');
      const temporal = await startTemporalServer({
        cli,
        dbFile: join(dataDir, 'temporal.db'),
        port: await like(7233),
        uiPort: await like(8233),
        logFile: join(logs, 'temporal.log'),
      });
      started.push(() => temporal.stop());
      env.TEMPORAL_ADDRESS = temporal.address;
      urls.temporalUi = temporal.uiUrl ?? '';
      failed = temporal.exited.then(() => {
        throw new Error(`The Temporal server ended; see ${join(logs, 'temporal.log')}.`);
      });
      failed.catch(() => undefined);
    }
    if (!env.SMTP_URL) {
      const inbox = await startInbox({
        smtpPort: await like(1025),
        httpPort: await like(8025),
        stateDir: join(dataDir, 'inbox'),
      });
      started.push(() => inbox.close());
      env.SMTP_URL = inbox.smtpUrl;
      urls.inbox = inbox.url;
      urls.inboxMessages = inbox.messagesUrl;
    }
    if (!env.KEEPIT_REGIONS) {
      const sandbox = await startSandboxProcess({
        port: await like(4010),
        stateDir: join(dataDir, 'vendor'),
        logFile: join(logs, 'vendor.log'),
      });
      started.push(() => sandbox.stop());
      env.KEEPIT_REGIONS = JSON.stringify({ 'dk-co': { baseUrl: sandbox.url, ...DEMO_ACCOUNT } });
      urls.vendor = sandbox.url;
    }

    const client = createTemporalClient(env);
    started.push(() => client.connection.close());
    const taskQueue = readEnvironment(['TASK_QUEUE', 'LINK_KEYS'], env);
    const orders = new OrderClient({ client, orders: store.orders, taskQueue: taskQueue.TASK_QUEUE });
    const logger = pino({ level }, pino.destination({ dest: join(logs, 'http.log'), mkdir: true }));
    const http = await startHttp({
      port,
      app: (url) => {
        env.PUBLIC_URL ??= url;
        const links = createLinkVerifier(taskQueue.LINK_KEYS);
        return createApp({ store, orders, links, publicUrl: env.PUBLIC_URL, logger });
      },
    });
    started.push(() => http.close());
    const control = await startControl({ tokens: store.tokens, dataDir });
    started.push(() => control.close());

    onProgress('Starting the worker …');
    const { deps, close } = createDeps(readEnvironment(WORKER_VARIABLES, env), store);
    started.push(close);
    const { connectionOptions, namespace } = temporalConfig(env);
    const connection = await NativeConnection.connect(connectionOptions);
    started.push(() => connection.close());
    const { WORKFLOW_CACHE_MB: cacheMb } = readEnvironment(['WORKFLOW_CACHE_MB'], env);
    const worker = await createOrderWorker({ connection, namespace, taskQueue: taskQueue.TASK_QUEUE, deps, cacheMb });
    const running = worker.run();
    failed = Promise.race([failed, running.then(() => new Promise<never>(() => {}))]);
    failed.catch(() => undefined);
    started.push(async () => {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await running;
    });
    const stopStarter = runStarter({
      orders: store.orders,
      client: orders,
      onError: (error, orderId) => logger.warn({ err: error, orderId }, 'order not started'),
    });
    started.push(stopStarter);

    const [reseller, otherReseller] = RESELLERS;
    if (!reseller || !otherReseller) throw new Error('the demo has two resellers');
    const file: StackFile = {
      apiUrl: http.url,
      portalUrl: env.PUBLIC_URL ?? http.url,
      inboxUrl: urls.inbox,
      inboxMessagesUrl: urls.inboxMessages,
      temporalAddress: env.TEMPORAL_ADDRESS,
      temporalUiUrl: urls.temporalUi,
      vendorUrl: urls.vendor,
      token: await secrets.token(store.tokens, reseller.resellerId),
      otherResellerToken: await secrets.token(store.tokens, otherReseller.resellerId),
      customers: CUSTOMERS.filter(({ resellerId }) => resellerId === reseller.resellerId).map((customer) => ({
        id: customer.customerId,
        name: customer.name,
        adminContact: customer.contacts.admin,
      })),
      pid: process.pid,
    };
    writeStackFile(dataDir, file);
    started.push(async () => removeStackFile(dataDir));
    return { file, dataDir, failed, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Must run before anything else of Temporal's: a Ctrl-C is ours to handle, in our order. */
export function installRuntime(): void {
  Runtime.install({ shutdownSignals: [], telemetryOptions: { logging: { filter: 'ERROR' } } });
}
