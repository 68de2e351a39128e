import { ADMINISTRATOR, anOrder, twoLines } from '../support/doubles.ts';
import { DAY, useSaga } from '../support/saga.ts';

const saga = useSaga();

const RESELLER = 'orders@reseller.example';
const CONTACT = 'ada@customer.example';

async function eventually(reached: () => boolean): Promise<void> {
  while (!reached()) await new Promise((resolve) => setTimeout(resolve, 20));
}

test('an order that nobody answers expires after 14 days, releases its credit and touches no vendor', () =>
  saga(async ({ start, world }) => {
    const order = anOrder();
    const handle = await start(order);
    const ended = await handle.result();

    expect(ended).toMatchObject({ state: 'expired', cause: 'customerNoResponse' });
    expect(world.billing.entries).toEqual([`reserve:${order.orderId}`, `release:${order.orderId}`]);
    expect(world.vendor.calls).toEqual([]);
    expect(world.record.state).toBe('expired');
    expect(world.mailer.to(RESELLER)).toHaveLength(1);
  }));

test('the customer is reminded after 2, 5 and 9 days, with the same link, and no more after that', () =>
  saga(async ({ start, pass, until, world }) => {
    const handle = await start(anOrder());
    await until(handle, ({ state }) => state === 'inquiring');
    const mails = () => world.mailer.to(CONTACT).length;
    expect(mails()).toBe(1);
    await pass(DAY / 24);
    const counts: number[] = [];
    for (let day = 1; day <= 13; day++) {
      await pass(DAY);
      counts.push(mails());
    }
    expect(counts).toEqual([1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4]);
    expect(new Set(world.record.requests.map(({ revision }) => revision))).toEqual(new Set([1]));
    await handle.result();
  }));

test('deadline and reminders are those given with the order', () =>
  saga(async ({ start, world }) => {
    const handle = await start(anOrder({ informationRequest: { deadline: 'P3D', reminders: ['P1D'] } }));
    expect(await handle.result()).toMatchObject({ state: 'expired' });
    expect(world.mailer.to(CONTACT).length).toBe(3); // the request, one reminder, and the word that it is over
    const { startTime, closeTime } = await handle.describe();
    expect(Math.round(((closeTime?.getTime() ?? 0) - startTime.getTime()) / DAY)).toBe(3);
  }));

test('an answer after twelve days is provisioned, and the link of the first mail still counts', () =>
  saga(async ({ start, pass, update, until, world }) => {
    const order = anOrder();
    const handle = await start(order);
    await until(handle, ({ state }) => state === 'inquiring');
    await pass(12 * DAY);
    await update(handle, 'provideAdministratorDetails', { details: ADMINISTRATOR, by: 'customer', revision: 1 });

    expect(await handle.result()).toMatchObject({ state: 'completed' });
    expect(world.vendor.accounts.get(`${order.orderId}-1`)).toMatchObject({
      administrator: ADMINISTRATOR,
      quantity: 5,
    });
    expect(world.record.changes.find(({ answer }) => answer)?.answer).toMatchObject({ by: 'customer' });
  }));

test('an answer that comes as a plain signal is as good as one that comes as an update', () =>
  saga(async ({ start, until }) => {
    const handle = await start(anOrder());
    await until(handle, ({ state }) => state === 'inquiring');
    await handle.signal('administratorDetails', ADMINISTRATOR);
    expect(await handle.result()).toMatchObject({ state: 'completed' });
  }));

test('a malformed or late message to the workflow is refused or ignored, and the order goes on', () =>
  saga(async ({ start, update, refused, until, live }) => {
    const handle = await start(anOrder());
    await until(handle, ({ state }) => state === 'inquiring');
    for (const nonsense of [null, 7, 'x', [], {}, { details: {} }, { details: { ...ADMINISTRATOR, email: 'no' } }]) {
      expect((await refused(handle, 'provideAdministratorDetails', nonsense)).type).toBe('InvalidMessage');
      await handle.signal('administratorDetails', nonsense);
      await handle.signal('extendDeadline', nonsense);
      await handle.signal('resendInformationRequest', { to: nonsense ?? 'x' });
    }
    expect(
      await refused(handle, 'provideAdministratorDetails', { details: { ...ADMINISTRATOR, email: 'no' } }),
    ).toMatchObject({
      detail: { email: expect.stringContaining('e-mail') },
    });
    expect((await refused(handle, 'resumeOrder', { action: 'retry' })).type).toBe('OrderNotHeld');
    expect(await live(handle)).toMatchObject({ state: 'inquiring', revision: 1 });
    await update(handle, 'provideAdministratorDetails', ADMINISTRATOR);
    expect(await handle.result()).toMatchObject({ state: 'completed' });
  }));

