/** Vendor, record and ledger, compared by the workflow: every part is real, and every difference planted by hand. */
import { AT, ReconciliationWorld } from './world.ts';

let world: ReconciliationWorld;
beforeEach(async () => {
  world = await ReconciliationWorld.start();
});
afterEach(() => world.close());

test('of a healthy system nothing is found, whatever is under way', async () => {
  const [done, over] = [await world.provisioned(), await world.provisioned()];
  await world.complete(done);
  await world.vanish(over.accountId);
  await world.giveUp(over);
  const underWay = await world.provisioned();
  // A child of ours that no order has made, and that of somebody's own bookkeeping.
  await world.account();
  await world.account({ externalId: 'CRM-77' });
  await world.hoursPass(48);
  // What ended only now is somebody's work still.
  const justOver = await world.provisioned();
  await world.giveUp(justOver, { released: false });

  expect(await world.run()).toEqual({ accounts: 5, lines: 1, orders: 2, found: 0, repaired: 0, incomplete: [] });
  expect(await world.findings()).toEqual([]);
  expect(await world.vendor.held()).toHaveLength(5);
  expect((await world.store.orders.getAny(underWay.orderId))?.state).toBe('inProgress');
});

test('each difference that is planted is found once, those that are safe by rule are repaired, and nothing else is touched', async () => {
  const account = (id: string) => `${AT}/${id}`;
  const unknown = await world.account({ externalId: '0000000000-1' });

  const [twice, disabled, other, missing, balanced, unbilled] = await world.several(6);
  for (const order of [twice, disabled, other, missing, balanced]) await world.complete(order);
  await world.complete(unbilled, { billed: false });
  const second = await world.account({ externalId: twice.lineId });
  await world.change(disabled.accountId, '<enabled>false</enabled>');
  await world.change(other.accountId, '<product>another</product>');
  await world.vanish(missing.accountId);

  const [orphan, leftOver, recent, unreleased, charged] = await world.several(5);
  await world.giveUp(orphan);
  await world.giveUp(leftOver, { leftOver: true });
  await world.vanish(unreleased.accountId);
  await world.giveUp(unreleased, { released: false });
  await world.vanish(charged.accountId);
  await world.store.worker.openBilling(charged.lineId);
  await world.giveUp(charged);
  await world.hoursPass(48);
  await world.giveUp(recent);
  await world.hoursPass(1, recent);
  const off = await world.loseAnEntry(balanced);

  const planted = [
    { kind: 'accountDisabled', subject: account(disabled.accountId), resolution: null },
    { kind: 'accountMissing', subject: missing.lineId, resolution: null },
    { kind: 'activeNotBilled', subject: unbilled.lineId, resolution: null },
    { kind: 'activeNotBilled', subject: balanced.lineId, resolution: null },
    { kind: 'billedNotActive', subject: charged.lineId, resolution: null },
    { kind: 'creditNotReleased', subject: unreleased.orderId, resolution: 'repaired' },
    { kind: 'duplicate', subject: account(second), resolution: null },
    { kind: 'ledgerUnbalanced', subject: off, resolution: null },
    { kind: 'orphan', subject: account(orphan.accountId), resolution: 'repaired' },
    { kind: 'orphan', subject: account(leftOver.accountId), resolution: null },
    { kind: 'orphan', subject: account(recent.accountId), resolution: null },
    { kind: 'productDiffers', subject: account(other.accountId), resolution: null },
    { kind: 'unknownLine', subject: account(unknown), resolution: null },
  ];
  const before = await world.vendor.held();
  expect(await world.run()).toEqual({ accounts: 10, lines: 6, orders: 11, found: 11, repaired: 2, incomplete: [] });
  expect(await world.findings()).toEqual(expect.arrayContaining(planted));
  expect(await world.findings()).toHaveLength(planted.length);

  const after = await world.vendor.held();
  expect(before.filter((one) => !after.some(({ subscriptionId }) => subscriptionId === one.subscriptionId))).toEqual([
    { key: orphan.lineId, subscriptionId: orphan.accountId },
  ]);
  const { timeline } = (await world.store.orders.getAny(orphan.orderId)) ?? {};
  expect(timeline?.at(-1)).toMatchObject({ event: { kind: 'orphanRemoved', lineId: orphan.lineId }, by: 'system' });

  // Seen again they are the same findings; what is put right is gone.
  await world.store.worker.closeBilling(charged.lineId);
  await world.vanish(second);
  expect(await world.run()).toMatchObject({ found: 9, repaired: 0 });
  const settled = (await world.findings()).filter(({ resolution }) => resolution !== null);
  expect(settled.map(({ kind, resolution }) => [kind, resolution])).toEqual([
    ['billedNotActive', 'gone'],
    ['creditNotReleased', 'repaired'],
    ['duplicate', 'gone'],
    ['orphan', 'repaired'],
  ]);
  expect(await world.findings()).toHaveLength(planted.length);
});

test('an order that completes between the two looks is no finding, in whichever order they come', async () => {
  const [listed, late] = [await world.provisioned(), await world.reserved()];
  await world.becomes(late.orderId, 'inProgress');
  await world.vendor.hold('get');
  const summary = await world.run({ settledAfter: 'PT0S' }, async () => {
    // The list is here, and the first account is being read.
    await world.vendor.untilHeld();
    await world.complete(listed);
    const accountId = await world.account({ externalId: late.lineId });
    await world.complete({ ...late, accountId });
    await world.vendor.letGo();
  });
  expect(summary).toEqual({ accounts: 1, lines: 2, orders: 2, found: 0, repaired: 0, incomplete: [] });
  expect(await world.findings()).toEqual([]);
});

test('a vendor that cannot be compared is said to be left out; the ledger is compared, and no finding is taken for gone', async () => {
  const order = await world.provisioned();
  await world.complete(order);
  await world.vanish(order.accountId);
  await world.hoursPass(1);
  expect(await world.run()).toMatchObject({ found: 1 });
  // For good, as with a password that does not count any more.
  await world.vendor.arm({ operation: 'list', fault: 'status', status: 401, times: 10 });
  expect(await world.run()).toEqual({
    accounts: 0,
    lines: 0,
    orders: 1,
    found: 0,
    repaired: 0,
    incomplete: [AT],
  });
  expect(await world.findings()).toMatchObject([{ kind: 'accountMissing', resolution: null }]);
});

test('a comparison whose worker is lost goes on where it was, and finds nothing twice', async () => {
  for (let n = 0; n < 3; n++) await world.account({ externalId: `000000000${n}-1` });
  let struck = 0;
  const summary = await world.run({}, undefined, ({ store }) => ({
    store: {
      ...store,
      // Away after everything has been found, and before that is said.
      async scopeCompared(look) {
        if (struck++ === 0) throw new Error('the database is away');
        await store.scopeCompared(look);
      },
    },
  }));
  expect(summary).toMatchObject({ accounts: 3, found: 3, incomplete: [] });
  expect(await world.vendor.lists()).toBe(1);
  expect(await world.vendor.calls('GET')).toBe(4);
});
