/** Orders between releases: begun on one's workflow code, ended on the other's, both with the activities of today. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { createActivities } from '../../activities/index.ts';
import { startOptions } from '../../client/start-options.ts';
import { MESSAGES, ORDER_SAGA, workflowIdOf } from '../../workflows/contract/names.ts';
import type { LiveOrder, Order } from '../../workflows/contract/order.ts';
import { ADMINISTRATOR, anOrder, doubles } from '../support/doubles.ts';
import { required } from '../support/saga.ts';
import { frozen, workflowCodeOf } from './frozen.ts';
import { NO_WAY_BACK, RULES_OF_LAST } from './going-back.ts';

type World = ReturnType<typeof doubles>;

const LAST = Object.keys(frozen().releases).at(-1) ?? '';
const OURS = required('TEST_WORKFLOW_BUNDLE');

let client: Client;
let connection: NativeConnection;
let folder: string;
/** Paths of the releases' workflow code. */
const theirs: Record<string, string> = {};

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'OFF' } } });
  folder = mkdtempSync(join(tmpdir(), 'order-saga-releases-'));
  for (const version of Object.keys(frozen().releases)) {
    const path = join(folder, `${version}.js`);
    writeFileSync(path, workflowCodeOf(version));
    theirs[version] = path;
  }
  const address = required('TEST_TEMPORAL_ADDRESS');
  client = new Client({ connection: await Connection.connect({ address }) });
  connection = await NativeConnection.connect({ address });
});
afterAll(async () => {
  await client?.connection.close();
  await connection?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Works with this workflow code while `body` runs. */
async function working(codePath: string, world: World, taskQueue: string, body: () => Promise<void>): Promise<void> {
  const worker = await Worker.create({
    connection,
    taskQueue,
    workflowBundle: { codePath },
    activities: createActivities(world.deps),
  });
  await worker.runUntil(body);
}

async function until(handle: WorkflowHandle, reached: (order: LiveOrder) => boolean): Promise<void> {
  while (!reached(await handle.query<LiveOrder>(MESSAGES.getOrder))) await new Promise((next) => setTimeout(next, 20));
}

const send = (handle: WorkflowHandle, name: keyof typeof MESSAGES, message: unknown) =>
  handle.executeUpdate(MESSAGES[name], { args: [message] });

const answer = (handle: WorkflowHandle) =>
  send(handle, 'provideAdministratorDetails', { details: ADMINISTRATOR, by: 'reseller' });

/** Where an order may stand when the build changes, and what lets it go on to its end. */
interface Stage {
  before?(world: World): void;
  begin(world: World, handle: WorkflowHandle): Promise<void>;
  goOn(world: World, handle: WorkflowHandle): Promise<unknown>;
}

const STAGES: Record<string, Stage> = {
  'while the customer is asked': {
    begin: (_world, handle) => until(handle, ({ state }) => state === 'inquiring'),
    goOn: (_world, handle) => answer(handle),
  },
  'while the first mail is stuck': {
    before(world) {
      world.mailer.down = true;
    },
    begin: (_world, handle) => until(handle, ({ waitingOn }) => waitingOn?.who === 'mailServer'),
    goOn(world, handle) {
      world.mailer.down = false;
      return answer(handle);
    },
  },
  'while it is held': {
    before(world) {
      world.record.customerOnHold = true;
    },
    async begin(_world, handle) {
      await until(handle, ({ state }) => state === 'inquiring');
      await answer(handle);
      await until(handle, ({ state }) => state === 'held');
    },
    goOn(world, handle) {
      world.record.customerOnHold = false;
      return send(handle, 'resumeOrder', { action: 'retry' });
    },
  },
};

/** An order that begins with one workflow code; `next` then ends it with another, or looks at it. */
async function waiting(
  codePath: string,
  stage: Stage,
  next: (world: World, handle: WorkflowHandle, taskQueue: string) => Promise<void>,
): Promise<void> {
  const world = doubles();
  const orderId = `R${randomUUID()}`;
  const order = anOrder({ orderId, lines: anOrder().lines.map((line) => ({ ...line, lineId: `${orderId}-1` })) });
  const taskQueue = `releases-${orderId}`;
  let handle: WorkflowHandle | undefined;
  await working(codePath, world, taskQueue, async () => {
    const options = startOptions(order, taskQueue, new Date());
    stage.before?.(world);
    await client.workflow.start(ORDER_SAGA, options);
    handle = client.workflow.getHandle(workflowIdOf(orderId));
    await stage.begin(world, handle);
  });
  if (handle) await next(world, handle, taskQueue);
}

const endsOn = (codePath: string, stage: Stage) => async (world: World, handle: WorkflowHandle, taskQueue: string) => {
  await working(codePath, world, taskQueue, async () => {
    await stage.goOn(world, handle);
    expect(await handle.result()).toMatchObject({ state: 'completed' });
  });
  expect(world.billing.entries.filter((entry) => entry.startsWith('open:'))).toHaveLength(1);
};

const releasesAndStages = Object.keys(frozen().releases).flatMap((version) =>
  Object.entries(STAGES).map(([at, stage]) => [version, at, stage] as const),
);

test.each(releasesAndStages)(
  'an order that started on release %s and waits, %s, ends on this one',
  (version, _at, stage) => waiting(theirs[version] as string, stage, endsOn(OURS, stage)),
);

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;

/** What keeps a history from going back, if anything. */
function noWayBack(history: unknown, name = ''): string | undefined {
  const text = JSON.stringify(history);
  const markers = [...text.matchAll(/"patch-data":\{"payloads":\[\{[^}]*?\}?,?"data":"([^"]+)"/g)];
  const patches = markers.map(
    ([, data = '']) => (JSON.parse(Buffer.from(data, 'base64').toString()) as { id: string }).id,
  );
  return [...patches, name].find((one) => one in NO_WAY_BACK);
}

const replayOn = (codePath: string, history: History) =>
  Worker.runReplayHistory({ workflowBundle: { codePath } }, history);

test.each(Object.entries(STAGES))(
  'an order of this build that waits, %s, goes back to the last release and ends there',
  (_at, stage) =>
    waiting(OURS, stage, async (world, handle, taskQueue) => {
      const { historyToJSON } = await import('@temporalio/common/lib/proto-utils.js');
      const history = await handle.fetchHistory();
      const last = theirs[LAST] as string;
      if (noWayBack(JSON.parse(historyToJSON(history)))) {
        await expect(replayOn(last, history)).rejects.toThrow(DeterminismViolationError);
        await handle.terminate();
      } else {
        await endsOn(last, stage)(world, handle, taskQueue);
      }
    }),
);

const old = new Set(Object.values(frozen().releases).flatMap(({ histories }) => Object.keys(histories)));
const recent = readdirSync(join(__dirname, 'histories'))
  .filter((name) => !old.has(name))
  .map((name) => ({ name, history: JSON.parse(readFileSync(join(__dirname, 'histories', name), 'utf8')) as History }))
  .filter(({ history }) => rulesOf(history) <= RULES_OF_LAST);

/** By which rules the order of a history goes, as its input says. */
function rulesOf({ events }: History): number {
  const [started] = events ?? [];
  const data = String(started?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0]?.data);
  return (JSON.parse(Buffer.from(data, 'base64').toString()) as Order).rules ?? 1;
}

test('histories that are newer than the last release go back to it, but for those that are known not to', async () => {
  const outcomes = await Promise.all(
    recent.map(async ({ name, history }) => {
      const expected = noWayBack(history, name.replace('.json', '')) === undefined ? 'goes back' : 'does not go back';
      const outcome = await replayOn(theirs[LAST] as string, history).then(
        () => 'goes back',
        (error: unknown) => (error instanceof DeterminismViolationError ? 'does not go back' : String(error)),
      );
      return { name, expected, outcome };
    }),
  );
  expect(outcomes.filter(({ expected, outcome }) => expected !== outcome)).toEqual([]);
});
