/** The API as a process, with a real database that goes and comes back, and a Temporal that accepts and never answers. */
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from '../../dev/ports.ts';
import { type PostgresServer, startPostgres } from '../../dev/postgres.ts';
import { seed } from '../../dev/seed.ts';
import { openStore } from '../../store/index.ts';
import type { Store } from '../../store/store.ts';
import { build, Program, until } from '../support/processes.ts';

const MOST_REQUESTS = 20;
const ORDER = {
  customerId: 'cust-hafen',
  lines: [{ productId: 'veritas-o365-backup', quantity: 5 }],
  administrator: { mode: 'email' },
  termsVersion: '2026-01',
};

interface Answer {
  status: number;
  retryAfter: string | undefined;
  /** What becomes of the connection. */
  connection: string | undefined;
  text: string;
}

let folder: string;
let database: PostgresServer;
let store: Store;
let token: string;
let url: string;
let settings: Record<string, string>;
let api: Program;
const sockets = new Set<Socket>();
const temporal = createServer((socket) => {
  sockets.add(socket.on('error', () => undefined));
});

beforeAll(async () => {
  build();
  folder = mkdtempSync(join(tmpdir(), 'order-saga-away-'));
  database = await startPostgres();
  store = await openStore({ databaseUrl: database.url, dataDir: folder });
  await seed(store);
  token = (await store.tokens.createToken('nordwind', 'test')).token;
  temporal.listen(0, '127.0.0.1');
  await once(temporal, 'listening');
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  settings = {
    DATABASE_URL: database.url,
    DATA_DIR: folder,
    TEMPORAL_ADDRESS: `127.0.0.1:${(temporal.address() as AddressInfo).port}`,
    PUBLIC_URL: url,
    PORT: String(port),
    LINK_KEYS: `test:${randomBytes(32).toString('base64url')}`,
    MAX_REQUESTS: String(MOST_REQUESTS),
    SMTP_URL: 'smtp://127.0.0.1:1',
    MAIL_FROM: 'Orders <orders@saga.example>',
    KEEPIT_REGIONS: '{}',
    LOG_LEVEL: 'warn',
  };
  api = program('web/main.js', 'api');
}, 300_000);
afterAll(async () => {
  await api.stop();
  await store.close();
  await database.stop();
  for (const socket of sockets) socket.destroy();
  temporal.close();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

function program(command: string, name: string, more: Record<string, string> = {}): Program {
  return new Program({
    command: [command],
    env: { ...settings, ...more },
    logFile: join(folder, `${name}.log`),
    ready: async () => (await fetch(`${url}/healthz`)).ok,
  });
}

async function ask(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Answer> {
  // Each on a connection of its own, which the server may keep.
  const agent = new Agent({ keepAlive: true });
  const sent = request(`${url}${path}`, {
    agent,
    method,
    headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }), ...headers },
  });
  sent.end(body && JSON.stringify(body));
  const [response] = await once(sent, 'response');
  let text = '';
  for await (const part of response.setEncoding('utf8')) text += part;
  agent.destroy();
  const { connection, 'retry-after': retryAfter } = response.headers;
  return { status: response.statusCode, retryAfter, connection, text };
}

/** Nobody reads or writes a customer until it is let go. */
async function customersLocked() {
  const lock = new pg.Client({ connectionString: database.url });
  await lock.connect();
  await lock.query('begin');
  await lock.query('lock table customers in access exclusive mode');
  return {
    async waiting() {
      // A transaction goes on seeing the connections that it saw first.
      await lock.query('select pg_stat_clear_snapshot()');
      return (await lock.query(`select 1 from pg_stat_activity where wait_event_type = 'Lock'`)).rowCount;
    },
    async letGo() {
      await lock.query('rollback');
      await lock.end();
    },
  };
}

const buy = () => ask('POST', '/api/orders', ORDER, { 'idempotency-key': randomUUID() });
const waitingLines = ({ output }: Program) => output.split('\n').filter((line) => line.includes('Waiting up to'));

