/** Runs orders against a real Temporal server that skips time, and replays every run afterwards. */
import { existsSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type WorkflowHandle, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { createActivities } from '../../activities/index.ts';
import { startOptions } from '../../client/start-options.ts';
import { MESSAGES, ORDER_SAGA, workflowIdOf } from '../../workflows/contract/names.ts';
import type { LiveOrder, Order } from '../../workflows/contract/order.ts';
import { doubles, type World } from './doubles.ts';
import { timeSkippingServer } from './time-skipping.ts';

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;

export const DAY = 86_400_000;

/** Under the limit of a test, so that one that hangs says where, and leaves no workflow behind that holds up the others. */
const LONGEST_WAIT_MS = 60_000;

export type OrderHandle = WorkflowHandle & { result(): Promise<LiveOrder> };

/** One order under test: its world, its workflow, and what one does with it. */
export interface Run {
  world: World;
  env: TestWorkflowEnvironment;
  start(order: Order): Promise<OrderHandle>;
  live(handle: OrderHandle): Promise<LiveOrder>;
  /** Lets workflow time pass. */
  pass(ms: number): Promise<void>;
  update(handle: OrderHandle, name: keyof typeof MESSAGES, message: unknown, id?: string): Promise<unknown>;
  /** The type and first detail of the refusal that an update gets. */
  refused(
    handle: OrderHandle,
    name: keyof typeof MESSAGES,
    message: unknown,
  ): Promise<{ type: string; detail: unknown }>;
  /**
   * Waits until the workflow says so. With `passing`, workflow time passes meanwhile, that many milliseconds at a time:
   * one leap may come before the workflow has set the timer that it is meant for.
   */
  until(handle: OrderHandle, reached: (order: LiveOrder) => boolean, passing?: number): Promise<LiveOrder>;
}

const bundlePath = () => required('TEST_WORKFLOW_BUNDLE');

export function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is set by the tests' global set-up`);
  return value;
}

/** Whether this run of the suite is the one without workflow cache, in which every task replays. */
export const uncached = process.env.WORKFLOW_CACHE === '0';

let patienceMs = 40_000;
let environment: Promise<TestWorkflowEnvironment> | undefined;
const stuck: TestWorkflowEnvironment[] = [];
const started: OrderHandle[] = [];

/** What a test file may want otherwise. */
interface SagaOptions {
  /** Whether each run's history is kept for the replay tests, as it is unless ways through the saga are drawn by chance. */
  keepsHistories?: boolean;
  /** How long the server may take over anything, many times what it needs. */
  patienceMs?: number;
}

/** Registers the file's environment: made before its first test, closed and checked by replay after its last. */
export function useSaga(options: SagaOptions = {}): (body: (run: Run) => Promise<void>) => Promise<void> {
  const { keepsHistories = true } = options;
  patienceMs = options.patienceMs ?? patienceMs;
  beforeAll(async () => {
    // The time-skipping server lacks a capability that the core warns of at every start.
    Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'OFF' } } });
    environment = timeSkippingServer();
    await environment;
  });
  afterAll(async () => {
    for (const env of [...stuck, await environment]) await env?.teardown();
  });
  return async (body) => {
    const env = await environment;
    if (!env) throw new Error('the environment is made in beforeAll');
    try {
      await runOn(env, body, keepsHistories);
    } catch (error) {
      if (!(error instanceof ServerStuck)) throw error;
      process.stderr.write('the time-skipping server is stuck: once more on a new one\n');
      // Not closed yet: what the client still retries there would fail outside of any test.
      stuck.push(env);
      environment = timeSkippingServer();
      await runOn(await environment, body, keepsHistories);
    }
  };
}

async function runOn(
  env: TestWorkflowEnvironment,
  body: (run: Run) => Promise<void>,
  keepsHistories: boolean,
): Promise<void> {
  const world = doubles();
  const taskQueue = `test-${started.length}-${Date.now()}`;
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue,
    workflowBundle: { codePath: bundlePath() },
    activities: createActivities(world.deps),
    maxCachedWorkflows: uncached ? 0 : 100,
    maxHeartbeatThrottleInterval: '100 milliseconds',
  });
  started.length = 0;
  // A workflow left open would hold the clock up for the tests that follow.
  const closeAll = () => Promise.all(started.map((handle) => handle.terminate().catch(() => undefined)));
  await worker.runUntil(() => body(runOf(env, world, taskQueue)).finally(closeAll));
  for (const [index, handle] of started.entries()) {
    const history = await handle.fetchHistory();
    await Worker.runReplayHistory({ workflowBundle: { codePath: bundlePath() } }, history);
    if (keepsHistories) await keep(history, pathOf(index));
  }
}

