/** `npm start` killed with SIGKILL, again and again, while orders are on their way. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { freePort } from '../../dev/ports.ts';
import { readStackFile, type StackFile } from '../../dev/stack-file.ts';
import { openDatabase } from '../../store/database/open.ts';
import { build, Program, until } from '../support/processes.ts';
import { administrator, Dealings, type OrderSeen } from './dealings.ts';
import { expectChargedOnce, expectProvisionedOnce } from './endings.ts';

jest.setTimeout(240_000);

const KILLS = 3;
const ORDERS = 10;

const dataDir = mkdtempSync(join(tmpdir(), 'order-saga-stack-'));
const connections: Connection[] = [];
let stack: Program;
/** As the file of the last start said; a killed stack leaves its file behind. */
let file: StackFile;

const dealings = new Dealings(() => ({
  ...file,
  get client() {
    const connection = Connection.lazy({ address: file.temporalAddress });
    connections.push(connection);
    return new Client({ connection });
  },
}));

beforeAll(async () => {
  build();
  const port = await freePort();
  stack = new Program({
    command: ['dev/start.js'],
    env: { DATA_DIR: dataDir, PORT: `${port}`, LOG_LEVEL: 'warn' },
    logFile: join(dataDir, 'start.log'),
    ready: (output) => output.includes('Order Saga is running.'),
  });
  await start();
}, 300_000);

afterAll(async () => {
  await stack.stop();
  for (const connection of connections) await connection.close();
  for (const { pid } of processesOf(dataDir)) process.kill(pid, 'SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);

async function start(): Promise<void> {
  await stack.start();
  const written = readStackFile(dataDir);
  if (written === undefined) throw new Error('a running stack has its file');
  file = written;
}

async function killWhileStarting(): Promise<void> {
  const starting = start().catch(() => undefined);
  await sleep(Math.random() * 2_500);
  await stack.kill();
  await starting;
}

/** The processes of stacks on this directory: Temporal server and vendor sandbox have it among their arguments. */
function processesOf(directory: string): { pid: number; command: string }[] {
  const lines = execFileSync('ps', ['-A', '-ww', '-o', 'pid=,args=']).toString().split('\n');
  return lines
    .filter((line) => line.includes(directory))
    .map((line) => ({ pid: Number.parseInt(line, 10), command: line.trim().replace(/^\d+ +/, '') }));
}

/** Buys and answers as people and services do: what got no reply is tried again. */
async function carryThrough(byMail: boolean): Promise<OrderSeen> {
  const details = administrator();
  const order = await dealings.buy(byMail ? undefined : details);
  if (byMail) await dealings.answer(await dealings.link(order.orderId), details);
  return dealings.becomes(order.orderId, 'completed');
}

test('the whole stack killed with SIGKILL at random moments and started again: every accepted order ends as it would have', async () => {
  const slow = () => dealings.arm({ operation: 'create', fault: 'delay', delayMs: 300, times: ORDERS });
  await slow();
  const moments = Array.from({ length: ORDERS }, () => Math.random() * 6_000);
  const underWay = moments.map(async (moment, index) => {
    await sleep(moment);
    return carryThrough(index % 2 === 0);
  });
  for (let kill = 1; kill <= KILLS; kill++) {
    await sleep(300 + Math.random() * 1_500);
    await stack.kill();
    if (kill === 2) await killWhileStarting();
    await start();
    await slow();
  }
  const orders = await Promise.all(underWay);

  for (const { orderId } of orders) await expectProvisionedOnce(dealings, orderId);
  await expectNoOtherOrders(orders);
  await stack.stop();
  const { db, close } = await openDatabase({ dataDir });
  try {
    for (const order of orders) {
      expectChargedOnce(
        order,
        await db.selectFrom('ledger').selectAll().where('order_id', '=', order.orderId).execute(),
      );
    }
  } finally {
    await close();
  }
});

test('a stack that was killed leaves nothing running, and does not keep the next one from starting', async () => {
  if (!stack.running) await start();
  await dealings.buy(administrator());
  await stack.kill();
  await until('the killed stack’s processes to end', () => processesOf(dataDir).length === 0, 20_000).catch(() => {});
  expect(processesOf(dataDir)).toEqual([]);

  await start();
  await stack.stop();
  expect(processesOf(dataDir)).toEqual([]);
});

/** A repeated Buy has made no second order. */
async function expectNoOtherOrders(orders: OrderSeen[]): Promise<void> {
  const headers = { Authorization: `Bearer ${file.token}` };
  const response = await fetch(`${file.apiUrl}/api/orders?limit=100`, { headers });
  const { items } = (await response.json()) as { items: OrderSeen[] };
  expect(items.map(({ orderId }) => orderId).sort()).toEqual(orders.map(({ orderId }) => orderId).sort());
}