test('started before its database, the API waits for it with one line; told to stop it ends at once, in vain it says so', async () => {
  await database.down();
  const stopped = program('web/main.js', 'stopped', { PORT: '0' });
  const inVain = program('web/main.js', 'in-vain', { PORT: '0', STARTUP_WAIT_SECONDS: '2' });
  const worker = program('worker/main.js', 'worker');
  const all = [api, stopped, inVain, worker];
  for (const one of all) one.launch();
  await Promise.all(all.map((one) => until('the line', () => waitingLines(one).length > 0)));
  for (const one of [stopped, worker]) one.signal('SIGINT');
  expect(await Promise.all([stopped.ended, worker.ended, inVain.ended])).toEqual([0, 0, 1]);
  expect(inVain.output).toContain('Waited 2 s in vain for the database.');
  await database.up();
  await api.ready();
  expect(waitingLines(api)).toHaveLength(1);
});

test('the database stopped under a running API: 503 with Retry-After for programs and people, and back without a restart', async () => {
  await database.down();
  const cookie = `order-saga-${new URL(url).port}=${randomBytes(32).toString('base64url')}`;
  const answers = await Promise.all([
    buy(),
    ask('GET', '/api/orders'),
    ask('GET', '/panel/catalogue', undefined, { cookie }),
    ask('POST', '/api/customers', {}),
  ]);
  expect(answers.map(({ status, retryAfter }) => [status, retryAfter])).toEqual(answers.map(() => [503, '5']));
  expect(answers[2]?.text).toContain('<h1>The page cannot be shown just now</h1>');
  expect((await ask('GET', '/readyz')).text).toContain('"database":"unreachable"');
  await database.up();
  expect((await ask('GET', '/api/orders')).status).toBe(200);
  expect(api.output).not.toContain('"level":50');
});

test('a Temporal that accepts and never answers: a message to an order gets its answer, which says that it may be repeated', async () => {
  const { text, status } = await buy();
  expect(status).toBe(202);
  const { orderId } = JSON.parse(text) as { orderId: string };
  const details = { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@engines.example' };
  const answers = await Promise.all([
    ask('POST', `/api/orders/${orderId}/cancellation`, {}),
    ask('POST', `/api/orders/${orderId}/administrator`, details),
    ask('POST', `/api/orders/${orderId}/information-request`, {}),
  ]);
  expect(answers.map((answer) => [answer.status, answer.retryAfter, JSON.parse(answer.text).safeToRepeat])).toEqual([
    [503, '5', true],
    [503, '5', true],
    [503, '5', false],
  ]);
});

test('a burst far over the limit: each request is answered, refusals say when to come back, and what was accepted is there', async () => {
  const count = async () => {
    let orders = 0;
    let cursor: string | undefined;
    do {
      const page = await store.orders.list('nordwind', { limit: 100, cursor });
      orders += page.items.length;
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return orders;
  };
  const before = await count();
  const resident = [];
  let accepted = 0;
  for (let bursts = 0; bursts < 3; bursts++) {
    const lock = await customersLocked();
    const burst = Array.from({ length: 200 }, buy);
    // As many as may be are in hand and get no further: whoever is answered now is refused.
    await Promise.race(burst);
    await lock.letGo();
    const answers = await Promise.all(burst);
    const refused = answers.filter(({ status }) => status === 503);
    accepted += answers.filter(({ status }) => status === 202).length;
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202, 503]));
    for (const { retryAfter, text } of refused) {
      expect([Number(retryAfter) >= 1, JSON.parse(text)]).toEqual([
        true,
        expect.objectContaining({ code: 'overloaded', safeToRepeat: true }),
      ]);
    }
    resident.push(Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${api.pid}/status`, 'utf8'))?.[1]) / 1024);
  }
  expect(await count()).toBe(before + accepted);
  const [first = 0, , third = 0] = resident;
  // Of 200 requests with their connections, kept, there would be more; the collector has its moods.
  expect(third - first).toBeLessThan(64);
});

test('stopped with requests in hand on kept connections, it answers all of them, takes no others, and ends by itself', async () => {
  const lock = await customersLocked();
  const inHand = Array.from({ length: 10 }, () => ask('GET', '/api/customers'));
  await until('all of them to wait for the lock', async () => (await lock.waiting()) === inHand.length);
  api.signal('SIGTERM');
  await until('it to take no others', () =>
    fetch(`${url}/healthz`).then(
      () => false,
      () => true,
    ),
  );
  await lock.letGo();
  const answers = await Promise.all(inHand);
  expect(answers.map(({ status, connection }) => [status, connection])).toEqual(answers.map(() => [200, 'close']));
  expect(await api.ended).toBe(0);
});
