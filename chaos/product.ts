/** The product as production runs it: every part a process of its own, each of which can be killed and started again. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { createTemporalClient } from '../client/temporal/connection.ts';
import { freePort } from '../dev/ports.ts';
import { type PostgresServer, startPostgres } from '../dev/postgres.ts';
import { Program, type ProgramOptions } from '../dev/program.ts';
import { seed } from '../dev/seed.ts';
import { findTemporalCli, startTemporalServer, type TemporalServer } from '../dev/temporal.ts';
import { DEMO_ACCOUNT } from '../dev/vendor-sandbox/app.ts';
import { openStore } from '../store/index.ts';
import type { Store } from '../store/store.ts';

/** The Temporal server, always on the same port and file. */
function temporalPart({ folder, ...options }: { cli: string; port: number; folder: string }) {
  const [dbFile, logFile] = [join(folder, 'temporal.db'), join(folder, 'temporal.log')];
  let server: TemporalServer | undefined;
  let running = false;
  return {
    address: `127.0.0.1:${options.port}`,
    get pid() {
      return server?.pid ?? 0;
    },
    get running() {
      return running;
    },
    async start() {
      const started = await startTemporalServer({ ...options, dbFile, logFile });
      server = started;
      running = true;
      started.exited.then(() => {
        if (server === started) running = false;
      });
    },
    signal(signal: 'SIGSTOP' | 'SIGCONT') {
      if (server && running) process.kill(server.pid, signal);
    },
    async kill() {
      if (server && running) process.kill(server.pid, 'SIGKILL');
      await server?.exited;
    },
    async stop() {
      this.signal('SIGCONT');
      await server?.stop();
    },
  };
}

export interface Product {
  /** On the same database as the processes, which have been given the demo data. */
  store: Store;
  /** Of the first demo reseller. */
  token: string;
  inboxUrl: string;
  vendorUrl: string;
  database: PostgresServer;
  temporal: ReturnType<typeof temporalPart>;
  inbox: Program;
  vendor: Program;
  workers: [Program, Program];
  apis: [Program, Program];
  apiUrls: [string, string];
  client: Client;
}

/**
 * Makes the product in a folder of its own, and starts what holds its data: PostgreSQL, with the demo data in it. The rest is
 * the caller's to start. What is to be stopped in the end, last first, is pushed to `running`.
 */
export async function makeProduct(
  folder: string,
  running: (() => Promise<unknown>)[],
  more: Record<string, string> = {},
): Promise<Product> {
  const program = (name: string, options: Omit<ProgramOptions, 'logFile'>) => {
    const made = new Program({ ...options, logFile: join(folder, `${name}.log`) });
    running.push(() => made.stop());
    return made;
  };
  const local = (port: number) => `http://127.0.0.1:${port}`;
  // All at once, so that none is given out twice.
  const ports = await Promise.all(Array.from({ length: 6 }, () => freePort()));
  const [temporalPort = 0, smtpPort = 0, inboxPort = 0, vendorPort = 0, apiPort = 0, otherApiPort = 0] = ports;

  const database = await startPostgres();
  running.push(() => database.stop());
  const store = await openStore({ databaseUrl: database.url, dataDir: folder });
  running.push(() => store.close());
  await seed(store);
  const { token } = await store.tokens.createToken('nordwind', 'test');

  const temporal = temporalPart({ cli: await findTemporalCli(), port: temporalPort, folder });
  running.push(() => temporal.stop());
  const client = createTemporalClient({ TEMPORAL_ADDRESS: temporal.address });
  running.push(() => client.connection.close());

  const bounces = {
    BOUNCE_ADDRESS: 'bounces@saga.example',
    INBOUND_MAIL_SECRET: randomBytes(32).toString('base64url'),
  };
  const listening = (output: string) => output.startsWith('{') && output.includes('\n');
  const inbox = program('inbox', {
    command: [
      ...['dev/inbox/main.js', '--smtp-port', `${smtpPort}`, '--http-port', `${inboxPort}`],
      ...['--state-dir', join(folder, 'inbox'), '--hand-in-at', `${local(apiPort)}/inbound/mail`],
    ],
    env: bounces,
    ready: listening,
  });
  const atVendor = ['--port', `${vendorPort}`, '--state', join(folder, 'vendor')];
  const vendor = program('vendor', { command: ['dev/vendor-sandbox/main.js', ...atVendor], env: {}, ready: listening });
  const settings = {
    ...bounces,
    DATABASE_URL: database.url,
    DATA_DIR: folder,
    TEMPORAL_ADDRESS: temporal.address,
    SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
    MAIL_FROM: 'Orders <orders@saga.example>',
    PUBLIC_URL: local(apiPort),
    LINK_KEYS: `test:${randomBytes(32).toString('base64url')}`,
    KEEPIT_REGIONS: JSON.stringify({ 'dk-co': { baseUrl: local(vendorPort), ...DEMO_ACCOUNT } }),
    ACTIVATION_POLL_MS: '200',
    LOG_LEVEL: 'warn',
    ...more,
  };
  const worker = (name: string) =>
    program(name, {
      command: ['worker/main.js'],
      env: { ...settings, LOG_LEVEL: 'info' },
      ready: (output) => output.includes('"msg":"working"'),
    });
  const api = (name: string, at: number) =>
    program(name, {
      command: ['web/main.js', '--serve', 'api,portal'],
      env: { ...settings, PORT: `${at}` },
      ready: async () => (await fetch(`${local(at)}/healthz`)).ok,
    });
  return {
    store,
    token,
    inboxUrl: local(inboxPort),
    vendorUrl: local(vendorPort),
    database,
    temporal,
    inbox,
    vendor,
    workers: [worker('worker-1'), worker('worker-2')],
    apis: [api('api-1', apiPort), api('api-2', otherApiPort)],
    apiUrls: [local(apiPort), local(otherApiPort)],
    client,
  };
}
