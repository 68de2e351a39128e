/** What a back-end service may place, on a real database; Temporal is down, which is no reason to refuse an order. */
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Client, type WorkflowClientInterceptor } from '@temporalio/client';
import { InvalidOrderRequest, OrderClient, type OrderRequest } from '../../client/index.ts';
import { createTemporalClient } from '../../client/temporal/connection.ts';
import { openStore } from '../../store/index.ts';
import type { Store } from '../../store/store.ts';
import { aMarket } from '../store/market.ts';
import { newDataDir } from '../support/data-directories.ts';

const ADA = { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@engines.example' };

let dataDir: string;
let store: Store;
let client: OrderClient;
let valid: OrderRequest;
const temporal = createTemporalClient({ TEMPORAL_ADDRESS: '127.0.0.1:1' });

beforeAll(async () => {
  dataDir = await newDataDir('order-saga-client-');
  store = await openStore({ dataDir });
  client = new OrderClient({ client: temporal, orders: store.orders, taskQueue: 'orders' });
});
afterAll(async () => {
  await client.settle();
  await temporal.connection.close();
  await store.close();
  rmSync(dataDir, { recursive: true });
});
beforeEach(async () => {
  const { digest: _, ...order } = (await aMarket(store)).order();
  valid = order;
});

/** As a service without types may send it. */
const refusalOf = (changes: object) =>
  client.place({ ...valid, ...changes } as OrderRequest).then(
    () => [],
    (error: InvalidOrderRequest) => {
      expect(error).toBeInstanceOf(InvalidOrderRequest);
      return error.problems;
    },
  );

test.each<[string, object, string[]]>([
  ['no lines', { lines: [] }, ['lines: Enter at least one line']],
  [
    'details that are wrong',
    { administrator: { mode: 'provided', details: { ...ADA, lastName: '', phone: '030-1' } } },
    [
      'administrator.details.lastName: Enter a last name of at most 100 characters',
      'administrator.details.phone: Enter a phone number with its country code, such as +4930123456',
    ],
  ],
  [
    'details that are missing',
    { administrator: { mode: 'provided' } },
    ['administrator.details: Enter the administrator’s details'],
  ],
  [
    'an unknown mode',
    { administrator: { mode: 'fax' } },
    ['administrator.mode: Enter an administrator with the mode "provided" and details, or with the mode "email"'],
  ],
  [
    'a deadline of a month',
    { informationRequest: { deadline: 'P1M', reminders: [] } },
    ['informationRequest: deadline: an ISO 8601 duration between PT1S and P366D, such as P14D'],
  ],
  [
    'a reminder after the deadline',
    { informationRequest: { deadline: 'P2D', reminders: ['P3D'] } },
    [expect.stringContaining('informationRequest: reminders: ISO 8601 durations')],
  ],
  ['terms that are missing', { informationRequest: undefined }, [expect.stringMatching(/^informationRequest: /)]],
])('%s: refused in words, and nothing is accepted', async (_, changes, problems) => {
  expect(await refusalOf(changes)).toEqual(problems);
  expect((await store.orders.list(valid.resellerId, { limit: 10 })).items).toEqual([]);
});

test('everything that is wrong is said at once', async () => {
  const problems = await refusalOf({
    lines: [],
    administrator: { mode: 'provided', details: {} },
    informationRequest: { deadline: 'soon', reminders: [] },
  });
  expect(problems.map((problem) => problem.split(':')[0])).toEqual([
    'lines',
    'administrator.details.firstName',
    'administrator.details.lastName',
    'administrator.details.email',
    'informationRequest',
  ]);
});

test('what is not known of details and terms is not kept, and does not make another order of it', async () => {
  const administrator = { mode: 'provided' as const, details: { ...ADA, password: 'secret' } };
  const informationRequest = { ...valid.informationRequest, note: 'secret' };
  const result = await client.place({ ...valid, administrator, informationRequest });
  if (result.kind !== 'placed') throw new Error(result.kind);
  const kept = await store.orders.workflowInput(result.order.orderId);
  expect(kept.administrator).toStrictEqual({ mode: 'provided', details: ADA });
  expect(kept.informationRequest).toStrictEqual(valid.informationRequest);

  const { email, ...name } = ADA;
  const again = await client.place({ ...valid, administrator: { details: { email, ...name }, mode: 'provided' } });
  expect(again).toMatchObject({ kind: 'repeated', order: { orderId: result.order.orderId } });
});

test('Buy answers while Temporal does not, and whoever stops waits until the start is given up', async () => {
  const told: string[] = [];
  const silent = await silentTemporal();
  const client = new OrderClient({
    client: silent.client,
    orders: store.orders,
    taskQueue: 'orders',
    onStartFailed: (_, orderId) => told.push(`${orderId} not started`),
  });
  const result = await client.place(valid);
  if (result.kind !== 'placed') throw new Error(result.kind);
  const { orderId, state } = result.order;
  told.push(`${orderId} ${state}`);
  await client.settle();
  told.push('stopped');
  expect(told).toEqual([`${orderId} acknowledged`, `${orderId} not started`, 'stopped']);
  await silent.close();
});

test('of more starts at once than Temporal keeps up with, the rest is left to starters', async () => {
  let asked = 0;
  let letGo = () => {};
  const held = new Promise<never>((_, reject) => {
    letGo = () => reject(new Error('not now'));
  });
  const workflowInput = () => {
    asked++;
    return held;
  };
  const orders = { ...store.orders, workflowInput };
  const client = new OrderClient({ client: temporal, orders, taskQueue: 'orders' });
  for (let n = 0; n < 102; n++) await client.place({ ...valid, idempotencyKey: `many-${n}` });
  expect(asked).toBe(100);
  letGo();
  await client.settle();
  await client.place({ ...valid, idempotencyKey: 'one-more' });
  expect(asked).toBe(101);
});

/** Something that takes connections where Temporal should be, and never says a word. */
async function silentTemporal(): Promise<{ client: Client; close(): Promise<void> }> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = createTemporalClient({ TEMPORAL_ADDRESS: `127.0.0.1:${(server.address() as AddressInfo).port}` });
  return {
    client,
    async close() {
      await client.connection.close();
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
test('a mail that came back is told to its order once for each mail, however often it is reported', async () => {
  const sent: unknown[] = [];
  const overhear: WorkflowClientInterceptor = {
    async startUpdate({ updateName, args, options, workflowExecution }) {
      sent.push([workflowExecution.workflowId, updateName, options.updateId, args]);
      return { updateId: 'u', workflowRunId: 'r', outcome: { success: { payloads: [] } } };
    },
  };
  const overheard = new Client({ connection: temporal.connection, interceptors: { workflow: [overhear] } });
  const orders = new OrderClient({ client: overheard, orders: store.orders, taskQueue: 'orders' });
  const report = { revision: 2, number: 3, status: '5.1.1' };
  for (const change of [{}, { status: '5.4.4' }, { number: 4 }]) {
    expect(await orders.reportBounce('O-1', { ...report, ...change })).toEqual({ kind: 'accepted' });
  }
  // Temporal takes a second message with the id of the first for the first one again.
  expect(sent).toEqual([
    ['order-O-1', 'reportBounce', 'bounce.2.3', [report]],
    ['order-O-1', 'reportBounce', 'bounce.2.3', [{ ...report, status: '5.4.4' }]],
    ['order-O-1', 'reportBounce', 'bounce.2.4', [{ ...report, number: 4 }]],
  ]);
});
