/** Mail that does not arrive: requests that come back, and notices that a mailbox puts off. */
import { ADMINISTRATOR, AT_HAND, anOrder } from '../support/doubles.ts';
import { DAY, useSaga } from '../support/saga.ts';

const saga = useSaga();

const RESELLER = 'orders@reseller.example';
const CONTACT = 'ada@customer.example';
const OTHER = 'other@customer.example';

test('a request that comes back: the reseller is told and waited for, nobody is reminded, and another contact goes on', () =>
  saga(async ({ start, pass, update, until, world }) => {
    const handle = await start(anOrder());
    await until(handle, ({ revision }) => revision === 1);
    const report = { revision: 1, number: 1, status: '5.1.1' };
    // However often it is reported.
    for (let i = 0; i < 3; i++) await update(handle, 'reportBounce', report);
    expect(await until(handle, ({ waitingOn }) => waitingOn?.who === 'reseller')).toMatchObject({ state: 'inquiring' });
    await until(handle, () => world.mailer.to(RESELLER).length === 1);
    expect(world.record.changes.at(-1)).toMatchObject({ waitingOn: { who: 'reseller', kind: 'otherContact' } });
    await pass(6 * DAY);
    expect(world.mailer.to(CONTACT)).toHaveLength(1);
    expect(world.mailer.to(RESELLER)).toHaveLength(1);
    await update(handle, 'resendInformationRequest', { by: 'reseller', to: { email: OTHER } });
    const { revision } = await until(handle, ({ waitingOn }) => waitingOn?.who === 'customer');
    await update(handle, 'provideAdministratorDetails', { details: ADMINISTRATOR, by: 'customer', revision });
    expect(await handle.result()).toMatchObject({ state: 'completed' });
  }));

test('a request that comes back before its receipt is in: the reseller is told all the same', () =>
  saga(async ({ start, update, until, world }) => {
    const handle = await start(anOrder());
    await until(handle, ({ revision }) => revision === 1);
    // Held where the mail is out, and the workflow does not know it yet.
    let goOn = () => {};
    const slow = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const record = world.record.informationRequestSent.bind(world.record);
    world.record.informationRequestSent = async (link) => {
      await slow;
      return record(link);
    };
    await update(handle, 'resendInformationRequest', { by: 'reseller', to: { email: OTHER } });
    await until(handle, () => world.mailer.to(OTHER).length === 1);
    await update(handle, 'reportBounce', { revision: 2, number: 2, status: '5.1.1' });
    goOn();
    await until(handle, ({ waitingOn }) => waitingOn?.who === 'reseller');
    await until(handle, () => world.mailer.to(RESELLER).length === 1);
    await update(handle, 'provideAdministratorDetails', ADMINISTRATOR);
    expect(await handle.result()).toMatchObject({ state: 'completed' });
  }));

test('a report of a mail that another has replaced changes nothing', () =>
  saga(async ({ start, update, live, until, world }) => {
    const handle = await start(anOrder());
    await until(handle, ({ revision }) => revision === 1);
    await update(handle, 'resendInformationRequest', { by: 'reseller', to: { email: OTHER } });
    await until(handle, () => world.record.requests.length === 2);
    await update(handle, 'reportBounce', { revision: 1, number: 1, status: '5.1.1' });
    expect(await live(handle)).toMatchObject({ revision: 2, waitingOn: { who: 'customer' } });
    await update(handle, 'provideAdministratorDetails', ADMINISTRATOR);
    expect(await handle.result()).toMatchObject({ state: 'completed' });
    expect(world.mailer.sent.filter(({ messageId }) => messageId.includes('unreachable'))).toEqual([]);
  }));

test('an address that is refused at once is told to the reseller by mail, too', () =>
  saga(async ({ start, update, until, world }) => {
    world.mailer.refused.add(CONTACT);
    const handle = await start(anOrder());
    await until(handle, ({ waitingOn }) => waitingOn?.who === 'reseller');
    await until(handle, () => world.mailer.to(RESELLER).length === 1);
    await update(handle, 'provideAdministratorDetails', { details: ADMINISTRATOR, by: 'reseller' });
    expect(await handle.result()).toMatchObject({ state: 'completed' });
  }));

test('a mailbox that puts mail off for weeks keeps neither the customer from being told nor the order from ending', () =>
  saga(async ({ start, until, world }) => {
    world.mailer.deferred.add(RESELLER);
    const handle = await start(anOrder({ administrator: AT_HAND }));
    await until(handle, ({ state }) => state === 'completed');
    await until(handle, () => world.mailer.to(CONTACT).length === 1);
    expect(await handle.result()).toMatchObject({ state: 'completed' });
    expect(world.mailer.to(RESELLER)).toEqual([]);
    expect(world.record.state).toBe('completed');
  }));
