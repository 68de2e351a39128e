/** Cancelling once provisioning has begun, and what operators decide; orders of the present rules. */
import { VendorMisconfigured, VendorUncertain } from '../../activities/vendors/port.ts';
import { lookAgainIdOf } from '../../workflows/contract/names.ts';
import { RULES } from '../../workflows/contract/order.ts';
import { ADMINISTRATOR, AT_HAND, anOrder, twoLines, weather } from '../support/doubles.ts';
import { DAY, useSaga } from '../support/saga.ts';

const saga = useSaga();

test('cancelled while the last step is in hand: it ends first, and the order is completed', () =>
  saga(async ({ start, update, until, world }) => {
    const open = world.vendor.holdUp();
    const handle = await start(anOrder({ rules: RULES, administrator: AT_HAND }));
    await until(handle, () => world.vendor.calls.length > 0);
    await update(handle, 'cancelOrder', { by: 'reseller' });
    expect(await until(handle, ({ state }) => state === 'assessingCancellation')).toMatchObject({
      waitingOn: { who: 'vendor', kind: 'stepInHand' },
    });
    await until(handle, () => world.record.keys.includes('assessing'));
    open();
    expect(await handle.result()).toMatchObject({ state: 'completed' });
    expect(world.vendor.accounts.size).toBe(1);
    expect(world.record.state).toBe('completed');
  }));

test('cancelled while the vendor is away: it is not tried again, and everything is undone', () =>
  saga(async ({ start, update, until, world }) => {
    for (let i = 0; i < 1000; i++) world.vendor.before.planned.push(weather());
    const order = anOrder({ rules: RULES, administrator: AT_HAND });
    const handle = await start(order);
    await until(handle, ({ waitingOn }) => waitingOn?.who === 'vendor');
    await update(handle, 'cancelOrder', { by: 'reseller' });
    expect(await handle.result()).toMatchObject({ state: 'cancelled', cause: 'requested' });
    expect(world.record.state).toBe('cancelled');
    expect(world.billing.entries).toEqual([`reserve:${order.orderId}`, `release:${order.orderId}`]);
  }));

test('a subscription that an operator has found at the vendor is adopted, with who and why', () =>
  saga(async ({ start, update, refused, until, world }) => {
    for (let i = 0; i < 100; i++) world.vendor.before.planned.push(new VendorUncertain('taken, and not visible'));
    const order = anOrder({ rules: RULES, administrator: AT_HAND, holds: { reminder: 'P7D' } });
    const handle = await start(order);
    await until(handle, ({ state }) => state === 'held', DAY / 4);
    expect(await refused(handle, 'resumeOrder', { action: 'adopt' })).toMatchObject({ type: 'InvalidMessage' });
    await update(handle, 'resumeOrder', { action: 'adopt', subscriptionId: 'nobody-knows' });
    await until(handle, () => world.vendor.calls.includes(`adopt:${order.orderId}-1:nobody-knows`));
    await until(handle, () => world.record.keys.includes('held:2'));
    const source = order.lines[0]?.source as (typeof order.lines)[number]['source'];
    world.vendor.byHand.set('acc-9', {
      subscriptionId: 'acc-9',
      active: true,
      login: 'x',
      key: '',
      ordinal: 1,
      source,
      administratorEmail: ADMINISTRATOR.email,
      administrator: ADMINISTRATOR,
      quantity: 5,
    });
    await update(handle, 'resumeOrder', {
      action: 'adopt',
      subscriptionId: 'acc-9',
      operator: 'olga',
      reason: 'seen there',
    });
    expect(await handle.result()).toMatchObject({ state: 'completed', lines: [{ subscriptionId: 'acc-9' }] });
    expect(world.record.changes.map(({ event }) => event)).toContainEqual(
      expect.objectContaining({ kind: 'holdResolved', action: 'adopt', operator: 'olga', subscriptionId: 'acc-9' }),
    );
  }));

test('a subscription that an operator names is removed, and the line is given up', () =>
  saga(async ({ start, update, until, world }) => {
    for (let i = 0; i < 100; i++) world.vendor.before.planned.push(new VendorUncertain('taken, and not visible'));
    const order = anOrder({ rules: RULES, administrator: AT_HAND });
    const handle = await start(order);
    await until(handle, ({ state }) => state === 'held', DAY / 4);
    await update(handle, 'resumeOrder', { action: 'remove', subscriptionId: 'acc-7' });
    expect(await handle.result()).toMatchObject({ state: 'failed', cause: 'givenUp' });
    expect(world.vendor.calls).toContain(`removeNamed:${order.orderId}-1:acc-7`);
  }));