/**
 * Thrown when the time-skipping server does not go on. It refuses a workflow task that cancels an activity which has ended
 * in the same instant (`ACTIVITY_UNKNOWN`), where a real server gives the task out again; an activity that was to be cancelled
 * and then fails vanishes without an event, where a real server writes the failure down; now and then it loses a task. No
 * order is to blame, so the test begins again on a new server, once.
 */
export class ServerStuck extends Error {
  override readonly name = 'ServerStuck';
}

/** @throws ServerStuck if nothing comes of it in many times the time that it takes */
async function unlessStuck<T>(passing: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const stuck = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ServerStuck()), patienceMs);
  });
  return Promise.race([passing, stuck]).finally(() => clearTimeout(timer));
}

/** Where the history of a test's order is kept: under the test's name, and with a number from its second order on. */
function pathOf(index: number): string {
  const name = (expect.getState().currentTestName ?? '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 90)
    .replace(/-$/, '');
  return join(__dirname, '..', 'replay', 'histories', `${name}${index === 0 ? '' : `-${index + 1}`}.json`);
}

/**
 * Keeps a history for the replay tests. Histories are recorded once, when a way through the saga is new; those of earlier
 * releases are never recorded again, since they stand for orders that wait out there.
 */
async function keep(history: History, path: string): Promise<void> {
  if (existsSync(path)) return;
  if (!process.env.RECORD_HISTORIES) {
    throw new Error(
      `no history shows this way through the saga: record it with RECORD_HISTORIES=1 (${basename(path)})`,
    );
  }
  const { historyToJSON } = await import('@temporalio/common/lib/proto-utils.js');
  // Where and by whom it was recorded is nobody's business, and no part of what is replayed.
  const where = /"(stackTrace|identity)": "(?:[^"\\]|\\.)*"/g;
  writeFileSync(path, historyToJSON(history).replace(where, '"$1": ""'));
}

function runOf(env: TestWorkflowEnvironment, world: World, taskQueue: string): Run {
  const { client } = env;
  // The activities' clock follows the server's, which leaps.
  const setClock = async () => {
    const ahead = (await env.currentTimeMs()) - Date.now();
    world.deps.now = () => new Date(Date.now() + ahead);
  };
  const run: Run = {
    world,
    env,
    async start(order) {
      await setClock();
      const options = startOptions(order, taskQueue, new Date(await env.currentTimeMs()));
      await client.workflow.start(ORDER_SAGA, options);
      const bare = client.workflow.getHandle(workflowIdOf(order.orderId));
      const handle: OrderHandle = { ...bare, result: () => unlessStuck(bare.result()) };
      started.push(handle);
      return handle;
    },
    live: (handle) => unlessStuck(handle.query<LiveOrder>(MESSAGES.getOrder)),
    async pass(ms) {
      await unlessStuck(env.sleep(ms));
      await setClock();
    },
    update: (handle, name, message, updateId) =>
      unlessStuck(handle.executeUpdate(MESSAGES[name], { args: [message], updateId })),
    async refused(handle, name, message) {
      const error: unknown = await run.update(handle, name, message).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (!(error instanceof WorkflowUpdateFailedError) || !(error.cause instanceof ApplicationFailure)) {
        throw new Error(`the update was not refused: ${String(error)}`);
      }
      return { type: error.cause.type ?? '', detail: error.cause.details?.[0] };
    },
    async until(handle, reached, passing) {
      const givenUp = Date.now() + LONGEST_WAIT_MS;
      for (;;) {
        const order = await run.live(handle);
        if (reached(order)) return order;
        if (Date.now() > givenUp) throw new Error(`waited in vain; the order is ${JSON.stringify(order)}`);
        await (passing === undefined ? new Promise((resolve) => setTimeout(resolve, 20)) : run.pass(passing));
      }
    },
  };
  return run;
}
