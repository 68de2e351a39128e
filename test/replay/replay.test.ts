import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { required } from '../support/saga.ts';

/** The part of a history's JSON that the tests look into. */
type History = { events: { activityTaskScheduledEventAttributes?: object }[] };

const folder = join(__dirname, 'histories');
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as History;

beforeAll(() => {
  Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'OFF' } } });
});

const replay = (history: History, codePath = required('TEST_WORKFLOW_BUNDLE')) =>
  Worker.runReplayHistory({ workflowBundle: { codePath } }, history);

test('there are histories of every way an order can go', () => {
  expect(names.length).toBeGreaterThanOrEqual(10);
});

test.each(names)('an order that waited through a deployment goes on: %s', async (name) => {
  await replay(read(name));
});

test('a history that the code would not have made is noticed', async () => {
  const name = names.find((each) => each.includes('after-twelve-days'));
  if (!name) throw new Error('the history of an answered order is there');
  const history = read(name);
  const step = history.events.find((event) => event.activityTaskScheduledEventAttributes);
  Object.assign(step?.activityTaskScheduledEventAttributes ?? {}, { activityType: { name: 'somethingElse' } });
  await expect(replay(history)).rejects.toThrow(DeterminismViolationError);
});

test('code that calls another activity than the history has is noticed', async () => {
  const name = names.find((each) => each.includes('details-at-hand')) ?? '';
  const built = readFileSync(required('TEST_WORKFLOW_BUNDLE'), 'utf8');
  const changed = built.replaceAll('"openOrder"', '"openOrderAnew"');
  expect(changed).not.toBe(built);
  const temporary = mkdtempSync(join(tmpdir(), 'order-saga-replay-'));
  try {
    const codePath = join(temporary, 'changed.js');
    writeFileSync(codePath, changed);
    await expect(replay(read(name), codePath)).rejects.toThrow(DeterminismViolationError);
  } finally {
    rmSync(temporary, { recursive: true });
  }
});