test('operators are told of a hold, and again each week, until it has its end', () =>
  saga(async ({ start, until, world }) => {
    world.deps.operatorsEmail = 'operations@orders.example';
    world.record.customerOnHold = true;
    const handle = await start(
      anOrder({ rules: RULES, administrator: AT_HAND, holds: { reminder: 'P7D', end: 'P20D' } }),
    );
    await until(handle, ({ state }) => state === 'held');
    expect(await handle.result()).toMatchObject({ state: 'failed', cause: 'givenUp' });
    const told = world.mailer.sent.filter(({ to }) => to.email === 'operations@orders.example');
    expect(told.map(({ messageId }) => messageId.split('@')[0]?.split('.').at(-1))).toEqual(['0', '1', '2']);
    expect(world.record.changes.map(({ event }) => event.kind)).toContain('holdExpired');
  }));

test('of two lines one is given up by an operator, and the other is kept', () =>
  saga(async ({ start, update, until, world }) => {
    world.vendor.before.planned.push(new VendorUncertain('taken'));
    for (let i = 0; i < 100; i++) world.vendor.before.planned.push(undefined);
    const order = twoLines({ rules: RULES, administrator: AT_HAND, lineFailure: 'keepOthers' });
    const create = world.vendor.create.bind(world.vendor);
    world.vendor.create = async (request, context) => {
      if (request.key.endsWith('-2')) throw new VendorUncertain('taken, and not visible');
      return create(request, context);
    };
    const handle = await start(order);
    await until(handle, ({ state }) => state === 'held', DAY / 4);
    await update(handle, 'resumeOrder', { action: 'giveUp', lineId: `${order.orderId}-2` });
    expect(await handle.result()).toMatchObject({ state: 'partial', cause: 'givenUp' });
  }));

test('what the vendor makes late, after an undo whose creation was in doubt, is found by a later look and removed', () =>
  saga(async ({ env, start, update, until, pass, world }) => {
    for (let i = 0; i < 100; i++) world.vendor.before.planned.push(new VendorUncertain('taken, and not visible'));
    const order = anOrder({ rules: RULES, administrator: AT_HAND });
    const lineId = `${order.orderId}-1`;
    world.vendor.doubtful.add(lineId);
    const handle = await start(order);
    await until(handle, ({ state }) => state === 'held', DAY / 4);
    await update(handle, 'resumeOrder', { action: 'giveUp' });
    expect(await handle.result()).toMatchObject({ state: 'failed' });
    const history = await handle.fetchHistory();
    const started = history.events?.find((event) => event.startChildWorkflowExecutionInitiatedEventAttributes);
    const id = started?.startChildWorkflowExecutionInitiatedEventAttributes?.workflowId ?? '';
    expect(id).toMatch(lookAgainIdOf(lineId, 0).slice(0, -1));
    // After the first look, before the second.
    await pass(DAY / 48);
    world.vendor.late.set(lineId, 'acc-late');
    await env.client.workflow.getHandle(id).result();
    expect(world.record.strays).toEqual([`${lineId}: acc-late`]);
    expect(world.vendor.calls.filter((call) => call === `strays:${lineId}`)).toHaveLength(3);
  }));

test('cancelled while one line is held and the step of another is in hand, the order waits on no operator any more', () =>
  saga(async ({ start, update, until, live, world }) => {
    const create = world.vendor.create.bind(world.vendor);
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    world.vendor.create = async (request, context) => {
      if (request.key.endsWith('-1')) throw new VendorMisconfigured('no such role');
      await gate;
      return create(request, context);
    };
    const handle = await start(twoLines({ rules: RULES, administrator: AT_HAND, lineFailure: 'keepOthers' }));
    await until(handle, () => world.record.keys.includes('held:1'));
    await update(handle, 'cancelOrder', { by: 'reseller' });
    const seen = await live(handle);
    open();
    expect(await handle.result()).toMatchObject({ state: 'cancelled' });
    expect(seen).toMatchObject({ state: 'assessingCancellation', waitingOn: { who: 'vendor', kind: 'stepInHand' } });
  }));
