/** Builds of the worker side by side on a real server: orders move to the one that operators have made the current. */
import { randomUUID } from 'node:crypto';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { createActivities } from '../../activities/index.ts';
import { startOptions } from '../../client/start-options.ts';
import { buildIdOf, versionedAs } from '../../worker/versioning.ts';
import { MESSAGES, ORDER_SAGA, workflowIdOf } from '../../workflows/contract/names.ts';
import type { LiveOrder } from '../../workflows/contract/order.ts';
import { ADMINISTRATOR, anOrder, doubles } from '../support/doubles.ts';
import { required } from '../support/saga.ts';

let client: Client;
let connection: NativeConnection;

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'OFF' } } });
  const address = required('TEST_TEMPORAL_ADDRESS');
  client = new Client({ connection: await Connection.connect({ address }) });
  connection = await NativeConnection.connect({ address });
});
afterAll(async () => {
  await client.connection.close();
  await connection.close();
});

/** Works while `body` runs. */
async function working(
  { deps }: ReturnType<typeof doubles>,
  taskQueue: string,
  buildId: string | undefined,
  body: () => Promise<void>,
): Promise<void> {
  const worker = await Worker.create({
    connection,
    taskQueue,
    workflowBundle: { codePath: required('TEST_WORKFLOW_BUNDLE') },
    activities: createActivities(deps),
    ...(buildId !== undefined && { workerDeploymentOptions: versionedAs(buildId) }),
  });
  await worker.runUntil(body);
}

async function waitingOrder(taskQueue: string): Promise<WorkflowHandle> {
  const orderId = `V${randomUUID()}`;
  const order = anOrder({ orderId, lines: anOrder().lines.map((line) => ({ ...line, lineId: `${orderId}-1` })) });
  await client.workflow.start(ORDER_SAGA, startOptions(order, taskQueue, new Date()));
  const handle = client.workflow.getHandle(workflowIdOf(orderId));
  await until(async () => (await handle.query<LiveOrder>(MESSAGES.getOrder)).state === 'inquiring');
  return handle;
}

async function answered(handle: WorkflowHandle): Promise<void> {
  await handle.executeUpdate(MESSAGES.provideAdministratorDetails, {
    args: [{ details: ADMINISTRATOR, by: 'reseller' }],
  });
  expect(await handle.result()).toMatchObject({ state: 'completed' });
}

async function until(reached: () => Promise<boolean>): Promise<void> {
  while (!(await reached())) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** What `temporal worker deployment set-current-version` does; refused until a worker of the build has come. */
const makeCurrent = (buildId: string) =>
  until(() =>
    client.workflowService
      .setWorkerDeploymentCurrentVersion({
        namespace: 'default',
        deploymentName: 'order-saga',
        buildId,
        identity: 'test',
      })
      .then(
        () => true,
        () => false,
      ),
  );

const versioningOf = async (handle: WorkflowHandle) =>
  (await handle.describe()).raw.workflowExecutionInfo?.versioningInfo ?? undefined;

test('orders that an unversioned worker started go on once versioning is on, and those that wait move to the next build', async () => {
  const taskQueue = `versioned-${randomUUID()}`;
  const [one, other] = [doubles(), doubles()];
  await working(one, taskQueue, undefined, async () => {
    const unversioned = await waitingOrder(taskQueue);
    await working(one, taskQueue, 'first', async () => {
      await makeCurrent('first');
      await answered(unversioned);
    });
  });
  await working(other, taskQueue, 'first', async () => {
    const waiting = await waitingOrder(taskQueue);
    expect(await versioningOf(waiting)).toMatchObject({ behavior: 2, deploymentVersion: { buildId: 'first' } });
    // The next one comes before the old one goes.
    await working(other, taskQueue, 'second', async () => {
      await makeCurrent('second');
      await answered(waiting);
      expect(await versioningOf(waiting)).toMatchObject({ deploymentVersion: { buildId: 'second' } });
    });
  });
});

test('a build is named by its release and its workflow code', async () => {
  const id = await buildIdOf({ code: 'one' }, '1.2.3');
  expect(id).toMatch(/^1\.2\.3-[0-9a-f]{12}$/);
  expect(await buildIdOf({ code: 'one' }, '1.2.3')).toBe(id);
  expect(await buildIdOf({ code: 'another' }, '1.2.3')).not.toBe(id);
});
