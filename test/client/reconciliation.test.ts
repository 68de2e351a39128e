/** The schedule of the reconciliation, on a real Temporal server. */
import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { ReconciliationSchedule } from '../../client/reconciliation.ts';
import { reconciliationIdOf } from '../../workflows/contract/names.ts';
import { until } from '../support/processes.ts';

const MINUTE = 60_000;

let client: Client;
beforeAll(async () => {
  client = new Client({ connection: await Connection.connect({ address: process.env.TEST_TEMPORAL_ADDRESS }) });
});
afterAll(() => client.connection.close());

const made: string[] = [];
afterEach(async () => {
  for (const id of made.splice(0)) await client.schedule.getHandle(id).delete();
});

function aSchedule(taskQueue: string = randomUUID(), intervalMs = 60 * MINUTE) {
  const id = reconciliationIdOf(taskQueue);
  if (!made.includes(id)) made.push(id);
  return {
    schedule: new ReconciliationSchedule({ client, taskQueue, intervalMs }),
    handle: client.schedule.getHandle(id),
    taskQueue,
  };
}

/** The comparisons that go on; no worker takes them, so none ends. */
async function running(taskQueue: string): Promise<string[]> {
  const ids: string[] = [];
  const query = `TaskQueue = '${taskQueue}' AND ExecutionStatus = 'Running'`;
  for await (const { workflowId } of client.workflow.list({ query })) ids.push(workflowId);
  return ids;
}

test('the schedule is made once, follows the configuration, and stays paused if an operator has paused it', async () => {
  const { schedule, handle, taskQueue } = aSchedule();
  await Promise.all([schedule.keep(), schedule.keep()]);
  expect((await handle.describe()).spec.intervals).toMatchObject([{ every: 60 * MINUTE }]);
  await handle.pause('the vendor is moving');

  await aSchedule(taskQueue, 5 * MINUTE).schedule.keep();
  const { spec, state, policies, action } = await handle.describe();
  expect(spec.intervals).toMatchObject([{ every: 5 * MINUTE }]);
  expect([state.paused, state.note, policies.overlap]).toEqual([true, 'the vendor is moving', 'SKIP']);
  expect(action).toMatchObject({ workflowType: 'reconciliation', taskQueue });
});

test('a comparison that is asked for starts at once, also before there is a schedule; while it goes on, no second one', async () => {
  const { schedule, handle, taskQueue } = aSchedule();
  await schedule.runNow();
  const first = await until('a comparison to start', async () => {
    const ids = await running(taskQueue);
    return ids.length > 0 && ids;
  });
  expect(first).toEqual([expect.stringMatching(`^${reconciliationIdOf(taskQueue)}-`)]);
  await schedule.runNow();
  await until('the second to be skipped', async () => (await handle.describe()).info.numActionsSkippedOverlap === 1);
  expect(await running(taskQueue)).toEqual(first);
  await client.workflow.getHandle(first[0] ?? '').terminate();
});
