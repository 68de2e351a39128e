import { ApplicationFailure } from '@temporalio/common';
import {
  VendorMisconfigured,
  VendorRefused,
  VendorUnavailable,
  VendorUncertain,
} from '../../activities/vendors/port.ts';
import { ADMINISTRATOR, anOrder, SHORTAGE, weather } from '../support/doubles.ts';
import { DAY, useSaga } from '../support/saga.ts';

const saga = useSaga();

const atHand = { mode: 'provided', details: ADMINISTRATOR } as const;

function twoLines() {
  const order = anOrder({ administrator: atHand });
  const [line] = order.lines;
  if (!line) throw new Error('an order has a line');
  return {
    ...order,
    lines: [line, { ...line, lineId: `${order.orderId}-2`, productId: 'veritas-archive', quantity: 2 }],
  };
}

test('with the details at hand the order is active without a mail to ask', () =>
  saga(async ({ start, world }) => {
    const order = anOrder({ administrator: atHand });
    const ended = await (await start(order)).result();
    expect(ended).toMatchObject({ state: 'completed', lines: [{ state: 'active', subscriptionId: 'acc-1' }] });
    expect(world.billing.entries).toEqual([`reserve:${order.orderId}`, `open:${order.orderId}-1`]);
    expect(world.mailer.sent.map(({ messageId }) => messageId.split('.').slice(1, 3).join('.'))).toEqual([
      'completed.reseller@orders',
      'completed.customer@orders',
    ]);
  }));

test('an accepted answer is in the history before the vendor is called', () =>
  saga(async ({ start, update, until }) => {
    const handle = await start(anOrder());
    await until(handle, ({ state }) => state === 'inquiring');
    await update(handle, 'provideAdministratorDetails', ADMINISTRATOR);
    await handle.result();
    const events = (await handle.fetchHistory()).events ?? [];
    const accepted = events.findIndex((event) => event.workflowExecutionUpdateAcceptedEventAttributes);
    const scheduled = events.findIndex((event) => event.activityTaskScheduledEventAttributes);
    expect(accepted).toBeGreaterThan(0);
    expect(events[scheduled]?.activityTaskScheduledEventAttributes?.activityType?.name).toBe('createSubscription');
    expect(scheduled).toBeGreaterThan(accepted);
  }));

test('several lines become one subscription each', () =>
  saga(async ({ start, world }) => {
    const order = twoLines();
    expect(await (await start(order)).result()).toMatchObject({
      state: 'completed',
      lines: [{ state: 'active' }, { state: 'active' }],
    });
    expect([...world.vendor.accounts.keys()].sort()).toEqual(order.lines.map(({ lineId }) => lineId));
    expect(world.billing.entries).toHaveLength(3);
  }));

test('when the vendor refuses one line, every step is undone and nothing is charged', () =>
  saga(async ({ start, world }) => {
    const order = twoLines();
    const create = world.vendor.create.bind(world.vendor);
    world.vendor.create = async (request, context) => {
      if (request.key.endsWith('-2')) throw new VendorRefused('email', 'addressInUse', 'the address is in use');
      return create(request, context);
    };
    const ended = await (await start(order)).result();
    expect(ended).toMatchObject({ state: 'failed', cause: 'vendorRefused' });
    expect(world.vendor.accounts.size).toBe(0);
    expect(world.billing.entries).toEqual([`reserve:${order.orderId}`, `release:${order.orderId}`]);
    expect(world.record.state).toBe('failed');
  }));

test('credit that does not suffice rejects the order before anybody is asked', () =>
  saga(async ({ start, world }) => {
    world.billing.creditSuffices = false;
    expect(await (await start(anOrder())).result()).toMatchObject({ state: 'rejected', cause: 'creditRefused' });
    expect(await (await start(anOrder({ administrator: atHand }))).result()).toMatchObject({ state: 'rejected' });
    expect(world.vendor.calls).toEqual([]);
    expect(world.mailer.sent.every(({ messageId }) => messageId.includes('.rejected.'))).toBe(true);
  }));

test('a vendor that is silent after creating: found by our key and adopted, never a second subscription', () =>
  saga(async ({ start, world }) => {
    world.vendor.after.planned.push(weather(), weather());
    const order = anOrder({ administrator: atHand });
    const ended = await (await start(order)).result();
    expect(ended).toMatchObject({ state: 'completed', lines: [{ subscriptionId: 'acc-1' }] });
    expect(world.vendor.accounts.size).toBe(1);
    // The second call knows that the first may have created something.
    expect(world.vendor.calls[1]).toBe(`create:${order.orderId}-1:doubt`);
  }));

