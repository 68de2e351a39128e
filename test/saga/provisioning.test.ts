import { WorkflowNotFoundError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { VendorMisconfigured, VendorRefused, VendorUnavailable } from '../../activities/vendors/port.ts';
import { ADMINISTRATOR, AT_HAND, anOrder, twoLines, weather } from '../support/doubles.ts';
import { DAY, useSaga } from '../support/saga.ts';

const saga = useSaga();

test('with the details at hand the order is active without a mail to ask', () =>
  saga(async ({ start, world }) => {
    const order = anOrder({ administrator: AT_HAND });
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
    const order = twoLines({ administrator: AT_HAND });
    expect(await (await start(order)).result()).toMatchObject({
      state: 'completed',
      lines: [{ state: 'active' }, { state: 'active' }],
    });
    expect([...world.vendor.accounts.keys()].sort()).toEqual(order.lines.map(({ lineId }) => lineId));
    expect(world.billing.entries).toHaveLength(3);
  }));

test('when the vendor refuses one line, every step is undone and nothing is charged', () =>
  saga(async ({ start, world }) => {
    const order = twoLines({ administrator: AT_HAND });
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
    expect(await (await start(anOrder({ administrator: AT_HAND }))).result()).toMatchObject({ state: 'rejected' });
    expect(world.vendor.calls).toEqual([]);
    const told = world.mailer.sent.map(({ messageId }) => messageId.split('.')[1]);
    expect(new Set(told)).toEqual(new Set(['rejected']));
  }));

test('a vendor that is silent after creating: found by our key and adopted, never a second subscription', () =>
  saga(async ({ start, world }) => {
    world.vendor.after.planned.push(weather(), weather());
    const order = anOrder({ administrator: AT_HAND });
    const ended = await (await start(order)).result();
    expect(ended).toMatchObject({ state: 'completed', lines: [{ subscriptionId: 'acc-1' }] });
    expect(world.vendor.accounts.size).toBe(1);
    // The second call knows that the first may have created something.
    expect(world.vendor.calls[1]).toBe(`create:${order.orderId}-1:doubt`);
  }));

test('a vendor that fails before creating leaves no doubt: an address that is taken then is somebody else’s', () =>
  saga(async ({ start, world }) => {
    world.vendor.before.planned.push(weather());
    world.vendor.strangers.add(ADMINISTRATOR.email);
    const order = anOrder({ administrator: AT_HAND });
    expect(await (await start(order)).result()).toMatchObject({ state: 'failed', cause: 'vendorRefused' });
    // Asked for again without doubt; and nothing was made, so nothing is removed.
    expect(world.vendor.calls).toEqual([`create:${order.orderId}-1`, `create:${order.orderId}-1`]);
  }));

test('in doubt, an address that is taken may be taken by what we made: the undo removes what there is under our key', () =>
  saga(async ({ start, world }) => {
    const order = anOrder({ administrator: AT_HAND });
    const create = world.vendor.create.bind(world.vendor);
    world.vendor.create = async (request, context) => {
      if (!context.doubt) return create(request, context);
      throw new VendorRefused('email', 'addressInUse', 'the address is in use');
    };
    world.vendor.after.planned.push(weather());
    expect(await (await start(order)).result()).toMatchObject({ state: 'failed', cause: 'vendorRefused' });
    expect(world.vendor.calls).toEqual([`create:${order.orderId}-1`, `remove:${order.orderId}-1`]);
    expect(world.vendor.accounts.size).toBe(0);
  }));

test('an order that was held before anything was sent is in no doubt when it goes on', () =>
  saga(async ({ start, update, until, world }) => {
    world.vendor.before.planned.push(new VendorMisconfigured('the password is wrong'));
    const order = anOrder({ administrator: AT_HAND });
    const handle = await start(order);
    await until(handle, ({ state }) => state === 'held');
    await update(handle, 'resumeOrder', { action: 'retry' });
    expect(await handle.result()).toMatchObject({ state: 'completed' });
    expect(world.vendor.calls).toEqual([`create:${order.orderId}-1`, `create:${order.orderId}-1`]);
  }));

test('an order that was held after something was sent is in doubt when it goes on', () =>
  saga(async ({ start, update, until, world }) => {
    world.vendor.after.planned.push(new VendorMisconfigured('the role was withdrawn'));
    const order = anOrder({ administrator: AT_HAND });
    const handle = await start(order);
    await until(handle, ({ state }) => state === 'held');
    await update(handle, 'resumeOrder', { action: 'retry' });
    expect(await handle.result()).toMatchObject({ state: 'completed', lines: [{ subscriptionId: 'acc-1' }] });
    expect(world.vendor.calls).toEqual([`create:${order.orderId}-1`, `create:${order.orderId}-1:doubt`]);
  }));

test('a vendor that is away for an hour delays the order, and operators see what it waits on', () =>
  saga(async ({ start, until, world }) => {
    // Tried again after 1, 2, 4, … seconds, and every 5 minutes in the end.
    for (let i = 0; i < 22; i++) world.vendor.before.planned.push(weather());
    const handle = await start(anOrder({ administrator: AT_HAND }));
    const late = await until(handle, ({ waitingOn }) => waitingOn?.who === 'vendor');
    expect(late.state).toBe('inProgress');
    expect(await handle.result()).toMatchObject({ state: 'completed' });
    const { startTime, closeTime } = await handle.describe();
    expect((closeTime?.getTime() ?? 0) - startTime.getTime()).toBeGreaterThan(DAY / 24);
    expect(world.record.keys.some((key) => key.startsWith('late:'))).toBe(true);
  }));

test('a subscription that is not active at once is watched until it is', () =>
  saga(async ({ start, world }) => {
    world.vendor.looksUntilActive = 3;
    expect(await (await start(anOrder({ administrator: AT_HAND }))).result()).toMatchObject({ state: 'completed' });
    expect(world.vendor.calls.filter((call) => call.startsWith('find')).length).toBe(3);
  }));

test('an edit after the end is refused', () =>
  saga(async ({ start, update, world }) => {
    const handle = await start(anOrder({ administrator: AT_HAND }));
    await handle.result();
    const changes = world.record.changes.length;
    await expect(update(handle, 'cancelOrder', { by: 'reseller' })).rejects.toBeInstanceOf(WorkflowNotFoundError);
    expect(world.record.changes).toHaveLength(changes);
  }));

test('input that is not an order fails at once, before anything has happened', () =>
  saga(async ({ start, world }) => {
    const handle = await start(anOrder({ lines: [] }));
    await expect(handle.result()).rejects.toMatchObject({ cause: { type: 'InvalidOrder' } });
    expect(world.billing.entries).toEqual([]);
  }));

test('a failure that nothing foresees is undone completely, billing included', () =>
  saga(async ({ start, world }) => {
    const order = twoLines({ administrator: AT_HAND });
    const never = ApplicationFailure.nonRetryable('the ledger is closed for good');
    world.billing.opening.planned.push(undefined, never);
    expect(await (await start(order)).result()).toMatchObject({ state: 'failed', cause: 'unexpected' });
    expect(world.billing.entries).toContain(`close:${order.orderId}-1`);
    expect(world.billing.entries).toContain(`release:${order.orderId}`);
    expect(world.vendor.accounts.size).toBe(0);
  }));

test('a vendor that asks for patience is called again no sooner', () =>
  saga(async ({ start, world }) => {
    world.vendor.before.planned.push(new VendorUnavailable('429', { retryAfter: 60_000 }));
    const handle = await start(anOrder({ administrator: AT_HAND }));
    await handle.result();
    const events = (await handle.fetchHistory()).events ?? [];
    const timers = events.map((event) => event.timerStartedEventAttributes?.startToFireTimeout?.seconds?.toString());
    expect(timers).toContain('60');
    expect(world.vendor.accounts.size).toBe(1);
  }));

test('billing that is late delays the end, and operators see that the subscription is active already', () =>
  saga(async ({ start, until, pass, live, world }) => {
    world.billing.opening.down = true;
    const order = anOrder({ administrator: AT_HAND });
    const handle = await start(order);
    const late = await until(handle, ({ waitingOn }) => waitingOn?.who === 'operator');
    expect(late).toMatchObject({ state: 'inProgress', lines: [{ state: 'active' }] });
    await pass(DAY);
    expect(await live(handle)).toMatchObject({ state: 'inProgress' });
    const { currentDetails } = await handle.query<{ currentDetails: string }, []>('__temporal_workflow_metadata');
    expect(currentDetails).toContain('To go on: mend what the pending activity’s last failure names');
    expect(currentDetails).not.toContain('resumeOrder');
    world.billing.opening.down = false;
    expect(await handle.result()).toMatchObject({ state: 'completed' });
    expect(world.billing.entries).toEqual([`reserve:${order.orderId}`, `open:${order.orderId}-1`]);
  }));
