/** The product as production runs it: every part a process of its own, each of which can be killed and started again. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { freePort } from '../../dev/ports.ts';
import { seed } from '../../dev/seed.ts';
import { findTemporalCli, startTemporalServer, type TemporalServer } from '../../dev/temporal.ts';
import { DEMO_ACCOUNT } from '../../dev/vendor-sandbox/app.ts';
import { openStore } from '../../store/index.ts';
import type { Store } from '../../store/store.ts';
import { startPostgres, type TestServer } from './postgres.ts';

const root = join(__dirname, '../..');

/** Asks again until the answer is something. @throws with the last refusal if that takes longer than `within` ms. */
export async function until<T>(
  what: string,
  probe: () => Promise<T | undefined | false> | T | undefined | false,
  within = 90_000,
): Promise<T> {
  const deadline = Date.now() + within;
  let last: unknown;
  for (;;) {
    try {
      const answer = await probe();
      if (answer) return answer;
    } catch (error) {
      if ((error as Error).name === 'Fatal') throw error;
      last = error;
    }
    if (Date.now() > deadline) {
      throw new Error(`waited ${within / 1000} s in vain: ${what}${last === undefined ? '' : ` (${last})`}`);
    }
    await sleep(50);
  }
}

/** Builds what is not built yet, so that the programs run the sources as they are now. */
export function build(): void {
  execFileSync(process.execPath, [join(root, 'dev/setup.mjs')], { cwd: root, stdio: 'pipe', env: clean({}) });
}

/** Without what is Jest's, or meant for a product of the user's own. */
function clean(variables: Record<string, string>): Record<string, string | undefined> {
  const foreign = /^(?:TEMPORAL_|TEST_|JEST_|KEEPIT_|NODE_OPTIONS$|NODE_ENV$|PORT$|(?:DATABASE|SMTP|PUBLIC)_URL$)/;
  const inherited = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(inherited), ...variables };
}

interface ProgramOptions {
  /** A path below `dist/`, and the arguments. */
  command: readonly string[];
  env: Record<string, string>;
  logFile: string;
  /** Given what it has written since the start. */
  ready: (output: string) => Promise<boolean> | boolean;
}

/** One of our programs, in a process group of its own. It ends with the test run, even if that is killed. */
export class Program {
  readonly #options: ProgramOptions;
  #child: ChildProcess | undefined;
  #from = 0;
  #ended: Promise<unknown> = Promise.resolve();

  constructor(options: ProgramOptions) {
    this.#options = options;
  }