test('a vendor that fails before creating leaves no doubt: a taken address is then somebody else’s', () =>
  saga(async ({ start, world }) => {
    world.vendor.before.planned.push(weather());
    const order = anOrder({ administrator: atHand });
    await (await start(order)).result();
    expect(world.vendor.calls).toEqual([`create:${order.orderId}-1`, `create:${order.orderId}-1`]);
  }));

test('an order that was held before anything was sent is in no doubt when it goes on', () =>
  saga(async ({ start, update, until, world }) => {
    world.vendor.before.planned.push(new VendorMisconfigured('the password is wrong'));
    const order = anOrder({ administrator: atHand });
    const handle = await start(order);
    await until(handle, ({ state }) => state === 'held');
    await update(handle, 'resumeOrder', { action: 'retry' });
    expect(await handle.result()).toMatchObject({ state: 'completed' });
    expect(world.vendor.calls).toEqual([`create:${order.orderId}-1`, `create:${order.orderId}-1`]);
  }));

test('an order that was held after something was sent is in doubt when it goes on', () =>
  saga(async ({ start, update, until, world }) => {
    world.vendor.after.planned.push(new VendorMisconfigured('the role was withdrawn'));
    const order = anOrder({ administrator: atHand });
    const handle = await start(order);
    await until(handle, ({ state }) => state === 'held');
    await update(handle, 'resumeOrder', { action: 'retry' });
    expect(await handle.result()).toMatchObject({ state: 'completed', lines: [{ subscriptionId: 'acc-1' }] });
    expect(world.vendor.calls).toEqual([`create:${order.orderId}-1`, `create:${order.orderId}-1:doubt`]);
  }));

test('a vendor that is away for an hour delays the order, and operators see what it waits on', () =>
  saga(async ({ start, until, world }) => {
    for (let i = 0; i < 10; i++) world.vendor.before.planned.push(weather());
    const handle = await start(anOrder({ administrator: atHand }));
    const late = await until(handle, ({ waitingOn }) => waitingOn?.who === 'vendor');
    expect(late.state).toBe('inProgress');
    expect(await handle.result()).toMatchObject({ state: 'completed' });
    expect(world.record.keys.some((key) => key.startsWith('late:'))).toBe(true);
  }));

test('a subscription that is not active at once is watched until it is', () =>
  saga(async ({ start, world }) => {
    world.vendor.looksUntilActive = 3;
    expect(await (await start(anOrder({ administrator: atHand }))).result()).toMatchObject({ state: 'completed' });
    expect(world.vendor.calls.filter((call) => call.startsWith('find')).length).toBe(3);
  }));

test('if it stays unknown whether the subscription exists, the order is held with what to do, and never created twice', () =>
  saga(async ({ start, update, until, pass, world }) => {
    for (let i = 0; i < 100; i++) world.vendor.before.planned.push(new VendorUncertain('taken, and not visible'));
    const order = anOrder({ administrator: atHand });
    const handle = await start(order);
    await until(handle, ({ waitingOn }) => waitingOn?.who === 'vendor');
    await pass(DAY / 4);
    const held = await until(handle, ({ state }) => state === 'held');
    const hold = { cause: 'vendorUncertain', lineId: `${order.orderId}-1` };
    expect(held).toMatchObject({ cause: 'vendorUncertain', waitingOn: { who: 'operator', hold } });
    expect(world.vendor.accounts.size).toBe(0);
    world.vendor.before.planned.length = 0;
    await update(handle, 'resumeOrder', { action: 'retry' });
    expect(await handle.result()).toMatchObject({ state: 'completed' });
  }));

test.each([
  ['customerOnHold', 'a customer put on hold during the wait'],
  ['productWithdrawn', 'a product withdrawn during the wait'],
])('%s: the order is held before provisioning, and goes on when an operator says so', (cause) =>
  saga(async ({ start, update, until, world }) => {
    world.record.customerOnHold = cause === 'customerOnHold';
    world.record.withdrawnProducts = cause === 'productWithdrawn' ? ['veritas-o365-backup'] : [];
    const handle = await start(anOrder({ administrator: atHand }));
    expect(await until(handle, ({ state }) => state === 'held')).toMatchObject({ cause });
    expect(world.vendor.calls).toEqual([]);
    world.record.customerOnHold = false;
    world.record.withdrawnProducts = [];
    await update(handle, 'resumeOrder', { action: 'retry' });
    expect(await handle.result()).toMatchObject({ state: 'completed' });
  }),
);