test('of two answers the first valid one wins, and the other learns who won', () =>
  saga(async ({ start, update, refused, until, world }) => {
    const open = world.vendor.holdUp();
    const handle = await start(anOrder());
    await until(handle, ({ state }) => state === 'inquiring');
    await update(handle, 'provideAdministratorDetails', { details: ADMINISTRATOR, by: 'reseller' });

    const late = { details: { ...ADMINISTRATOR, firstName: 'Late' }, by: 'customer', revision: 1 };
    expect(await refused(handle, 'provideAdministratorDetails', late)).toMatchObject({
      type: 'AlreadyAnswered',
      detail: { by: 'reseller', details: ADMINISTRATOR },
    });
    // The same answer again is no contradiction.
    await update(handle, 'provideAdministratorDetails', { details: ADMINISTRATOR, by: 'customer', revision: 1 });
    open();
    expect(await handle.result()).toMatchObject({ state: 'completed' });
    expect(world.vendor.accounts.size).toBe(1);
  }));

test('reseller and customer answering in the same instant end with one administrator', () =>
  saga(async ({ start, update, until, world }) => {
    const handle = await start(anOrder());
    await until(handle, ({ state }) => state === 'inquiring');
    const answers = ['reseller', 'customer'].map((by) =>
      update(handle, 'provideAdministratorDetails', { details: { ...ADMINISTRATOR, firstName: by }, by }),
    );
    const results = await Promise.allSettled(answers);
    expect(results.filter(({ status }) => status === 'fulfilled').length).toBe(1);
    await handle.result();
    const winner = results[0]?.status === 'fulfilled' ? 'reseller' : 'customer';
    expect([...world.vendor.accounts.values()].map(({ administrator }) => administrator.firstName)).toEqual([winner]);
  }));

test('an answer at the instant of expiry is decided once: accepted and provisioned, or refused and expired', () =>
  saga(async ({ start, pass, update, until, world }) => {
    const order = anOrder({ informationRequest: { deadline: 'PT10M', reminders: [] } });
    const handle = await start(order);
    const { waitingOn } = await until(handle, ({ state }) => state === 'inquiring');
    const left = Date.parse(waitingOn?.until ?? '') - world.deps.now().getTime();
    const answer = { details: ADMINISTRATOR, by: 'customer', revision: 1 };
    const [answered] = await Promise.allSettled([
      pass(left).then(() => update(handle, 'provideAdministratorDetails', answer)),
    ]);
    const { state } = await handle.result();
    expect(state).toBe(answered?.status === 'fulfilled' ? 'completed' : 'expired');
    expect(world.vendor.accounts.size).toBe(answered?.status === 'fulfilled' ? 1 : 0);
  }));

test('sent again to another contact: the new link counts, the old one is told so', () =>
  saga(async ({ start, update, refused, until, world }) => {
    const handle = await start(anOrder());
    await until(handle, ({ revision }) => revision === 1);
    await update(handle, 'resendInformationRequest', { by: 'reseller', to: { email: 'other@customer.example' } });
    await until(handle, ({ revision }) => revision === 2);
    await eventually(() => world.mailer.to('other@customer.example').length === 1);

    const answer = { details: ADMINISTRATOR, by: 'customer' };
    const old = await refused(handle, 'provideAdministratorDetails', { ...answer, revision: 1 });
    expect(old.type).toBe('InformationRequestSuperseded');
    await update(handle, 'provideAdministratorDetails', { ...answer, revision: 2 });
    expect(await handle.result()).toMatchObject({ state: 'completed' });
  }));

