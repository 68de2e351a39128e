/** The activities with the vendor, one attempt each: with the adapter and the sandbox, over HTTP. */
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createActivities } from '../../activities/index.ts';
import { VendorRegistry } from '../../activities/vendors/registry.ts';
import { ADMINISTRATOR, anOrder, doubles } from '../support/doubles.ts';
import { KeepitBench } from './keepit-bench.ts';

const CALLED = { startToCloseTimeoutMs: 30_000, heartbeatTimeoutMs: 10_000 };

/** The one that is used otherwise warns of every attempt that fails, and here they are to. */
const logger = new DefaultLogger('ERROR');

let vendor: KeepitBench;
beforeEach(async () => {
  vendor = await KeepitBench.start();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await vendor.close();
});

function attemptAt() {
  const { deps, record } = doubles();
  const activities = createActivities({ ...deps, vendors: new VendorRegistry({ keepit: vendor.adapter }) });
  const { orderId, lines } = anOrder();
  const [line] = lines as [(typeof lines)[number]];
  const answer = { by: 'reseller', at: new Date().toISOString(), details: ADMINISTRATOR } as const;
  const environment = new MockActivityEnvironment(
    { ...CALLED, currentAttemptScheduledTimestampMs: Date.now() },
    { logger },
  );
  const create = (email: string = ADMINISTRATOR.email) =>
    environment.run(activities.createSubscription, {
      ...{ orderId, line, round: 1 },
      answer: { ...answer, details: { ...ADMINISTRATOR, email } },
    });
  const remove = () =>
    new MockActivityEnvironment(CALLED, { logger }).run(activities.removeSubscription, {
      orderId,
      line,
      administratorEmail: ADMINISTRATOR.email,
    });
  return { record, environment, create, remove };
}

test.each([
  ['its time was over', 30_000],
  ['the server had missed its heartbeat', 10_000],
])('a worker that was frozen before it sent, until %s, sends nothing and records nothing any more', async (_, away) => {
  const { record, create } = attemptAt();
  const mark = record.creationSent.bind(record);
  record.creationSent = async (lineId) => {
    await mark(lineId);
    // As after SIGSTOP and SIGCONT: the clock is ahead, and no timer has had its turn.
    const late = Date.now() + away;
    jest.spyOn(Date, 'now').mockReturnValue(late);
  };
  await expect(create()).rejects.toMatchObject({ type: 'VendorUnavailable' });
  expect(await vendor.calls('POST')).toBe(0);
  expect(record.keys.filter((key) => key.startsWith('late:'))).toEqual([]);
});

test('cancelled while the vendor takes its time: the attempt ends when the account is known, and the undo leaves none', async () => {
  const { environment, create, remove } = attemptAt();
  await vendor.hold('create');
  let ended = false;
  const creating = create().finally(() => {
    ended = true;
  });
  creating.catch(() => undefined);
  await vendor.untilHeld();
  environment.cancel();
  // More than one turn of the event loop, with the vendor in it.
  for (let turn = 0; turn < 3; turn++) await vendor.held();
  expect(ended).toBe(false);
  await vendor.letGo();
  await expect(creating).rejects.toThrow('CANCELLED');
  expect(await vendor.held()).toHaveLength(1);
  await remove();
  expect(await vendor.held()).toEqual([]);
});

test('corrected details whose address somebody outside has are refused as well: a refusal leaves no doubt', async () => {
  const { record, create } = attemptAt();
  await vendor.control('POST', 'outsiders', { login: 'outside@customer.example' });
  await vendor.arm({ operation: 'create', fault: 'refuseField', field: 'phone' });
  await expect(create()).rejects.toMatchObject({ type: 'VendorRefused', details: ['phone', 'invalid', false] });
  expect(record.sent.size).toBe(0);
  await expect(create('outside@customer.example')).rejects.toMatchObject({
    type: 'VendorRefused',
    details: ['email', 'addressInUse', false],
  });
});

test('a refusal after a creation of unknown outcome takes no doubt away', async () => {
  const { record, create } = attemptAt();
  await vendor.arm({ operation: 'create', fault: 'status', status: 503, performed: false });
  await expect(create()).rejects.toMatchObject({ type: 'VendorUnavailable' });
  await vendor.arm({ operation: 'create', fault: 'refuseField', field: 'phone' });
  await expect(create()).rejects.toMatchObject({ type: 'VendorRefused', details: ['phone', 'invalid', true] });
  expect(record.sent.size).toBe(1);
});
