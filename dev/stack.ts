/** The whole product on one machine: Temporal, database, mail inbox, vendor sandbox, IMOnline, worker and all pages. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { NativeConnection, Runtime } from '@temporalio/worker';
import { pino } from 'pino';
import { listenToOperators } from '../client/operator/socket.ts';
import { createTemporalClient, temporalConfig } from '../client/temporal/connection.ts';
import { readEnvironment } from '../config/environment.ts';
import { makePrivate, openStore } from '../store/index.ts';
import type { Store } from '../store/store.ts';
import { SERVE_VARIABLES, type ServeEnvironment, serve } from '../web/serve.ts';
import { SERVICES } from '../web/site/ports.ts';
import { PortTaken } from '../web/site/server.ts';
import { createDeps, WORKER_VARIABLES, workerSettings } from '../worker/deps.ts';
import { temporalLogger } from '../worker/logging.ts';
import { createOrderWorker } from '../worker/worker.ts';
import { CMP_USER, IMONLINE_USER, imonlineAccounts, seedUsers } from './accounts.ts';
import {
  localImonline,
  localInbox,
  localTemporal,
  localVendor,
  type PartsOptions,
  Running,
  type Variables,
} from './parts.ts';
import { listens } from './ports.ts';
import { DevSecrets } from './secrets.ts';
import { CUSTOMERS, RESELLERS, seed } from './seed.ts';
import { readStackFile, removeStackFile, type StackFile, writeStackFile } from './stack-file.ts';

export interface Stack {
  file: StackFile;
  dataDir: string;
  /** Rejects if a part that the stack cannot do without ends by itself. */
  failed: Promise<never>;
  /** Stops everything, last started first. */
  stop(): Promise<void>;
}

/** Thrown when a stack runs on the same data directory. */
class AlreadyRunning extends Error {
  override readonly name = 'AlreadyRunning';
  constructor(dataDir: string, { pid, apiUrl }: StackFile) {
    super(
      `Order Saga is already running on ${dataDir} (process ${pid}): ${apiUrl}. Stop it, or set DATA_DIR to another directory.`,
    );
  }
}

/** Must run before anything else of Temporal's: a Ctrl-C is ours to handle, in our order. */
export function installRuntime(): void {
  const { DATA_DIR: dataDir } = readEnvironment(['DATA_DIR']);
  // The first that is written there: a new directory is nobody else's from the start.
  const logs = join(dataDir, 'logs');
  mkdirSync(logs, { recursive: true, mode: 0o700 });
  const log = pino(pino.destination({ dest: join(logs, 'worker.log'), sync: true }));
  Runtime.install({
    shutdownSignals: [],
    logger: temporalLogger(log),
    telemetryOptions: { logging: { filter: 'ERROR', forward: {} } },
  });
}

/**
 * Starts everything, and stops what was started if a later part fails. Parts that the environment names
 * (`TEMPORAL_ADDRESS`, `DATABASE_URL`, `SMTP_URL`, `KEEPIT_REGIONS`) are used instead of local ones.
 * @throws AlreadyRunning or DatabaseInUse if a stack runs on the same data directory; PortTaken if `PORT` is taken.
 */