  get running(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** What it has written since it was launched. */
  get output(): string {
    return readFileSync(this.#options.logFile).subarray(this.#from).toString();
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Its code, or the signal that ended it, once it has ended. */
  get ended(): Promise<number | string | undefined> {
    return this.#ended.then(() => this.#child?.exitCode ?? this.#child?.signalCode ?? undefined);
  }

  /** Resolves when it is ready. @throws with what it wrote if it ends instead. */
  async start(): Promise<void> {
    this.launch();
    await this.ready();
  }

  /** Starts it, and waits for nothing. */
  launch(): void {
    const { command, env, logFile } = this.#options;
    const log = openSync(logFile, 'a');
    this.#from = statSync(logFile).size;
    const [program = '', ...args] = command;
    const child = spawn(process.execPath, [join(root, 'dist', program), ...args], {
      cwd: root,
      env: clean(env),
      stdio: ['ignore', log, log],
      detached: true,
    });
    closeSync(log);
    this.#child = child;
    this.#ended = once(child, 'exit');
    endWithUs(child);
  }

  /** Resolves when it is ready. @throws with what it wrote if it ends instead. */
  async ready(): Promise<void> {
    const { command, ready } = this.#options;
    const [program] = command;
    await until(`${program} to be ready`, () => {
      if (this.running) return ready(this.output);
      throw Object.assign(new Error(`${program} ended before it was ready:\n${this.output}`), { name: 'Fatal' });
    });
  }

  signal(signal: NodeJS.Signals): void {
    if (this.running) this.#child?.kill(signal);
  }

  /** As a power cut would: nothing is put in order. */
  kill = () => this.#end('SIGKILL');

  /** As an operator would; after 20 seconds as {@link kill}. */
  async stop(): Promise<void> {
    const force = setTimeout(() => this.#child?.kill('SIGKILL'), 20_000);
    await this.#end('SIGTERM');
    clearTimeout(force);
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    if (this.running) this.#child?.kill(signal);
    await this.#ended;
  }
}

/** Waits for our end by a pipe that only we hold open. */
function endWithUs(child: ChildProcess): void {
  const watchdog = spawn('/bin/sh', ['-c', 'read -r _; kill -KILL "$1"', 'sh', `${child.pid}`], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  child.once('exit', () => watchdog.kill('SIGKILL'));
}

/** The Temporal server, always on the same port and file. */
function temporalPart({ folder, ...options }: { cli: string; port: number; folder: string }) {
  const [dbFile, logFile] = [join(folder, 'temporal.db'), join(folder, 'temporal.log')];
  let server: TemporalServer | undefined;
  return {
    address: `127.0.0.1:${options.port}`,
    async start() {
      server = await startTemporalServer({ ...options, dbFile, logFile });
    },
    async kill() {
      if (server) process.kill(server.pid, 'SIGKILL');
      await server?.exited;
    },
    stop: async () => server?.stop(),
  };
}

export interface Product {
  /** On the same database as the processes, which have been given the demo data. */
  store: Store;
  /** Of the first demo reseller. */
  token: string;
  apiUrl: string;
  inboxUrl: string;
  vendorUrl: string;
  database: TestServer;
  temporal: ReturnType<typeof temporalPart>;
  vendor: Program;
  worker: Program;
  api: Program;
  /** One more of them, on a port of its own; not started. */
  otherApi: Program;
  client: Client;
}

/** The product for the tests of one file: everything but `otherApi` runs when the first test begins, nothing after the last. */
export function useProduct(): () => Product {
  const running: (() => Promise<unknown>)[] = [];
  let product: Product | undefined;
  beforeAll(async () => {
    product = await startProduct(running);
  }, 300_000);
  afterAll(async () => {
    const ends = [];
    for (let stop = running.pop(); stop; stop = running.pop()) ends.push(...(await Promise.allSettled([stop()])));
    expect(ends.filter(({ status }) => status === 'rejected')).toEqual([]);
  }, 60_000);
  return () => {
    if (product === undefined) throw new Error('the product is started in beforeAll');
    return product;
  };
}

async function startProduct(running: (() => Promise<unknown>)[]): Promise<Product> {
  build();
  const folder = mkdtempSync(join(tmpdir(), 'order-saga-processes-'));
  running.push(async () => rmSync(folder, { recursive: true, force: true }));
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
  const connection = Connection.lazy({ address: temporal.address });
  running.push(() => connection.close());

  const listening = (output: string) => output.startsWith('{') && output.includes('\n');
  const atInbox = ['--smtp-port', `${smtpPort}`, '--http-port', `${inboxPort}`];
  const inbox = program('inbox', { command: ['dev/inbox/main.js', ...atInbox], env: {}, ready: listening });
  const atVendor = ['--port', `${vendorPort}`, '--state', join(folder, 'vendor')];
  const vendor = program('vendor', { command: ['dev/vendor-sandbox/main.js', ...atVendor], env: {}, ready: listening });
  const settings = {
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
  };
  const isUp = (output: string) => output.includes('"msg":"working"');
  const worker = program('worker', {
    command: ['worker/main.js'],
    env: { ...settings, LOG_LEVEL: 'info' },
    ready: isUp,
  });
  const api = (name: string, at: number) =>
    program(name, {
      command: ['web/main.js', '--serve', 'api,portal'],
      env: { ...settings, PORT: `${at}` },
      ready: async () => (await fetch(`${local(at)}/healthz`)).ok,
    });
  const product: Product = {
    store,
    token,
    apiUrl: local(apiPort),
    inboxUrl: local(inboxPort),
    vendorUrl: local(vendorPort),
    database,
    temporal,
    vendor,
    worker,
    api: api('api', apiPort),
    otherApi: api('other-api', otherApiPort),
    client: new Client({ connection }),
  };
  await Promise.all([temporal.start(), inbox.start(), vendor.start(), product.api.start()]);
  await worker.start();
  return product;
}
