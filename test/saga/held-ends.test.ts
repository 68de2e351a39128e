/** Ends and holds of orders of the present rules: what everybody is told meanwhile, and that they end. */
import { ApplicationFailure } from '@temporalio/common';
import { type CreateSubscription, VendorMisconfigured, VendorRefused } from '../../activities/vendors/port.ts';
import { RULES } from '../../workflows/contract/order.ts';
import { ADMINISTRATOR, AT_HAND, anOrder, twoLines, type World } from '../support/doubles.ts';
import { DAY, useSaga } from '../support/saga.ts';

const saga = useSaga();

const OTHER = { ...ADMINISTRATOR, email: 'other@customer.example' };

function failIf(world: World, error: (request: CreateSubscription) => Error | undefined): void {
  const create = world.vendor.create.bind(world.vendor);
  world.vendor.create = async (request, context) => {
    const failure = error(request);
    if (failure) throw failure;
    return create(request, context);
  };
}

const nameRefused = () => new VendorRefused('lastName', 'tooLong', 'the name is too long');

test('credit that cannot be given back holds a rejected order of the present rules, which can still end', () =>
  saga(async ({ start, update, until, world }) => {
    world.billing.creditSuffices = false;
    world.billing.trouble.planned.push(ApplicationFailure.nonRetryable('the ledger is closed'));
    const handle = await start(anOrder({ rules: RULES }));
    await until(handle, ({ cause }) => cause === 'leftovers');
    await update(handle, 'resumeOrder', { action: 'giveUp' });
    expect(await handle.result()).toMatchObject({ state: 'rejected' });
    expect(world.record.state).toBe('rejected');
  }));

test('an order that has expired and whose credit could not be given back at once ends as expired', () =>
  saga(async ({ start, update, until, world }) => {
    const handle = await start(anOrder({ rules: RULES }));
    await until(handle, ({ state }) => state === 'inquiring');
    world.billing.trouble.planned.push(ApplicationFailure.nonRetryable('the ledger is closed'));
    await until(handle, ({ cause }) => cause === 'leftovers', DAY);
    await until(handle, () => world.record.state === 'held');
    await update(handle, 'resumeOrder', { action: 'retry' });
    expect(await handle.result()).toMatchObject({ state: 'expired' });
    expect(world.record.state).toBe('expired');
  }));

test('cancelled while a correction is waited for, what is being removed is said to be removed', () =>
  saga(async ({ start, update, until, world }) => {
    failIf(world, ({ key }) => (key.endsWith('-2') ? nameRefused() : undefined));
    const order = twoLines({ rules: RULES, administrator: AT_HAND, lineFailure: 'keepOthers' });
    const handle = await start(order);
    await until(handle, ({ waitingOn }) => waitingOn?.kind === 'correction');
    await until(handle, () => world.mailer.to('orders@reseller.example').length > 0);
    world.vendor.removing.down = true;
    await update(handle, 'cancelOrder', { by: 'reseller' });
    await until(handle, () => world.vendor.calls.includes(`remove:${order.orderId}-1`));
    await until(handle, () => world.record.keys.some((key) => key.startsWith('undo:')));
    const seen = world.record.changes.find(({ key }) => key.startsWith('undo:'));
    world.vendor.removing.down = false;
    expect(await handle.result()).toMatchObject({ state: 'cancelled' });
    expect(seen).toMatchObject({ state: 'pendingCancellation', waitingOn: { who: 'vendor', kind: 'removal' } });
  }));

