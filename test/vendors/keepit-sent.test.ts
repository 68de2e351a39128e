/** A creating request that has left, and one that may not leave any more. */
import { callOf, orderOf } from './contract.ts';
import { KeepitBench, SOURCE } from './keepit-bench.ts';

let vendor: KeepitBench;
beforeEach(async () => {
  vendor = await KeepitBench.start();
});
afterEach(() => vendor.close());

const never = new AbortController().signal;
const order = orderOf(SOURCE, 'line-1');
const reason = new Error('the order was cancelled');

test('a creating request that has left is not aborted: who gives up hears so when the outcome is known, and the undo finds it', async () => {
  await vendor.hold('create');
  const giveUp = new AbortController();
  let ended = false;
  const creating = vendor.adapter.create(order, callOf({ signal: giveUp.signal })).finally(() => {
    ended = true;
  });
  creating.catch(() => undefined);
  await vendor.untilHeld();
  giveUp.abort(reason);
  // More than one turn of the event loop, with the vendor in it.
  for (let turn = 0; turn < 3; turn++) await vendor.held();
  expect(ended).toBe(false);
  await vendor.letGo();
  await expect(creating).rejects.toBe(reason);
  expect(await vendor.held()).toHaveLength(1);
  await vendor.adapter.remove(order, never);
  expect(await vendor.held()).toEqual([]);
});

test('what a creating request has made is looked for even if the caller gives up meanwhile', async () => {
  const giveUp = new AbortController();
  await vendor.hold('list');
  const creating = vendor.adapter.create(order, callOf({ signal: giveUp.signal }));
  creating.catch(() => undefined);
  await vendor.untilHeld();
  giveUp.abort(reason);
  await vendor.letGo();
  await expect(creating).rejects.toBe(reason);
  expect(await vendor.accounts.accountOf(order.key)).toMatchObject({
    subscriptionId: (await vendor.held())[0]?.subscriptionId,
  });
});

test('a creating request lasts no longer than the call', async () => {
  await vendor.arm({ operation: 'create', fault: 'hang' });
  await expect(vendor.adapter.create(order, callOf({ deadline: Date.now() + 300 }))).rejects.toMatchObject({
    name: 'VendorUnavailable',
  });
  expect(await vendor.calls('POST')).toBe(1);
});

test.each([
  ['is told that it may not any more', () => Promise.reject(reason)],
  [
    'is cancelled while the mark is written',
    async (giveUp: AbortController) => {
      giveUp.abort(reason);
    },
  ],
])('a call that %s sends no creating request', async (_, onCreating) => {
  const giveUp = new AbortController();
  const call = callOf({ signal: giveUp.signal, onCreating: () => onCreating(giveUp) });
  await expect(vendor.adapter.create(order, call)).rejects.toBe(reason);
  expect(await vendor.calls('POST')).toBe(0);
});
