import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { createActivities } from '../../activities/index.ts';
import type { HoldCause } from '../../workflows/contract/causes.ts';
import { MESSAGES } from '../../workflows/contract/names.ts';
import { isTerminal, ORDER_STATES, type TerminalState } from '../../workflows/contract/states.ts';
import { doubles } from '../support/doubles.ts';
import { required } from '../support/saga.ts';
import { type History, inWords, WORKFLOW_CANCELLED, wayOf } from './way.ts';

const folder = join(__dirname, 'histories');
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const histories = readdirSync(folder).map((name) => {
  const history = JSON.parse(read(name)) as History;
  return { name: name.replace('.json', ''), history, way: wayOf(history) };
});
const ways = histories.map(({ way }) => way);

beforeAll(() => {
  Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'OFF' } } });
});

const replay = (history: History, codePath = required('TEST_WORKFLOW_BUNDLE')) =>
  Worker.runReplayHistory({ workflowBundle: { codePath } }, history);

/** A history that a test may change. */
function historyOf(part: string): History {
  const found = histories.find(({ name }) => name.includes(part));
  if (!found) throw new Error(`there is a history whose name has ${part}`);
  return structuredClone(found.history);
}

/**
 * Every saga test has its history (`test/support/saga.ts` sees to it); these lists say that the saga tests go every way.
 * What is refused is no way: it leaves nothing in a history.
 */
describe('the stored histories show', () => {
  test.each(['1 line', '2 lines'])('%s, with the details at hand and asked for by mail, to the end', (lines) => {
    const completed = ways.filter(({ end }) => end === 'completed').map(({ order }) => order);
    expect(completed).toEqual(expect.arrayContaining([`${lines}, provided`, `${lines}, email`]));
  });

  test('every end with each of its causes', () => {
    const causes: Record<TerminalState, string[]> = {
      completed: [''],
      partial: [': vendorRefused', ': givenUp', ': customerNoResponse'],
      failed: [': vendorRefused', ': givenUp', ': unexpected'],
      rejected: [': creditRefused'],
      cancelled: [': requested'],
      expired: [': customerNoResponse', ': undeliverable'],
    };
    const ends = Object.entries(causes).flatMap(([state, each]) => each.map((cause) => `${state}${cause}`));
    // One is ended by the test, in the middle of its wait.
    const ofTheWorkflow = ['workflow cancelled', 'workflow failed', 'still under way'];
    expect(new Set(ways.map(({ end }) => end))).toEqual(new Set([...ends, ...ofTheWorkflow]));
    expect(Object.keys(causes).sort()).toEqual(ORDER_STATES.filter(isTerminal).sort());
  });

  test('every cause of a hold', () => {
    const causes: Record<HoldCause, true> = {
      customerOnHold: true,
      productWithdrawn: true,
      vendorMisconfigured: true,
      vendorUncertain: true,
      vendorUnavailable: true,
      tooManyCorrections: true,
      leftovers: true,
    };
    expect(new Set(ways.flatMap(({ holds }) => holds))).toEqual(new Set(Object.keys(causes)));
  });

  test('every call', () => {
    const called = ways.flatMap(({ calls }) => calls.map((call) => call.replace(' (durable)', '')));
    // That of the workflow that looks again, which no order waits in.
    const { removeStrays: _ofLookAgain, ...ofOrders } = createActivities(doubles().deps);
    expect(new Set(called)).toEqual(new Set(Object.keys(ofOrders)));
  });

  test('every message', () => {
    const { getOrder: _query, administratorDetails, ...updates } = MESSAGES;
    const taken = ways.flatMap(({ messages }) => messages.map(({ name }) => name));
    expect(taken).toEqual(expect.arrayContaining([administratorDetails, ...Object.values(updates)]));
  });

  test.each([
    ['while the first mail is stuck', 'openOrder (durable)', true],
    ['while the customer is asked', 'openOrder', true],
    ['while the vendor creates', 'createSubscription (durable)', true],
    ['while the vendor activates', 'awaitActivation (durable)', false],
    ['while it is held', 'holdOrder (durable)', true],
    ['while billing is late', 'completeOrder (durable)', false],
  ])('a cancellation %s', (_stage, after, mayBeAskedFor) => {
    const names = ways.flatMap(({ messages }) => messages.filter((one) => one.after === after).map(({ name }) => name));
    expect(names).toContain(WORKFLOW_CANCELLED);
    // Once everything that the vendor does is done, or by the rules of before once it is at work, it is refused.
    expect(names.includes(MESSAGES.cancelOrder)).toBe(mayBeAskedFor);
  });
});

test.each(histories.map(({ name, way, history }) => [name, inWords(way), history] as const))(
  'an order that waited through a deployment goes on: %s (%s)',
  async (_name, _way, history) => {
    await replay(history);
  },
);

test('a history says nothing of where and by whom it was recorded', () => {
  for (const { name } of histories) {
    const said = [...read(`${name}.json`).matchAll(/"(?:identity|stackTrace)": "([^"]*)"/g)].map(([, text]) => text);
    expect([name, said.filter((text) => text !== '' && text !== 'recorded')]).toEqual([name, []]);
  }
});

test('a history that the code would not have made is noticed', async () => {
  const history = historyOf('after-twelve-days');
  const step = history.events.find((event) => event.activityTaskScheduledEventAttributes);
  Object.assign(step?.activityTaskScheduledEventAttributes ?? {}, { activityType: { name: 'somethingElse' } });
  await expect(replay(history)).rejects.toThrow(DeterminismViolationError);
});

test('code that calls another activity than the history has is noticed', async () => {
  const built = readFileSync(required('TEST_WORKFLOW_BUNDLE'), 'utf8');
  const changed = built.replaceAll('"openOrder"', '"openOrderAnew"');
  expect(changed).not.toBe(built);
  const temporary = mkdtempSync(join(tmpdir(), 'order-saga-replay-'));
  try {
    const codePath = join(temporary, 'changed.js');
    writeFileSync(codePath, changed);
    await expect(replay(historyOf('details-at-hand'), codePath)).rejects.toThrow(DeterminismViolationError);
  } finally {
    rmSync(temporary, { recursive: true });
  }
});

/** Of the release that kept doubt in the workflow: the first try fails before anything was sent, then the vendor refuses. */
test.each(['VendorUnavailable', 'VendorUncertain', 'Error'])(
  'a first try of an earlier release that failed with %s before anything was sent leaves no doubt',
  async (type) => {
    const history = historyOf('before-creating-leaves-no-doubt-an-address');
    const text = JSON.stringify(history);
    expect(text).toContain('"type":"VendorUnavailable"');
    await replay(JSON.parse(text.replaceAll('"type":"VendorUnavailable"', `"type":"${type}"`)) as History);
  },
);