test('an operator who gives a held order up undoes it', () =>
  saga(async ({ start, update, until, world }) => {
    world.vendor.before.planned.push(new VendorMisconfigured('the password is wrong'));
    const order = anOrder({ administrator: atHand });
    const handle = await start(order);
    await until(handle, ({ state }) => state === 'held');
    await update(handle, 'resumeOrder', { action: 'giveUp' });
    expect(await handle.result()).toMatchObject({ state: 'failed', cause: 'givenUp' });
    expect(world.billing.entries).toContain(`release:${order.orderId}`);
    expect(world.vendor.calls).toContain(`remove:${order.orderId}-1`);
  }));

test('deleting a leftover fails for days: the order is held with the leftovers by name, and resumed it is clean', () =>
  saga(async ({ start, update, until, pass, world }) => {
    for (let i = 0; i < 5000; i++) world.vendor.removing.planned.push(weather());
    world.vendor.after.planned.push(new VendorMisconfigured('the role was withdrawn'));
    const order = anOrder({ administrator: atHand });
    const handle = await start(order);
    await until(handle, ({ state }) => state === 'held');
    await update(handle, 'resumeOrder', { action: 'giveUp' });
    await until(handle, ({ state }) => state === 'inProgress' || state === 'held');
    await pass(4 * DAY);
    const held = await until(handle, ({ cause }) => cause === 'leftovers');
    const leftovers = [{ kind: 'subscription', lineId: `${order.orderId}-1`, vendor: 'keepit' }];
    expect(held.waitingOn).toMatchObject({ kind: 'decision', hold: { cause: 'leftovers', leftovers } });
    // The other undo steps were not stopped by it.
    expect(world.billing.entries).toContain(`release:${order.orderId}`);

    world.vendor.removing.planned.length = 0;
    await update(handle, 'resumeOrder', { action: 'retry' });
    expect(await handle.result()).toMatchObject({ state: 'failed', lines: [{ state: 'terminated' }] });
    expect(world.vendor.accounts.size).toBe(0);
  }));

test('late vendor success after we gave up: the undo finds and removes it', () =>
  saga(async ({ start, update, until, world }) => {
    world.vendor.after.planned.push(new VendorMisconfigured('the reply was a 401, the account was made all the same'));
    const handle = await start(anOrder({ administrator: atHand }));
    await until(handle, ({ state }) => state === 'held');
    expect(world.vendor.accounts.size).toBe(1);
    await update(handle, 'resumeOrder', { action: 'giveUp' });
    expect(await handle.result()).toMatchObject({ state: 'failed' });
    expect(world.vendor.accounts.size).toBe(0);
  }));

test('a workflow that is cancelled while provisioning waits for the step in hand, and finishes if that was the last one', () =>
  saga(async ({ start, until, world }) => {
    let open: () => void = () => {};
    world.vendor.gate = new Promise((resolve) => {
      open = resolve;
    });
    const handle = await start(anOrder({ administrator: atHand }));
    await until(handle, () => world.vendor.calls.length > 0);
    await handle.cancel();
    // The step ends only after the workflow has asked for its cancellation.
    const asked = async () =>
      (await handle.fetchHistory()).events?.some((event) => event.activityTaskCancelRequestedEventAttributes);
    while (!(await asked())) await new Promise((resolve) => setTimeout(resolve, 20));
    open();
    await handle.result().catch(() => undefined);
    expect(world.vendor.accounts.size).toBe(1);
    expect(world.record.state).toBe('completed');
  }));

test('a workflow that is cancelled while a subscription is not active yet undoes it', () =>
  saga(async ({ start, until, world }) => {
    world.vendor.looksUntilActive = Number.POSITIVE_INFINITY;
    const order = anOrder({ administrator: atHand });
    const handle = await start(order);
    await until(handle, () => world.vendor.calls.filter((call) => call.startsWith('find')).length > 1);
    await handle.cancel();
    await expect(handle.result()).rejects.toThrow();
    expect(world.vendor.accounts.size).toBe(0);
    expect(world.billing.entries).toContain(`release:${order.orderId}`);
    expect(world.record.state).toBe('cancelled');
  }));

test('cancelling an order that is being provisioned is refused, and the order goes on', () =>
  saga(async ({ start, refused, until, world }) => {
    let open: () => void = () => {};
    world.vendor.gate = new Promise((resolve) => {
      open = resolve;
    });
    const handle = await start(anOrder({ administrator: atHand }));
    await until(handle, () => world.vendor.calls.length > 0);
    expect((await refused(handle, 'cancelOrder', { by: 'reseller' })).type).toBe('OrderTooFarToCancel');
    open();
    expect(await handle.result()).toMatchObject({ state: 'completed' });
  }));

