/** How much of a vendor, and of our own process, the lines of orders may take up. */
import { ActivationLooks, LINES_WATCHED } from '../../activities/vendors/activation.ts';
import { LINES_WAITING, Pace, Places } from '../../activities/vendors/limits.ts';
import { VendorRegistry } from '../../activities/vendors/registry.ts';
import { callOf, orderOf } from './contract.ts';
import { KeepitBench, SOURCE } from './keepit-bench.ts';

const never = () => new AbortController().signal;

/** Does nothing until it is let go. */
function heldBack() {
  let letGo: () => void = () => {};
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  return { act: () => gate, letGo };
}

/** A clock that stands until somebody waits by it. */
function virtualClock() {
  const clock = { time: 0, now: () => clock.time, sleep: async () => {} };
  return clock;
}

describe('calls of a region', () => {
  test('begin so many a second, and what one order needs at once', async () => {
    const waits: number[] = [];
    const clock = { ...virtualClock(), sleep: async (milliseconds: number) => void waits.push(milliseconds) };
    const pace = new Pace(50, clock);
    for (let call = 0; call < 55; call++) await pace.turn(never());
    expect(waits).toEqual(Array.from({ length: 50 }, (_, index) => 20 * (index + 1)));
  });

  test('that were not made are not made up for', async () => {
    const waits: number[] = [];
    const clock = { ...virtualClock(), sleep: async (milliseconds: number) => void waits.push(milliseconds) };
    const pace = new Pace(50, { ...clock, now: () => clock.time });
    await pace.turn(never());
    clock.time = 3_600_000;
    for (let call = 0; call < 6; call++) await pace.turn(never());
    expect(waits).toEqual([20]);
  });

  test('are all paced: each call that the vendor gets has had its turn', async () => {
    const turn = jest.spyOn(Pace.prototype, 'turn');
    const vendor = await KeepitBench.start();
    for (const createAnswers of ['location', 'empty'] as const) {
      await vendor.set({ createAnswers });
      const order = orderOf(SOURCE, createAnswers, `${createAnswers}@customer.example`);
      await vendor.adapter.create(order, callOf());
      await vendor.adapter.find(order, never());
      await vendor.adapter.remove(order, never());
    }
    expect(turn).toHaveBeenCalledTimes((await vendor.log()).length);
    jest.restoreAllMocks();
    await vendor.close();
  });
});

describe('lines at a vendor that hangs', () => {
  test('are so many at most, and further ones are told at once to come back later', async () => {
    const places = new Places(20);
    const { act, letGo } = heldBack();
    const all = Array.from({ length: 20 + LINES_WAITING }, () => places.within(never(), act));
    await expect(places.within(never(), act)).rejects.toMatchObject({ name: 'VendorUnavailable' });
    letGo();
    await Promise.all(all);
    await places.within(never(), act);
  });

  test('come in their order; whoever gives up, or has waited for too long, takes no place', async () => {
    const places = new Places(1, 10);
    const { act, letGo } = heldBack();
    const first = places.within(never(), act);
    await expect(places.within(never(), act)).rejects.toMatchObject({ name: 'VendorUnavailable' });
    const giveUp = new AbortController();
    const reason = new Error('the order was cancelled');
    const impatient = places.within(giveUp.signal, act);
    giveUp.abort(reason);
    await expect(impatient).rejects.toBe(reason);
    letGo();
    await first;

    const came: number[] = [];
    await Promise.all([1, 2, 3].map((line) => places.within(never(), async () => void came.push(line))));
    expect(came).toEqual([1, 2, 3]);
  });

  test('that fail give their places back', async () => {
    const places = new Places(1);
    const failure = new Error('no answer');
    const fails = async () => {
      throw failure;
    };
    await expect(places.within(never(), fails)).rejects.toBe(failure);
    expect(await places.within(never(), async () => 'a place')).toBe('a place');
  });
});

test('lines that wait to become active are so many at most, too', async () => {
  const looks = new ActivationLooks(new VendorRegistry({}), 1);
  const { act, letGo } = heldBack();
  const all = Array.from({ length: LINES_WATCHED }, () => looks.watching(act));
  await expect(looks.watching(act)).rejects.toMatchObject({ name: 'VendorUnavailable' });
  letGo();
  await Promise.all(all);
  await looks.watching(act);
});

test('fifty lines of one order, at a vendor that takes its time over each, end with an account each at the first try', async () => {
  const vendor = await KeepitBench.start();
  const lines = Array.from({ length: 50 }, (_, index) => ({
    ...orderOf(SOURCE, `order-${index + 1}`),
    ordinal: index + 1,
  }));
  for (const { key } of lines) vendor.accounts.customers.set(key, 'one customer');
  await vendor.arm({ operation: 'create', fault: 'hold', times: lines.length });
  const making = Promise.all(lines.map((line) => vendor.adapter.create(line, callOf())));
  for (const atOnce of [20, 20, 10]) {
    await vendor.untilHeld(atOnce);
    // None has come beside them: the other lines have not even asked whether their logins are free.
    expect(await (await vendor.control('GET', 'held')).json()).toHaveLength(atOnce);
    await vendor.letGo();
  }
  const made = await making;
  expect(new Set(made.map(({ subscriptionId }) => subscriptionId)).size).toBe(lines.length);
  expect(made.every(({ active }) => active)).toBe(true);
  expect(await vendor.calls('POST')).toBe(lines.length);
  await vendor.close();
});
