/** What the vendor refuses is corrected by whoever gave it; orders of the present rules. */
import { type CreateSubscription, VendorRefused } from '../../activities/vendors/port.ts';
import { type LiveOrder, RULES } from '../../workflows/contract/order.ts';
import { ADMINISTRATOR, AT_HAND, anOrder, twoLines, type World } from '../support/doubles.ts';
import { DAY, useSaga } from '../support/saga.ts';

const saga = useSaga();

/** The vendor refuses what is meant, as often as it is asked. */
function refuseIf(world: World, isMeant: (request: CreateSubscription) => boolean, refusal: VendorRefused): void {
  const create = world.vendor.create.bind(world.vendor);
  world.vendor.create = async (request, context) => {
    if (isMeant(request)) throw refusal;
    return create(request, context);
  };
}

/** The vendor has these addresses in use. */
function refuse(world: World, isMeant: (email: string) => boolean): void {
  const refusal = new VendorRefused('email', 'addressInUse', 'the address is in use');
  refuseIf(world, ({ administratorEmail }) => isMeant(administratorEmail), refusal);
}

/** The vendor refuses the second line, and no other details would help. */
function refuseSecondLine(world: World): void {
  refuseIf(world, ({ key }) => key.endsWith('-2'), new VendorRefused('order', 'other', 'no such plan'));
}

const OTHER = { ...ADMINISTRATOR, email: 'other@customer.example' };

test('what the vendor refuses of a customer’s answer, the customer is asked to correct, by a new link', () =>
  saga(async ({ start, update, refused, until, world }) => {
    refuse(world, (email) => email === ADMINISTRATOR.email);
    const handle = await start(anOrder({ rules: RULES }));
    await until(handle, ({ state }) => state === 'inquiring');
    await update(handle, 'provideAdministratorDetails', { details: ADMINISTRATOR, by: 'customer', revision: 1 });
    const asked = await until(handle, ({ waitingOn }) => waitingOn !== undefined && 'corrections' in waitingOn);
    expect(asked).toMatchObject({
      state: 'inquiring',
      waitingOn: { who: 'customer', corrections: [{ field: 'email', code: 'addressInUse' }] },
    });
    await until(handle, () => world.record.keys.some((key) => key.startsWith('request:2:')));
    const old = { details: OTHER, by: 'customer', revision: 1 };
    expect(await refused(handle, 'provideAdministratorDetails', old)).toMatchObject({
      type: 'InformationRequestSuperseded',
    });
    await update(handle, 'provideAdministratorDetails', { ...old, revision: 2 });
    expect(await handle.result()).toMatchObject({ state: 'completed' });
    expect([...world.vendor.accounts.values()].map(({ administratorEmail }) => administratorEmail)).toEqual([
      OTHER.email,
    ]);
    expect(world.record.keys).toContain('correction:1');
  }));

test('what the vendor refuses of a reseller’s details, the reseller is asked to correct, and nobody else', () =>
  saga(async ({ start, update, until, world }) => {
    refuse(world, (email) => email === ADMINISTRATOR.email);
    const handle = await start(anOrder({ rules: RULES, administrator: AT_HAND }));
    const asked = await until(handle, ({ waitingOn }) => waitingOn?.kind === 'correction');
    expect(asked).toMatchObject({ state: 'inquiring', waitingOn: { who: 'reseller' } });
    await until(handle, () => world.mailer.to('orders@reseller.example').length > 0);
    await update(handle, 'provideAdministratorDetails', { details: OTHER, by: 'reseller' });
    expect(await handle.result()).toMatchObject({ state: 'completed' });
    expect(world.mailer.sent.filter(({ messageId }) => messageId.includes('.request.'))).toEqual([]);
  }));

test('a correction that nobody makes: the order expires, and its credit is free again', () =>
  saga(async ({ start, until, world }) => {
    refuse(world, (email) => email === ADMINISTRATOR.email);
    const order = anOrder({ rules: RULES, administrator: AT_HAND });
    const handle = await start(order);
    await until(handle, ({ waitingOn }) => waitingOn?.kind === 'correction');
    expect(await handle.result()).toMatchObject({ state: 'expired', cause: 'customerNoResponse' });
    expect(world.billing.entries).toEqual([`reserve:${order.orderId}`, `release:${order.orderId}`]);
  }));