test('an edit after the end is refused', () =>
  saga(async ({ start, update, world }) => {
    const handle = await start(anOrder({ administrator: atHand }));
    await handle.result();
    await expect(update(handle, 'cancelOrder', { by: 'reseller' })).rejects.toThrow();
    const applied = await world.record.apply({
      orderId: 'x',
      key: 'late',
      state: 'inProgress',
      event: { kind: 'vendorLate', lineId: 'x-1' },
      by: 'system',
    });
    expect(applied).toBe(false);
  }));

test('input that is not an order fails at once, before anything has happened', () =>
  saga(async ({ start, world }) => {
    await expect((await start(anOrder({ lines: [] }))).result()).rejects.toThrow();
    expect(world.billing.entries).toEqual([]);
  }));

test('a failure that nothing foresees is undone completely, billing included', () =>
  saga(async ({ start, world }) => {
    const order = twoLines();
    const never = ApplicationFailure.nonRetryable('the ledger is closed for good');
    world.billing.opening.planned.push(undefined, never);
    expect(await (await start(order)).result()).toMatchObject({ state: 'failed', cause: 'unexpected' });
    expect(world.billing.entries).toContain(`close:${order.orderId}-1`);
    expect(world.billing.entries).toContain(`release:${order.orderId}`);
    expect(world.vendor.accounts.size).toBe(0);
  }));

test('cancelled while held: undone as cancelled; and leftovers of that still wait for an operator', () =>
  saga(async ({ start, update, until, world }) => {
    world.vendor.after.planned.push(new VendorMisconfigured('the role was withdrawn'));
    world.vendor.removing.planned.push(new VendorMisconfigured('the role was withdrawn'));
    const handle = await start(anOrder({ administrator: atHand }));
    await until(handle, ({ state }) => state === 'held');
    await update(handle, 'cancelOrder', { by: 'reseller' });
    const held = await until(handle, ({ cause }) => cause === 'leftovers');
    expect(held.state).toBe('held');
    await update(handle, 'resumeOrder', { action: 'retry' });
    expect(await handle.result()).toMatchObject({ state: 'cancelled', cause: 'requested' });
    expect(world.vendor.accounts.size).toBe(0);
  }));

test('of two lines, one held and one late: the order stays held until an operator goes on', () =>
  saga(async ({ start, update, until, world }) => {
    const create = world.vendor.create.bind(world.vendor);
    let misconfigured = true;
    let late = true;
    world.vendor.create = async (request, context) => {
      if (request.key.endsWith('-1') && misconfigured) throw new VendorMisconfigured('no such role');
      if (request.key.endsWith('-2') && late) {
        late = false;
        throw weather();
      }
      return create(request, context);
    };
    const handle = await start(twoLines());
    await until(handle, ({ lines }) => lines[1]?.state === 'active');
    expect(await until(handle, ({ state }) => state === 'held')).toMatchObject({ cause: 'vendorMisconfigured' });
    misconfigured = false;
    await update(handle, 'resumeOrder', { action: 'retry' });
    expect(await handle.result()).toMatchObject({ state: 'completed' });
  }));

test('credit that cannot be given back holds a rejected order, which can still end', () =>
  saga(async ({ start, update, until, world }) => {
    world.billing.creditSuffices = false;
    world.billing.trouble.planned.push(ApplicationFailure.nonRetryable('the ledger is closed'));
    const handle = await start(anOrder());
    await until(handle, ({ cause }) => cause === 'leftovers');
    await update(handle, 'resumeOrder', { action: 'giveUp' });
    expect(await handle.result()).toMatchObject({ state: 'rejected' });
    expect(world.record.state).toBe('rejected');
    expect(world.record.changes.at(-1)?.event).toEqual({
      kind: 'orderEnded',
      end: { state: 'rejected', cause: 'creditRefused', shortage: SHORTAGE },
      leftovers: [{ kind: 'credit' }],
    });
  }));

test('a vendor that asks for patience is called again no sooner', () =>
  saga(async ({ start, world }) => {
    world.vendor.before.planned.push(new VendorUnavailable('429', { retryAfter: 60_000 }));
    const handle = await start(anOrder({ administrator: atHand }));
    await handle.result();
    const events = (await handle.fetchHistory()).events ?? [];
    const timers = events.map((event) => event.timerStartedEventAttributes?.startToFireTimeout?.seconds?.toString());
    expect(timers).toContain('60');
    expect(world.vendor.accounts.size).toBe(1);
  }));
