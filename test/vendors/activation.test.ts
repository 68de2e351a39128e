/** Lines whose subscriptions are not active yet, looked at together. */
import { ActivationLooks } from '../../activities/vendors/activation.ts';
import type { SubscriptionReference, VendorAdapter, VendorSubscription } from '../../activities/vendors/port.ts';
import { VendorRegistry } from '../../activities/vendors/registry.ts';
import { callOf, orderOf } from './contract.ts';
import { KeepitBench, SOURCE } from './keepit-bench.ts';

const never = () => new AbortController().signal;
const FAR = 3_600_000;

/** A vendor of which each call is answered when the test says so. */
function vendorByHand() {
  const calls: { key: string; answer: (shown: VendorSubscription | undefined) => void }[] = [];
  const adapter = {
    find: ({ key }: SubscriptionReference) => new Promise((answer) => calls.push({ key, answer })),
  } as unknown as VendorAdapter;
  const called = async (times: number) => {
    while (calls.length < times) await new Promise(setImmediate);
    return calls.map(({ key }) => key);
  };
  return { calls, called, vendors: new VendorRegistry({ keepit: adapter }) };
}

const line = (key: string, region = SOURCE.region) => ({ ...orderOf(SOURCE, key), source: { ...SOURCE, region } });
const shown = (subscriptionId: string) => ({ subscriptionId, active: true });

test('a shared look never makes a line active on data that are older than its creation', async () => {
  const { calls, called, vendors } = vendorByHand();
  const looks = new ActivationLooks(vendors, 1);
  const before = looks.next(line('one'), never());
  await called(1);
  // Created while the vendor answers: under the same key, as after an undo, and under another.
  const [again, other] = [looks.next(line('one'), never()), looks.next(line('other'), never())];
  calls[0]?.answer(shown('of before'));
  expect(await before).toEqual(shown('of before'));
  expect(await called(3)).toEqual(['one', 'one', 'other']);
  calls[1]?.answer(shown('of now'));
  calls[2]?.answer(undefined);
  expect(await again).toEqual(shown('of now'));
  expect(await other).toBeUndefined();
});

test('one look at a time and region; another region is not waited for', async () => {
  const { calls, called, vendors } = vendorByHand();
  const looks = new ActivationLooks(vendors, 1);
  const all = ['one', 'two'].map((key) => looks.next(line(key), never()));
  await called(2);
  const late = looks.next(line('late'), never());
  calls[0]?.answer(undefined);
  await all[0];
  const elsewhere = looks.next(line('elsewhere', 'de-fr'), never());
  expect(await called(3)).toEqual(['one', 'two', 'elsewhere']);
  calls[2]?.answer(undefined);
  await elsewhere;
  calls[1]?.answer(undefined);
  expect(await called(4)).toEqual(['one', 'two', 'elsewhere', 'late']);
  calls[3]?.answer(undefined);
  await late;
});

test('of more lines than one look takes, those that have waited longest come first, and none is left out', async () => {
  const { calls, called, vendors } = vendorByHand();
  const looks = new ActivationLooks(vendors, 1);
  const keys = Array.from({ length: 120 }, (_, index) => `line-${index}`);
  const all = keys.map((key) => looks.next(line(key), never()));
  for (const taken of [50, 100, 120]) {
    expect(await called(taken)).toEqual(keys.slice(0, taken));
    for (const { answer } of calls) answer(undefined);
  }
  await Promise.all(all);
});

test('whoever gives up gets its own reason, and is not asked about any more', async () => {
  const { calls, called, vendors } = vendorByHand();
  const looks = new ActivationLooks(vendors, 1);
  const first = looks.next(line('one'), never());
  await called(1);
  const giveUp = new AbortController();
  const reason = new Error('the order was cancelled');
  const [impatient, patient] = [looks.next(line('impatient'), giveUp.signal), looks.next(line('patient'), never())];
  giveUp.abort(reason);
  await expect(impatient).rejects.toBe(reason);
  calls[0]?.answer(undefined);
  await first;
  expect(await called(2)).toEqual(['one', 'patient']);
  calls[1]?.answer(undefined);
  await patient;
});

test('a vendor that is not configured is told to the line, and keeps no other from its look', async () => {
  const { calls, called, vendors } = vendorByHand();
  const looks = new ActivationLooks(vendors, 1);
  const unknown = { ...line('one'), source: { ...SOURCE, vendor: 'nobody' } };
  await expect(looks.next(unknown, never())).rejects.toMatchObject({ name: 'VendorMisconfigured' });
  const known = looks.next(line('two'), never());
  await called(1);
  calls[0]?.answer(undefined);
  await known;
});

describe('at the vendor', () => {
  let vendor: KeepitBench;
  beforeEach(async () => {
    vendor = await KeepitBench.start();
  });
  afterEach(() => vendor.close());

  test('forty lines that wait share their look: a call each by their ids, and two lists where these are not known', async () => {
    await vendor.set({ createAnswers: 'location', activationDelayMs: FAR });
    const lines = Array.from({ length: 40 }, (_, index) => orderOf(SOURCE, `line-${index}`, `a${index}@c.example`));
    for (const one of lines) await vendor.adapter.create(one, callOf());
    const looks = new ActivationLooks(new VendorRegistry({ keepit: vendor.adapter }), 1);
    const look = async () => {
      const before = (await vendor.log()).length;
      const found = await Promise.all(lines.map((one) => looks.next(one, never())));
      expect(found.map((one) => one?.active)).toEqual(lines.map(() => false));
      return (await vendor.log()).slice(before).map(({ path }) => path);
    };
    expect(await look()).toHaveLength(lines.length);
    for (const { key } of lines) vendor.accounts.sent(key);
    const calls = await look();
    const lists = calls.filter((path) => path.endsWith('/users'));
    expect(calls.length - lists.length).toBe(lines.length);
    expect(lists.length).toBeLessThanOrEqual(2);
  });
});