test('of two holds one is decided: the order is held, and says that it waits on the other', () =>
  saga(async ({ start, update, until, live, world }) => {
    const wrong = new Set(['1', '2']);
    failIf(world, ({ key }) => (wrong.has(key.slice(-1)) ? new VendorMisconfigured('no such role') : undefined));
    const order = twoLines({ rules: RULES, administrator: AT_HAND, lineFailure: 'keepOthers' });
    const handle = await start(order);
    await until(handle, ({ state }) => state === 'held');
    await until(handle, () => world.record.keys.includes('held:2'));
    wrong.clear();
    const { waitingOn } = await live(handle);
    const last = waitingOn?.kind === 'decision' && 'lineId' in waitingOn.hold ? waitingOn.hold.lineId : '';
    const [rest] = order.lines.map(({ lineId }) => lineId).filter((lineId) => lineId !== last);
    await update(handle, 'resumeOrder', { action: 'retry', lineId: last });
    await until(handle, ({ lines }) => lines.some(({ lineId, state }) => lineId === last && state === 'active'));
    expect(await live(handle)).toMatchObject({
      state: 'held',
      waitingOn: { kind: 'decision', hold: { lineId: rest } },
    });
    expect(world.record.changes.at(-1)).toMatchObject({ state: 'held', waitingOn: { hold: { lineId: rest } } });
    expect(world.record.state).toBe('held');
    await update(handle, 'resumeOrder', { action: 'retry', lineId: rest });
    expect(await handle.result()).toMatchObject({ state: 'completed' });
  }));

test('of two decisions about one hold at once exactly one is accepted', () =>
  saga(async ({ start, update, until, world }) => {
    failIf(world, () => new VendorMisconfigured('no such role'));
    const handle = await start(anOrder({ rules: RULES, administrator: AT_HAND }));
    await until(handle, () => world.record.keys.includes('held:1'));
    const sent = await Promise.allSettled([
      update(handle, 'resumeOrder', { action: 'giveUp' }),
      update(handle, 'resumeOrder', { action: 'giveUp' }),
      update(handle, 'resumeOrder', { action: 'giveUp' }),
    ]);
    await handle.result();
    expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  }));

test('an order whose correction expired but whose other line is kept is never said to have expired', () =>
  saga(async ({ start, until, refused, world }) => {
    failIf(world, ({ key }) => (key.endsWith('-2') ? nameRefused() : undefined));
    const order = twoLines({ rules: RULES, administrator: AT_HAND, lineFailure: 'keepOthers' });
    const handle = await start(order);
    await until(handle, ({ waitingOn }) => waitingOn?.kind === 'correction');
    await until(handle, () => world.mailer.to('orders@reseller.example').length > 0);
    world.billing.opening.down = true;
    await until(handle, ({ waitingOn }) => waitingOn?.kind === 'completion', DAY);
    const told = await refused(handle, 'cancelOrder', { by: 'reseller' });
    world.billing.opening.down = false;
    expect(await handle.result()).toMatchObject({ state: 'partial' });
    expect(told.detail).not.toMatchObject({ state: 'expired' });
  }));

test('reminded of a correction, what is to be corrected stays in the record', () =>
  saga(async ({ start, update, until, world }) => {
    failIf(world, ({ administratorEmail }) => (administratorEmail === OTHER.email ? undefined : nameRefused()));
    const handle = await start(anOrder({ rules: RULES }));
    await until(handle, ({ state }) => state === 'inquiring');
    await update(handle, 'provideAdministratorDetails', { details: ADMINISTRATOR, by: 'customer', revision: 1 });
    await until(handle, () => world.record.keys.some((key) => key.startsWith('request:2:')));
    await until(handle, () => world.record.keys.some((key) => key.startsWith('request:2:3')), DAY);
    const last = world.record.changes.at(-1);
    await update(handle, 'provideAdministratorDetails', { details: OTHER, by: 'reseller' });
    expect(await handle.result()).toMatchObject({ state: 'completed' });
    expect(last).toMatchObject({ waitingOn: { who: 'customer', corrections: [{ field: 'lastName' }] } });
  }));

test('what is adopted counts as something that may be at the vendor', () =>
  saga(async ({ start, update, until, world }) => {
    world.record.customerOnHold = true;
    const order = anOrder({ rules: RULES, administrator: AT_HAND });
    const handle = await start(order);
    await until(handle, () => world.record.keys.includes('held:1'));
    const made = { subscriptionId: 'by-hand', active: true } as never;
    world.vendor.byHand.set('by-hand', made);
    await update(handle, 'resumeOrder', { action: 'adopt', subscriptionId: 'by-hand' });
    expect(await handle.result()).toMatchObject({ state: 'completed' });
    expect([...world.record.sent]).toEqual([`${order.orderId}-1`]);
  }));