test('when the admin contact changes while waiting, the next mail goes to the current one, and the old link is revoked', () =>
  saga(async ({ start, refused, until, world }) => {
    const handle = await start(anOrder());
    await until(handle, ({ revision }) => revision === 1);
    world.record.adminContact = { name: 'New Admin', email: 'new@customer.example' };
    await until(handle, ({ revision }) => revision === 2, DAY + 1000);
    expect(world.mailer.to(CONTACT)).toHaveLength(1);
    expect(world.mailer.to('new@customer.example')).toHaveLength(1);
    const old = { details: ADMINISTRATOR, by: 'customer', revision: 1 };
    expect((await refused(handle, 'provideAdministratorDetails', old)).type).toBe('InformationRequestSuperseded');
    await handle.result();
  }));

test('more time for the customer moves the deadline and says so in a new mail', () =>
  saga(async ({ start, update, pass, until, live, world }) => {
    const handle = await start(anOrder());
    const before = await until(handle, ({ revision }) => revision === 1);
    await update(handle, 'extendDeadline', { by: 'reseller', extension: 'P7D' });
    const after = await until(handle, ({ waitingOn }) => waitingOn?.until !== before.waitingOn?.until);
    const moved = Date.parse(after.waitingOn?.until ?? '') - Date.parse(before.waitingOn?.until ?? '');
    expect(moved).toBe(7 * DAY);
    await pass(20 * DAY);
    expect(await live(handle)).toMatchObject({ state: 'inquiring' });
    // The link stays the same, and the mail that says so is one more.
    expect(world.record.requests.slice(0, 2).map(({ revision }) => revision)).toEqual([1, 1]);
    expect(await handle.result()).toMatchObject({ state: 'expired' });
  }));

test('more time counts as often as it is given, also before the first mail is out', () =>
  saga(async ({ start, update, until, world }) => {
    world.mailer.down = true;
    const handle = await start(anOrder({ informationRequest: { deadline: 'P1D', reminders: [] } }));
    await until(handle, ({ waitingOn }) => waitingOn?.who === 'mailServer');
    await update(handle, 'extendDeadline', { extension: 'P1D' });
    world.mailer.down = false;
    const asked = await until(handle, ({ state }) => state === 'inquiring');
    await Promise.all([1, 2].map(() => update(handle, 'extendDeadline', { extension: 'P7D' })));
    const until16 = Date.parse(asked.waitingOn?.until ?? '') + 14 * DAY;
    const extended = await until(handle, ({ waitingOn }) => Date.parse(waitingOn?.until ?? '') === until16);
    const { startTime } = await handle.describe();
    expect(Math.round((Date.parse(extended.waitingOn?.until ?? '') - startTime.getTime()) / DAY)).toBe(16);
  }));

test('the mail server down at Buy: the mail is retried, and sent when it is back', () =>
  saga(async ({ start, pass, update, until, live, world }) => {
    world.mailer.down = true;
    const handle = await start(anOrder());
    await until(handle, ({ waitingOn }) => waitingOn?.who === 'mailServer');
    const pending = (await handle.describe()).raw.pendingActivities ?? [];
    expect(pending.map(({ activityType }) => activityType?.name)).toEqual(['openOrder']);
    await pass(DAY);
    expect(await live(handle)).toMatchObject({ state: 'acknowledged' });
    world.mailer.down = false;
    await until(handle, ({ state }) => state === 'inquiring', DAY / 24);
    expect(world.mailer.to(CONTACT)).toHaveLength(1);
    await update(handle, 'provideAdministratorDetails', ADMINISTRATOR);
    expect(await handle.result()).toMatchObject({ state: 'completed' });
  }));

test('the reseller can answer while the mail server is down, and no mail goes out afterwards', () =>
  saga(async ({ start, update, until, world }) => {
    world.mailer.down = true;
    const order = anOrder();
    const handle = await start(order);
    await until(handle, ({ waitingOn }) => waitingOn?.who === 'mailServer');
    await update(handle, 'provideAdministratorDetails', { details: ADMINISTRATOR, by: 'reseller' });
    await until(handle, ({ state }) => state === 'completed' || state === 'inProgress');
    world.mailer.down = false;
    expect(await handle.result()).toMatchObject({ state: 'completed' });
    expect(world.billing.entries).toEqual([`reserve:${order.orderId}`, `open:${order.orderId}-1`]);
    expect(world.mailer.sent.filter(({ messageId }) => messageId.includes('.request.'))).toEqual([]);
    expect(world.record.requests).toEqual([]);
  }));