test('after three corrections that the vendor refuses as well, an operator decides', () =>
  saga(async ({ start, update, until, world }) => {
    refuse(world, (email) => email !== 'last@customer.example');
    const handle = await start(anOrder({ rules: RULES, administrator: AT_HAND }));
    const give = async (round: number, email: string) => {
      await until(handle, () => world.mailer.sent.some(({ messageId }) => messageId.includes(`.correction.${round}@`)));
      await update(handle, 'provideAdministratorDetails', { details: { ...OTHER, email }, by: 'reseller' });
    };
    for (const round of [1, 2, 3]) await give(round, `no-${round}@customer.example`);
    expect(await until(handle, ({ state }) => state === 'held')).toMatchObject({ cause: 'tooManyCorrections' });
    await update(handle, 'resumeOrder', { action: 'retry', operator: 'olga', reason: 'asked them by phone' });
    await give(4, 'last@customer.example');
    expect(await handle.result()).toMatchObject({ state: 'completed' });
    const resolved = world.record.changes.find(({ event }) => event.kind === 'holdResolved');
    expect(resolved?.event).toMatchObject({ action: 'retry', operator: 'olga', reason: 'asked them by phone' });
  }));

test('of two lines one is refused, and the reseller wants the others kept: partial, and only what is active is charged', () =>
  saga(async ({ start, world }) => {
    const order = twoLines({ rules: RULES, administrator: AT_HAND, lineFailure: 'keepOthers' });
    refuseSecondLine(world);
    const ended = await (await start(order)).result();
    expect(ended).toMatchObject({ state: 'partial', cause: 'vendorRefused' });
    expect((ended as LiveOrder).lines.map((line) => line.state)).toEqual(['active', 'terminated']);
    expect(world.billing.entries).toEqual([
      `reserve:${order.orderId}`,
      `open:${order.orderId}-1`,
      `release:${order.orderId}`,
    ]);
    expect(world.record.state).toBe('partial');
  }));

test('of two lines one is refused, and the reseller wants all or nothing: everything is undone', () =>
  saga(async ({ start, world }) => {
    const order = twoLines({ rules: RULES, administrator: AT_HAND, lineFailure: 'undoAll' });
    refuseSecondLine(world);
    expect(await (await start(order)).result()).toMatchObject({ state: 'failed', cause: 'vendorRefused' });
    expect(world.vendor.accounts.size).toBe(0);
  }));

test('a removal that the vendor puts off keeps no credit reserved', () =>
  saga(async ({ start, update, until, pass, world }) => {
    const order = twoLines({ rules: RULES, administrator: AT_HAND, lineFailure: 'undoAll' });
    refuseSecondLine(world);
    world.vendor.removing.down = true;
    const handle = await start(order);
    await until(handle, ({ waitingOn }) => waitingOn?.kind === 'removal');
    await until(handle, () => world.billing.entries.includes(`release:${order.orderId}`));
    await until(handle, () => world.record.keys.some((key) => key.startsWith('undo:')));
    await pass(4 * DAY);
    await until(handle, ({ state }) => state === 'held', DAY);
    world.vendor.removing.down = false;
    await update(handle, 'resumeOrder', { action: 'retry' });
    expect(await handle.result()).toMatchObject({ state: 'failed' });
    expect(world.vendor.accounts.size).toBe(0);
  }));

test('cancelled while a correction is waited for: the order is being cancelled until the vendor has removed the other line', () =>
  saga(async ({ start, update, until, world }) => {
    const taken = new VendorRefused('email', 'addressInUse', 'the address is in use');
    refuseIf(world, ({ key }) => key.endsWith('-2'), taken);
    world.vendor.removing.down = true;
    const handle = await start(twoLines({ rules: RULES, administrator: AT_HAND }));
    await until(handle, () => world.mailer.sent.some(({ messageId }) => messageId.includes('.correction.1@')));
    await until(handle, ({ waitingOn }) => waitingOn?.kind === 'correction');
    await update(handle, 'cancelOrder', { by: 'reseller' });
    await until(handle, () => world.record.keys.some((key) => key.startsWith('undo:')));
    expect(await until(handle, () => true)).toMatchObject({
      state: 'pendingCancellation',
      waitingOn: { who: 'vendor', kind: 'removal' },
    });
    expect(world.record.state).toBe('pendingCancellation');
    world.vendor.removing.down = false;
    expect(await handle.result()).toMatchObject({ state: 'cancelled', cause: 'requested' });
    expect(world.vendor.accounts.size).toBe(0);
  }));