export async function startStack(given: Variables, onProgress: (line: string) => void): Promise<Stack> {
  // Whatever is given is checked before anything is started, so that every problem is told together.
  const named = [...SERVE_VARIABLES, ...WORKER_VARIABLES].filter((name) => given[name]);
  readEnvironment(named, given);
  const { DATA_DIR: dataDir, PORT: port } = readEnvironment(['DATA_DIR', 'PORT'], given);
  const other = readStackFile(dataDir);
  if (other) throw new AlreadyRunning(dataDir, other);
  if (port !== 0 && (await listens(`127.0.0.1:${port}`))) throw new PortTaken(port, '127.0.0.1');
  // Mails, the vendor's accounts and Temporal's database are in it, too.
  if (await makePrivate(dataDir)) onProgress(`${dataDir} was open to other users of this machine, and is closed now.`);
  const running = new Running();
  const stop = () => running.stop(onProgress);
  try {
    // First, since it tells at once whether a stack runs here already.
    const store = await openStore({ databaseUrl: given.DATABASE_URL, dataDir });
    running.add(() => store.close());
    await seed(store);
    const secrets = new DevSecrets(dataDir);
    await seedUsers(store.accounts, secrets);
    const env = { LINK_KEYS: secrets.linkKeys, MAIL_FROM: 'Order Saga <orders@saga.example>', ...given };
    const { file, failed } = await startParts(
      { env, dataDir, running, anyPort: port === 0, onProgress },
      store,
      secrets,
    );
    writeStackFile(dataDir, file);
    running.add(async () => removeStackFile(dataDir));
    return { file, dataDir, failed, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startParts(options: PartsOptions, store: Store, secrets: DevSecrets) {
  const { env, dataDir, running, onProgress } = options;
  const temporalServer = await localTemporal(options);
  const inbox = await localInbox(options);
  const vendor = await localVendor(options);
  const imonline = await localImonline(options, {
    accounts: imonlineAccounts(secrets),
    clientSecret: secrets.imonlineSecret,
  });

  const temporal = createTemporalClient(env);
  running.add(() => temporal.connection.close());
  if (temporalServer.uiUrl) env.TEMPORAL_UI_URL ??= temporalServer.uiUrl;
  const served = await serve(serveEnvironment(env), {
    store,
    temporal,
    services: SERVICES,
    logger: pino({ level: env.LOG_LEVEL ?? 'info' }, pino.destination(join(dataDir, 'logs', 'http.log'))),
  });
  running.add(() => served.close());
  env.PUBLIC_URL = served.publicUrl;
  inbox.handInAt(served.url);
  await imonline?.register(served.publicUrl);
  const operators = await listenToOperators(store, served.reconciliation, dataDir);
  running.add(() => operators.close());

  onProgress('Starting the worker …');
  const { failed: workerFailed } = await runWorker(options, store);
  const failed = Promise.race([temporalServer.failed, workerFailed]);
  failed.catch(() => undefined);

  const [reseller, otherReseller] = RESELLERS;
  if (!reseller || !otherReseller) throw new Error('the demo has two resellers');
  const file: StackFile = {
    apiUrl: served.url,
    portalUrl: served.publicUrl,
    panelUrl: `${served.publicUrl}/panel`,
    operatorUrl: `${served.publicUrl}/operator`,
    inboxUrl: inbox.url,
    inboxMessagesUrl: inbox.messagesUrl,
    temporalAddress: env.TEMPORAL_ADDRESS ?? '',
    temporalUiUrl: temporalServer.uiUrl,
    vendorUrl: vendor.url,
    token: await secrets.token(store.tokens, reseller.resellerId),
    otherResellerToken: await secrets.token(store.tokens, otherReseller.resellerId),
    operatorToken: await secrets.operatorToken(store.tokens),
    customers: CUSTOMERS.filter(({ resellerId }) => resellerId === reseller.resellerId).map((customer) => ({
      id: customer.customerId,
      name: customer.name,
      adminContact: customer.contacts.admin,
    })),
    cmpAccount: { email: CMP_USER.email, password: secrets.password(CMP_USER.email) },
    ...(imonline && {
      imonlineAccount: { email: IMONLINE_USER.email, password: secrets.password(IMONLINE_USER.email) },
    }),
    pid: process.pid,
  };
  return { file, failed };
}

/** Where the portal is reached may be known only when it listens, so `PUBLIC_URL` is optional here. */
function serveEnvironment(env: Variables): ServeEnvironment {
  const always = SERVE_VARIABLES.filter((name) => name !== 'PUBLIC_URL');
  return readEnvironment(env.PUBLIC_URL ? SERVE_VARIABLES : always, env);
}

/** `failed` rejects if the worker ends with an error. */
async function runWorker({ env, running }: PartsOptions, store: Store): Promise<{ failed: Promise<never> }> {
  const workerEnv = readEnvironment(WORKER_VARIABLES, env);
  const { deps, reconciliation, close } = createDeps(workerEnv, store);
  running.add(close);
  const { connectionOptions, namespace } = temporalConfig(env);
  const connection = await NativeConnection.connect(connectionOptions);
  running.add(() => connection.close());
  const worker = await createOrderWorker({ connection, namespace, deps, reconciliation, ...workerSettings(workerEnv) });
  const ran = worker.run();
  running.add(async () => {
    if (worker.getState() === 'RUNNING') worker.shutdown();
    await ran;
  });
  return { failed: ran.then(() => new Promise<never>(() => {})) };
}
