/** What the mails of a correction say, and what the record says after each; orders of the present rules. */
import { VendorRefused } from '../../activities/vendors/port.ts';
import { RULES } from '../../workflows/contract/order.ts';
import { ADMINISTRATOR, AT_HAND, anOrder, type World } from '../support/doubles.ts';
import { DAY, useSaga } from '../support/saga.ts';

const saga = useSaga();

const OTHER = { ...ADMINISTRATOR, email: 'other@customer.example' };

function refuseFirst(world: World): void {
  const { create } = world.vendor;
  world.vendor.create = async (request, context) => {
    if (request.administratorEmail !== OTHER.email) throw new VendorRefused('email', 'addressInUse', 'in use');
    return create.call(world.vendor, request, context);
  };
}

test('a reminder of a correction, and one that is sent again, still say what the vendor refused, in mail and record', () =>
  saga(async ({ start, update, until, world }) => {
    refuseFirst(world);
    const handle = await start(anOrder({ rules: RULES }));
    await until(handle, ({ revision }) => revision === 1);
    await update(handle, 'provideAdministratorDetails', { details: ADMINISTRATOR, by: 'customer', revision: 1 });
    const waits = () =>
      world.record.changes.flatMap(({ event, waitingOn }) =>
        event.kind === 'informationRequestSent' ? [[event.mail, waitingOn]] : [],
      );
    const sent = (mail: string, passing?: number) =>
      until(handle, () => waits().some(([kind]) => kind === mail), passing);
    await sent('correction');
    await sent('reminder', DAY);
    await update(handle, 'resendInformationRequest', { by: 'reseller' });
    const { revision } = await sent('resend');
    const corrections = [expect.objectContaining({ field: 'email', code: 'addressInUse' })];
    const wait = expect.objectContaining({ who: 'customer', corrections });
    expect(waits().slice(1)).toEqual([
      ['correction', wait],
      ['reminder', wait],
      ['resend', wait],
    ]);
    const texts = world.mailer.sent.filter(({ messageId }) => messageId.includes('.request.')).slice(1);
    for (const { text } of texts) expect(text).toContain('- E-mail address: already in use at the vendor');
    await update(handle, 'provideAdministratorDetails', { details: OTHER, by: 'customer', revision });
    expect(await handle.result()).toMatchObject({ state: 'completed' });
  }));

test('the mail that asks the reseller for corrections names the fields, and no details', () =>
  saga(async ({ start, update, until, world }) => {
    refuseFirst(world);
    const handle = await start(anOrder({ rules: RULES, administrator: AT_HAND }));
    await until(handle, () => world.mailer.to('orders@reseller.example').length > 0);
    const mail = world.mailer.sent.find(({ to }) => to.email === 'orders@reseller.example');
    expect(mail?.text).toContain('- E-mail address: already in use at the vendor');
    expect(mail?.text).not.toContain(ADMINISTRATOR.email);
    await update(handle, 'provideAdministratorDetails', { details: OTHER, by: 'reseller' });
    expect(await handle.result()).toMatchObject({ state: 'completed' });
  }));