test('an address that the mail server refuses for good: the order waits on the reseller, who names another', () =>
  saga(async ({ start, update, until, world }) => {
    world.mailer.refused.add(CONTACT);
    const handle = await start(anOrder());
    await until(handle, ({ waitingOn }) => waitingOn?.who === 'reseller');
    await update(handle, 'resendInformationRequest', { by: 'reseller', to: { email: 'other@customer.example' } });
    await until(handle, ({ waitingOn }) => waitingOn?.who === 'customer');
    await update(handle, 'provideAdministratorDetails', { details: ADMINISTRATOR, by: 'customer', revision: 2 });
    expect(await handle.result()).toMatchObject({ state: 'completed' });
  }));

test('a mail that can never be sent ends with the order expired as undeliverable', () =>
  saga(async ({ start, world }) => {
    world.mailer.refused.add(CONTACT);
    expect(await (await start(anOrder())).result()).toMatchObject({ state: 'expired', cause: 'undeliverable' });
    expect(world.vendor.calls).toEqual([]);
  }));

test('a mail that is stuck does not stand in the way of one to somebody else', () =>
  saga(async ({ start, update, until, world }) => {
    world.mailer.deferred.add(CONTACT);
    const handle = await start(anOrder());
    await until(handle, ({ waitingOn }) => waitingOn?.who === 'mailServer');
    await update(handle, 'resendInformationRequest', { by: 'reseller', to: { email: 'other@customer.example' } });
    await until(handle, ({ waitingOn }) => waitingOn?.who === 'customer');
    world.mailer.deferred.clear();
    await update(handle, 'provideAdministratorDetails', { details: ADMINISTRATOR, by: 'customer', revision: 2 });
    expect(await handle.result()).toMatchObject({ state: 'completed' });
    const asked = world.mailer.sent.filter(({ messageId }) => messageId.includes('.request.'));
    expect(asked.map(({ to }) => to.email)).toEqual(['other@customer.example']);
  }));

test('more time counts at once, even while the mail that says so is stuck', () =>
  saga(async ({ start, update, until, pass, live, world }) => {
    const handle = await start(anOrder({ informationRequest: { deadline: 'PT1H', reminders: [] } }));
    await until(handle, ({ revision }) => revision === 1);
    world.mailer.down = true;
    await update(handle, 'extendDeadline', { by: 'operator', extension: 'PT2H' });
    await pass(DAY / 16);
    expect(await live(handle)).toMatchObject({ state: 'inquiring' });
    expect(world.mailer.to(CONTACT)).toHaveLength(1);
    world.mailer.down = false;
    expect(await handle.result()).toMatchObject({ state: 'expired' });
  }));

test('one answer is for every line of the order', () =>
  saga(async ({ start, update, until, world }) => {
    const order = twoLines();
    const handle = await start(order);
    await until(handle, ({ state }) => state === 'inquiring');
    await update(handle, 'provideAdministratorDetails', { details: ADMINISTRATOR, by: 'customer', revision: 1 });
    expect(await handle.result()).toMatchObject({
      state: 'completed',
      lines: [{ state: 'active' }, { state: 'active' }],
    });
    const subscriptions = order.lines.map(({ lineId }) => world.vendor.accounts.get(lineId));
    expect(subscriptions).toMatchObject([{ administrator: ADMINISTRATOR }, { administrator: ADMINISTRATOR }]);
  }));

test('an answer that comes before the credit is known to suffice: the order is rejected if it does not', () =>
  saga(async ({ start, update, until, world }) => {
    world.mailer.down = true;
    const handle = await start(anOrder());
    await until(handle, ({ waitingOn }) => waitingOn?.who === 'mailServer');
    world.billing.creditSuffices = false;
    await update(handle, 'provideAdministratorDetails', { details: ADMINISTRATOR, by: 'reseller' });
    world.mailer.down = false;
    expect(await handle.result()).toMatchObject({ state: 'rejected', cause: 'creditRefused' });
    expect(world.vendor.calls).toEqual([]);
  }));
