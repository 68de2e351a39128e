/** The product as `npm start` starts it, with inbox and vendor beside it as processes of their own, since they are not ours. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { freePort } from '../../dev/ports.ts';
import { startPostgres } from '../../dev/postgres.ts';
import { Program } from '../../dev/program.ts';
import { readStackFile } from '../../dev/stack-file.ts';
import { projectRoot } from '../../dev/tools/folder.ts';
import { Accounts } from '../../dev/vendor-sandbox/accounts.ts';
import { DEMO_ACCOUNT } from '../../dev/vendor-sandbox/app.ts';
import { childrenOf, cpuMillisecondsOf, cpuOfFamily } from '../processes.ts';
import type { Statements } from './counting.ts';
import { type Buyer, seedBuyers } from './market.ts';

export type DatabaseKind = 'embedded' | 'server';

/** Milliseconds of processor time since each process began. `database`: 0 where it is within the product's process. */
export interface Cpu {
  product: number;
  temporal: number;
  database: number;
  vendor: number;
  inbox: number;
}

export interface VendorCall {
  at: string;
  method: string;
  path: string;
}

export interface Running {
  apiUrls: readonly string[];
  inboxUrl: string;
  buyers: readonly Buyer[];
  cpu(): Cpu;
  statements(): Promise<Statements>;
  /** The newest 10,000. */
  vendorCalls(): Promise<VendorCall[]>;
  /** Puts so many subscriptions of earlier times under our account at the vendor, which is restarted with them. */
  fillVendor(subscriptions: number): Promise<void>;
  stop(): Promise<void>;
}

const REGION = 'dk-co';

/** @param profile where a CPU profile of the product's main thread is left when it stops */
export async function startProduct(kind: DatabaseKind, profile?: string): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'order-saga-bench-'));
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (let one = stops.pop(); one; one = stops.pop()) await one();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    return { ...(await startParts({ folder, kind, profile, stops })), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Making {
  folder: string;
  kind: DatabaseKind;
  profile: string | undefined;
  stops: (() => Promise<unknown>)[];
}

async function startParts({ folder, kind, profile, stops }: Making): Promise<Omit<Running, 'stop'>> {
  const start = async (name: string, options: Omit<ConstructorParameters<typeof Program>[0], 'logFile'>) => {
    const program = new Program({ ...options, logFile: join(folder, `${name}.log`) });
    stops.push(() => program.stop());
    await program.start();
    return program;
  };
  const ports = await Promise.all(Array.from({ length: 4 }, () => freePort()));
  const [smtpPort = 0, inboxPort = 0, vendorPort = 0, countingPort = 0] = ports;
  const dataDir = join(folder, 'data');

  const postgres = kind === 'server' ? await startPostgres() : undefined;
  if (postgres) stops.push(() => postgres.stop());
  const database = { dataDir, databaseUrl: postgres?.url };
  const buyers = await seedBuyers(database);

  const listening = (output: string) => output.startsWith('{') && output.includes('\n');
  const inbox = await start('inbox', {
    command: ['dev/inbox/main.js', '--smtp-port', `${smtpPort}`, '--http-port', `${inboxPort}`],
    env: {},
    ready: listening,
  });
  const state = join(folder, 'vendor');
  const vendor = await start('vendor', {
    command: ['dev/vendor-sandbox/main.js', '--port', `${vendorPort}`, '--state', state, '--region', REGION],
    env: {},
    ready: listening,
  });
  const vendorUrl = `http://127.0.0.1:${vendorPort}`;
  const preloaded = ['counting', ...(profile ? ['profiling'] : [])].map((name) => `--import=${urlOf(name)}`);
  const product = await start('product', {
    command: ['dev/start.js'],
    env: {
      ...{ DATA_DIR: dataDir, PORT: '0', ...(postgres && { DATABASE_URL: postgres.url }) },
      SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
      BOUNCE_ADDRESS: 'bounces@saga.example',
      INBOUND_MAIL_SECRET: randomBytes(32).toString('base64url'),
      KEEPIT_REGIONS: JSON.stringify({ [REGION]: { baseUrl: vendorUrl, ...DEMO_ACCOUNT } }),
      ...{ NODE_OPTIONS: preloaded.join(' '), COUNTING_PORT: `${countingPort}` },
      ...(profile && { PROFILE_FILE: profile }),
    },
    ready: () => readStackFile(dataDir) !== undefined,
  });
  const temporal = childrenOf(product.pid).find(({ command }) => command.includes('start-dev'))?.pid;
  const apiUrl = readStackFile(dataDir)?.apiUrl;
  if (temporal === undefined || apiUrl === undefined) throw new Error('the product has no Temporal server, or no API');
  return {
    apiUrls: [apiUrl],
    inboxUrl: `http://127.0.0.1:${inboxPort}`,
    buyers,
    cpu: () => ({
      product: cpuMillisecondsOf(product.pid),
      temporal: cpuMillisecondsOf(temporal),
      database: postgres ? cpuOfFamily(postgres.pid) : 0,
      vendor: cpuMillisecondsOf(vendor.pid),
      inbox: cpuMillisecondsOf(inbox.pid),
    }),
    statements: () => jsonOf<Statements>(`http://127.0.0.1:${countingPort}`),
    vendorCalls: () => jsonOf<VendorCall[]>(`${vendorUrl}/sandbox/calls`),
    async fillVendor(subscriptions) {
      await vendor.stop();
      fill(join(state, REGION), subscriptions);
      await vendor.start();
    },
  };
}

/** Past its API: it would take as long as the orders of as many customers. */
function fill(directory: string, subscriptions: number): void {
  const { parentAccount } = DEMO_ACCOUNT;
  const accounts = new Accounts({ root: parentAccount, directory, now: () => Date.parse('2026-01-01') });
  for (let n = 1; n <= subscriptions; n++) {
    const login = `earlier.${n}@customer.example`;
    accounts.create({
      parent: parentAccount,
      login,
      externalId: `earlier-${n}`,
      email: login,
      companyname: `Earlier ${n}`,
    });
  }
  accounts.close();
}

const urlOf = (name: string) => pathToFileURL(join(projectRoot(), `dist/bench/product/${name}.js`)).href;

async function jsonOf<T>(url: string): Promise<T> {
  return (await (await fetch(url)).json()) as T;
}
