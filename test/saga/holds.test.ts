import { ApplicationFailure } from '@temporalio/common';
import { VendorMisconfigured, VendorRefused, VendorUncertain } from '../../activities/vendors/port.ts';
import { ADMINISTRATOR, AT_HAND, anOrder, SHORTAGE, twoLines, weather } from '../support/doubles.ts';
import { DAY, useSaga } from '../support/saga.ts';

const saga = useSaga();

test('if it stays unknown whether the subscription exists, the order is held with what to do, and never created twice', () =>
  saga(async ({ start, update, until, world }) => {
    for (let i = 0; i < 100; i++) world.vendor.before.planned.push(new VendorUncertain('taken, and not visible'));
    const order = anOrder({ administrator: AT_HAND });
    const handle = await start(order);
    await until(handle, ({ waitingOn }) => waitingOn?.who === 'vendor');
    const held = await until(handle, ({ state }) => state === 'held', DAY / 4);
    const hold = { cause: 'vendorUncertain', lineId: `${order.orderId}-1` };
    expect(held).toMatchObject({ cause: 'vendorUncertain', waitingOn: { who: 'operator', hold } });
    expect(world.vendor.accounts.size).toBe(0);
    world.vendor.before.planned.length = 0;
    await update(handle, 'resumeOrder', { action: 'retry' });
    expect(await handle.result()).toMatchObject({ state: 'completed' });
  }));

test.each(['customerOnHold', 'productWithdrawn'] as const)(
  '%s during the wait: the order is held before provisioning, and goes on when an operator says so',
  (cause) =>
    saga(async ({ start, update, until, pass, live, world }) => {
      const handle = await start(anOrder());
      await until(handle, ({ state }) => state === 'inquiring');
      await pass(DAY);
      world.record.customerOnHold = cause === 'customerOnHold';
      world.record.withdrawnProducts = cause === 'productWithdrawn' ? ['veritas-o365-backup'] : [];
      expect(await live(handle)).toMatchObject({ state: 'inquiring', waitingOn: { who: 'customer' } });
      await update(handle, 'provideAdministratorDetails', { details: ADMINISTRATOR, by: 'customer', revision: 1 });
      expect(await until(handle, ({ state }) => state === 'held')).toMatchObject({ cause });
      expect(world.vendor.calls).toEqual([]);
      world.record.customerOnHold = false;
      world.record.withdrawnProducts = [];
      await update(handle, 'resumeOrder', { action: 'retry' });
      expect(await handle.result()).toMatchObject({ state: 'completed' });
    }),
);

test('a vendor that is away for longer than four hours: the order is held, and goes on when the vendor is back', () =>
  saga(async ({ start, update, until, world }) => {
    for (let i = 0; i < 1000; i++) world.vendor.before.planned.push(weather());
    const handle = await start(anOrder({ administrator: AT_HAND }));
    await until(handle, ({ waitingOn }) => waitingOn?.who === 'vendor');
    const held = await until(handle, ({ state }) => state === 'held', DAY / 4);
    expect(held).toMatchObject({ cause: 'vendorUnavailable' });
    world.vendor.before.planned.length = 0;
    await update(handle, 'resumeOrder', { action: 'retry' });
    expect(await handle.result()).toMatchObject({ state: 'completed' });
  }));

test('of two lines, one refused and one that would be held: the order fails without waiting for an operator', () =>
  saga(async ({ start, until, world }) => {
    const open = world.vendor.holdUp();
    const create = world.vendor.create.bind(world.vendor);
    world.vendor.create = async (request, context) => {
      if (request.key.endsWith('-1')) throw new VendorRefused('email', 'addressInUse', 'the address is in use');
      return create(request, context);
    };
    world.vendor.before.planned.push(new VendorMisconfigured('no such role'));
    const handle = await start(twoLines({ administrator: AT_HAND }));
    await until(handle, ({ lines }) => lines[0]?.state === 'terminated');
    open();
    expect(await handle.result()).toMatchObject({ state: 'failed', cause: 'vendorRefused' });
    expect(world.record.keys.filter((key) => key.startsWith('held:'))).toEqual([]);
  }));

test('an operator who gives a held order up undoes it', () =>
  saga(async ({ start, update, until, world }) => {
    world.vendor.before.planned.push(new VendorMisconfigured('the password is wrong'));
    const order = anOrder({ administrator: AT_HAND });
    const handle = await start(order);
    await until(handle, ({ state }) => state === 'held');
    await update(handle, 'resumeOrder', { action: 'giveUp' });
    expect(await handle.result()).toMatchObject({ state: 'failed', cause: 'givenUp' });
    expect(world.billing.entries).toContain(`release:${order.orderId}`);
    expect(world.vendor.calls).toContain(`remove:${order.orderId}-1`);
  }));

test('an account that the vendor has made in spite of its answer is found and removed by the undo', () =>
  saga(async ({ start, update, until, world }) => {
    world.vendor.after.planned.push(new VendorMisconfigured('the reply was a 401, the account was made all the same'));
    const handle = await start(anOrder({ administrator: AT_HAND }));
    await until(handle, ({ state }) => state === 'held');
    expect(world.vendor.accounts.size).toBe(1);
    await update(handle, 'resumeOrder', { action: 'giveUp' });
    expect(await handle.result()).toMatchObject({ state: 'failed' });
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
    const handle = await start(twoLines({ administrator: AT_HAND }));
    await until(handle, ({ lines }) => lines[1]?.state === 'active');
    expect(await until(handle, ({ state }) => state === 'held')).toMatchObject({ cause: 'vendorMisconfigured' });
    misconfigured = false;
    await update(handle, 'resumeOrder', { action: 'retry' });
    expect(await handle.result()).toMatchObject({ state: 'completed' });
  }));

test('deleting a leftover fails for days: the order is held with the leftovers by name, and resumed it is clean', () =>
  saga(async ({ start, update, until, world }) => {
    for (let i = 0; i < 5000; i++) world.vendor.removing.planned.push(weather());
    world.vendor.after.planned.push(new VendorMisconfigured('the role was withdrawn'));
    const order = anOrder({ administrator: AT_HAND });
    const handle = await start(order);
    await until(handle, ({ state }) => state === 'held');
    await update(handle, 'resumeOrder', { action: 'giveUp' });
    await until(handle, () => world.vendor.calls.includes(`remove:${order.orderId}-1`));
    const held = await until(handle, ({ cause }) => cause === 'leftovers', DAY);
    const leftovers = [{ kind: 'subscription', lineId: `${order.orderId}-1`, vendor: 'keepit' }];
    expect(held.waitingOn).toMatchObject({ kind: 'decision', hold: { cause: 'leftovers', leftovers } });
    // The other undo steps were not stopped by it.
    expect(world.billing.entries).toContain(`release:${order.orderId}`);

    world.vendor.removing.planned.length = 0;
    await update(handle, 'resumeOrder', { action: 'retry' });
    expect(await handle.result()).toMatchObject({ state: 'failed', lines: [{ state: 'terminated' }] });
    expect(world.vendor.accounts.size).toBe(0);
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
