/** Cancelling at every stage: by a message, and the workflow itself in the Temporal UI. */
import { WorkflowFailedError } from '@temporalio/client';
import { CancelledFailure } from '@temporalio/common';
import { VendorMisconfigured } from '../../activities/vendors/port.ts';
import { ADMINISTRATOR, AT_HAND, anOrder, twoLines } from '../support/doubles.ts';
import { type OrderHandle, useSaga } from '../support/saga.ts';

const saga = useSaga();

/** The workflow ended as cancelled, and not in any other way. */
async function expectCancelled(handle: OrderHandle): Promise<void> {
  const ended: unknown = await handle.result().catch((error: unknown) => error);
  expect(ended).toBeInstanceOf(WorkflowFailedError);
  expect((ended as WorkflowFailedError).cause).toBeInstanceOf(CancelledFailure);
}

test('cancelled while the first mail is stuck: at once, the credit released, and the customer is never asked', () =>
  saga(async ({ start, update, until, world }) => {
    world.mailer.down = true;
    const order = anOrder();
    const handle = await start(order);
    await until(handle, ({ waitingOn }) => waitingOn?.who === 'mailServer');
    await update(handle, 'cancelOrder', { by: 'reseller' });
    world.mailer.down = false;
    expect(await handle.result()).toMatchObject({ state: 'cancelled', cause: 'requested' });
    expect(world.billing.entries).toEqual([`reserve:${order.orderId}`, `release:${order.orderId}`]);
    expect(world.mailer.sent.filter(({ messageId }) => messageId.includes('.request.'))).toEqual([]);
  }));

test('a workflow that is cancelled while the first mail is stuck is undone, and the customer is never asked', () =>
  saga(async ({ start, until, world }) => {
    world.mailer.down = true;
    const order = anOrder();
    const handle = await start(order);
    await until(handle, ({ waitingOn }) => waitingOn?.who === 'mailServer');
    await handle.cancel();
    world.mailer.down = false;
    await expectCancelled(handle);
    expect(world.record.state).toBe('cancelled');
    expect(world.billing.entries).toEqual([`reserve:${order.orderId}`, `release:${order.orderId}`]);
    expect(world.mailer.sent.filter(({ messageId }) => messageId.includes('.request.'))).toEqual([]);
  }));

test('cancelled while waiting: at once, the credit released, and no later answer is accepted', () =>
  saga(async ({ start, update, until, world }) => {
    const order = anOrder();
    const handle = await start(order);
    await until(handle, ({ state }) => state === 'inquiring');
    await update(handle, 'cancelOrder', { by: 'reseller', reason: 'changed their mind' });
    expect(await handle.result()).toMatchObject({ state: 'cancelled' });
    expect(world.billing.entries).toContain(`release:${order.orderId}`);
    expect(world.vendor.calls).toEqual([]);
    await expect(update(handle, 'provideAdministratorDetails', ADMINISTRATOR)).rejects.toThrow();
    expect(world.record.state).toBe('cancelled');
  }));

test('a workflow that is cancelled in the Temporal UI is undone like an order that is cancelled', () =>
  saga(async ({ start, until, world }) => {
    const order = anOrder();
    const handle = await start(order);
    await until(handle, ({ state }) => state === 'inquiring');
    await handle.cancel();
    await expectCancelled(handle);
    expect(world.record.state).toBe('cancelled');
    expect(world.billing.entries).toContain(`release:${order.orderId}`);
  }));

test('a workflow that is cancelled while provisioning waits for the step in hand, and finishes if that was the last one', () =>
  saga(async ({ start, until, world }) => {
    const open = world.vendor.holdUp();
    const handle = await start(anOrder({ administrator: AT_HAND }));
    await until(handle, () => world.vendor.calls.length > 0);
    await handle.cancel();
    // The step ends only after the workflow has asked for its cancellation.
    const asked = async () =>
      (await handle.fetchHistory()).events?.some((event) => event.activityTaskCancelRequestedEventAttributes);
    while (!(await asked())) await new Promise((resolve) => setTimeout(resolve, 20));
    open();
    expect(await handle.result()).toMatchObject({ state: 'completed' });
    expect(world.vendor.accounts.size).toBe(1);
    expect(world.record.state).toBe('completed');
  }));

