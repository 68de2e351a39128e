/** Which link counts, and where the mails with them go. */
import { ADMINISTRATOR, anOrder } from '../support/doubles.ts';
import { useSaga } from '../support/saga.ts';

const saga = useSaga();

const CONTACT = 'ada@customer.example';
const OTHER = 'other@customer.example';
const answerOf = (revision: number) => ({ details: ADMINISTRATOR, by: 'customer', revision });

test('a link is dead from the moment that a new one is asked for, though the receipt of its mail was lost', () =>
  saga(async ({ start, update, refused, until, world }) => {
    // The first mail arrives, and the worker learns nothing of it.
    const send = world.mailer.send.bind(world.mailer);
    world.mailer.send = async (message) => {
      await send(message);
      if (message.to.email === CONTACT) throw new Error('the connection was lost after DATA');
    };
    const handle = await start(anOrder());
    await until(handle, ({ waitingOn }) => waitingOn?.who === 'mailServer');
    await update(handle, 'resendInformationRequest', { by: 'reseller', to: { email: OTHER } });
    expect((await refused(handle, 'provideAdministratorDetails', answerOf(1))).type).toBe(
      'InformationRequestSuperseded',
    );
    await until(handle, ({ revision }) => revision === 2);
    expect(world.record.requests.map(({ revision, to }) => [revision, to])).toEqual([[2, OTHER]]);
    await update(handle, 'provideAdministratorDetails', answerOf(2));
    expect(await handle.result()).toMatchObject({ state: 'completed' });
  }));

test('a new link whose mail is refused for good leaves the delivered one working', () =>
  saga(async ({ start, update, refused, until, world }) => {
    world.mailer.refused.add(OTHER);
    const handle = await start(anOrder());
    await until(handle, ({ revision }) => revision === 1);
    await update(handle, 'resendInformationRequest', { by: 'reseller', to: { email: OTHER } });
    await until(handle, ({ waitingOn }) => waitingOn?.who === 'reseller');
    expect((await refused(handle, 'provideAdministratorDetails', answerOf(2))).type).toBe(
      'InformationRequestSuperseded',
    );
    await update(handle, 'provideAdministratorDetails', answerOf(1));
    expect(await handle.result()).toMatchObject({ state: 'completed' });
  }));

test('sent again without an address goes to the current admin contact, also after somebody else was named', () =>
  saga(async ({ start, update, until, world }) => {
    const handle = await start(anOrder());
    await until(handle, ({ revision }) => revision === 1);
    await update(handle, 'resendInformationRequest', { by: 'reseller', to: { email: OTHER } });
    await until(handle, () => world.record.requests.length === 2);
    await update(handle, 'resendInformationRequest', { by: 'reseller' });
    await until(handle, () => world.record.requests.length === 3);
    expect(world.record.requests.map(({ revision, to }) => [revision, to])).toEqual([
      [1, CONTACT],
      [2, OTHER],
      [3, CONTACT],
    ]);
    await update(handle, 'provideAdministratorDetails', answerOf(3));
    expect(await handle.result()).toMatchObject({ state: 'completed' });
  }));

test('more time given while a new link is on its way: that link is sent, with the new deadline', () =>
  saga(async ({ start, update, until, world }) => {
    const handle = await start(anOrder());
    const before = await until(handle, ({ revision }) => revision === 1);
    world.mailer.deferred.add(CONTACT);
    let attempts = 0;
    const send = world.mailer.send.bind(world.mailer);
    world.mailer.send = (message) => {
      attempts += 1;
      return send(message);
    };
    await update(handle, 'resendInformationRequest', { by: 'reseller' });
    await until(handle, () => attempts > 1);
    await update(handle, 'extendDeadline', { by: 'reseller', extension: 'P7D' });
    await until(handle, ({ waitingOn }) => waitingOn?.until !== before.waitingOn?.until);
    world.mailer.deferred.clear();
    await until(handle, () => world.record.requests.length === 2);
    const [first, second] = world.record.requests;
    expect(second).toMatchObject({ revision: 2, to: CONTACT });
    expect(Date.parse(second?.until ?? '') - Date.parse(first?.until ?? '')).toBe(7 * 86_400_000);
    await update(handle, 'provideAdministratorDetails', answerOf(2));
    expect(await handle.result()).toMatchObject({ state: 'completed' });
  }));

test('the reminder goes to a new contact with a link that no other mail has', () =>
  saga(async ({ start, update, refused, until, world }) => {
    const handle = await start(anOrder({ informationRequest: { deadline: 'P3D', reminders: ['P1D'] } }));
    await until(handle, ({ revision }) => revision === 1);
    world.record.adminContact = { email: 'new@customer.example' };
    await until(handle, ({ revision }) => revision === 2, 86_400_000);
    await update(handle, 'resendInformationRequest', { by: 'reseller', to: { email: OTHER } });
    await until(handle, () => world.record.requests.length === 3);
    expect(world.record.requests.map(({ revision, to }) => [revision, to])).toEqual([
      [1, CONTACT],
      [2, 'new@customer.example'],
      [3, OTHER],
    ]);
    expect((await refused(handle, 'provideAdministratorDetails', answerOf(2))).type).toBe(
      'InformationRequestSuperseded',
    );
    await update(handle, 'provideAdministratorDetails', answerOf(3));
    expect(await handle.result()).toMatchObject({ state: 'completed' });
  }));

test('a first mail that outlives the answer changes nothing of the record any more', () =>
  saga(async ({ start, update, until, world }) => {
    const createNow = world.vendor.holdUp();
    let goOn = () => {};
    const slow = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    // The first attempt is held in the very write that says that the mail is out; the next ones find no database.
    const outcomes: string[] = [];
    let attempts = 0;
    const apply = world.record.apply.bind(world.record);
    world.record.apply = async (change) => {
      if (change.key !== 'request:1:1') return apply(change);
      attempts += 1;
      if (attempts > 1) throw new Error('the database is away');
      await slow;
      const applied = await apply(change);
      outcomes.push(applied);
      return applied;
    };
    const handle = await start(anOrder());
    await until(handle, () => attempts > 2);
    await update(handle, 'provideAdministratorDetails', { details: ADMINISTRATOR, by: 'reseller' });
    await until(handle, () => world.record.state === 'inProgress');
    goOn();
    await until(handle, () => outcomes.length > 0);
    expect(outcomes).toEqual(['late']);
    createNow();
    expect(await handle.result()).toMatchObject({ state: 'completed' });
    expect(world.record.state).toBe('completed');
  }));