test('a workflow that is cancelled while a subscription is not active yet undoes it', () =>
  saga(async ({ start, until, world }) => {
    world.vendor.looksUntilActive = Number.POSITIVE_INFINITY;
    const order = anOrder({ administrator: AT_HAND });
    const handle = await start(order);
    await until(handle, () => world.vendor.calls.filter((call) => call.startsWith('find')).length > 1);
    await handle.cancel();
    await expectCancelled(handle);
    expect(world.vendor.accounts.size).toBe(0);
    expect(world.billing.entries).toContain(`release:${order.orderId}`);
    expect(world.record.state).toBe('cancelled');
  }));

test('cancelling an order that is being provisioned is refused, and the order goes on', () =>
  saga(async ({ start, refused, until, world }) => {
    const open = world.vendor.holdUp();
    const handle = await start(anOrder({ administrator: AT_HAND }));
    await until(handle, () => world.vendor.calls.length > 0);
    expect((await refused(handle, 'cancelOrder', { by: 'reseller' })).type).toBe('OrderTooFarToCancel');
    open();
    expect(await handle.result()).toMatchObject({ state: 'completed' });
  }));

test('cancelled while held: undone as cancelled; and leftovers of that still wait for an operator', () =>
  saga(async ({ start, update, until, world }) => {
    world.vendor.after.planned.push(new VendorMisconfigured('the role was withdrawn'));
    world.vendor.removing.planned.push(new VendorMisconfigured('the role was withdrawn'));
    const handle = await start(anOrder({ administrator: AT_HAND }));
    await until(handle, ({ state }) => state === 'held');
    await update(handle, 'cancelOrder', { by: 'reseller' });
    const held = await until(handle, ({ cause }) => cause === 'leftovers');
    expect(held.state).toBe('held');
    await update(handle, 'resumeOrder', { action: 'retry' });
    expect(await handle.result()).toMatchObject({ state: 'cancelled', cause: 'requested' });
    expect(world.vendor.accounts.size).toBe(0);
  }));

test('a workflow that is cancelled while one of two lines is held undoes both', () =>
  saga(async ({ start, until, world }) => {
    const order = twoLines({ administrator: AT_HAND });
    const create = world.vendor.create.bind(world.vendor);
    world.vendor.create = async (request, context) => {
      if (request.key.endsWith('-2')) throw new VendorMisconfigured('no such role');
      return create(request, context);
    };
    const handle = await start(order);
    await until(handle, ({ state, lines }) => state === 'held' && lines[0]?.state === 'active');
    expect(world.vendor.accounts.size).toBe(1);
    await handle.cancel();
    await expectCancelled(handle);
    expect(world.vendor.accounts.size).toBe(0);
    expect(world.billing.entries).toEqual([`reserve:${order.orderId}`, `release:${order.orderId}`]);
    expect(world.record.state).toBe('cancelled');
  }));

test('cancelling an order whose subscription is not active yet is refused, and the order goes on', () =>
  saga(async ({ start, refused, until, world }) => {
    world.vendor.looksUntilActive = Number.POSITIVE_INFINITY;
    const handle = await start(anOrder({ administrator: AT_HAND }));
    await until(handle, () => world.vendor.calls.some((call) => call.startsWith('find')));
    expect((await refused(handle, 'cancelOrder', { by: 'reseller' })).type).toBe('OrderTooFarToCancel');
    world.vendor.looksUntilActive = 1;
    expect(await handle.result()).toMatchObject({ state: 'completed' });
  }));

test('a workflow that is cancelled while billing is late is completed all the same', () =>
  saga(async ({ start, until, refused, world }) => {
    const order = anOrder({ administrator: AT_HAND });
    world.billing.opening.down = true;
    const handle = await start(order);
    await until(handle, ({ waitingOn }) => waitingOn?.who === 'operator');
    expect((await refused(handle, 'cancelOrder', { by: 'reseller' })).type).toBe('OrderTooFarToCancel');
    await handle.cancel();
    world.billing.opening.down = false;
    expect(await handle.result()).toMatchObject({ state: 'completed' });
    expect(world.billing.entries).toEqual([`reserve:${order.orderId}`, `open:${order.orderId}-1`]);
    expect(world.vendor.accounts.size).toBe(1);
  }));
