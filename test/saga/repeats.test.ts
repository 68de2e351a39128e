/** Messages that come twice, too often, or without end. */
import { VendorMisconfigured } from '../../activities/vendors/port.ts';
import { type LiveOrder, RULES } from '../../workflows/contract/order.ts';
import { ADMINISTRATOR, AT_HAND, anOrder } from '../support/doubles.ts';
import { DAY, uncached, useSaga } from '../support/saga.ts';

const saga = useSaga();

const OTHER = 'other@customer.example';

const standing = ({ state, revision, waitingOn }: LiveOrder) => [state, revision, waitingOn?.until];

const untilOf = ({ waitingOn }: LiveOrder) => Date.parse(waitingOn?.until ?? '');

test('a message that is repeated under its key counts once: seven days more are seven, and one mail more is one', () =>
  saga(async ({ start, update, until, world }) => {
    const handle = await start(anOrder());
    const before = await until(handle, ({ revision }) => revision === 1);
    const extended = () => update(handle, 'extendDeadline', { by: 'reseller', extension: 'P7D' }, 'extend:k1');
    const sent = () => update(handle, 'resendInformationRequest', { by: 'reseller' }, 'resend:k1');
    await extended();
    await until(handle, () => world.record.requests.length === 2);
    for (const repeat of [sent, extended, sent, extended]) await repeat();
    const after = await until(handle, () => world.record.requests.length === 3);
    expect(untilOf(after) - untilOf(before)).toBe(7 * DAY);
    const links = new Set(world.record.requests.map(({ revision }) => revision));
    expect([...links]).toEqual([1, after.revision]);
    await update(handle, 'provideAdministratorDetails', ADMINISTRATOR);
    expect(await handle.result()).toMatchObject({ state: 'completed' });
  }));

test('a request is sent again twenty times at most, and its deadline moved as often; the order goes on', () =>
  saga(async ({ start, update, refused, until }) => {
    const handle = await start(anOrder());
    let order = await until(handle, ({ revision }) => revision === 1);
    for (let i = 0; i < 40; i++) {
      const { waitingOn } = order;
      if (i % 2 === 0) await update(handle, 'resendInformationRequest', { by: 'reseller' });
      else await update(handle, 'extendDeadline', { extension: 'PT1H' });
      // Until its mail is out: what would be stopped is not what this is about.
      order = await until(handle, (now) => now.waitingOn?.since !== waitingOn?.since);
    }
    const tooMany = { type: 'TooManyMessages', detail: { state: 'inquiring', most: 20 } };
    expect(await refused(handle, 'resendInformationRequest', { by: 'reseller' })).toEqual(tooMany);
    expect(await refused(handle, 'extendDeadline', { extension: 'PT1H' })).toEqual(tooMany);
    await update(handle, 'provideAdministratorDetails', ADMINISTRATOR);
    expect(await handle.result()).toMatchObject({ state: 'completed' });
  }));

// Without the cache each of its many tasks would replay all those before; its history is replayed in any case.
(uncached ? test.skip : test)('a held order is decided about fifty times at most, and can be given up after that', () =>
  saga(async ({ start, update, refused, until, world }) => {
    world.vendor.create = async () => {
      throw new VendorMisconfigured('no such user');
    };
    const handle = await start(anOrder({ rules: RULES, administrator: AT_HAND }));
    for (let decision = 1; decision <= 50; decision++) {
      await until(handle, () => world.record.keys.filter((key) => key.startsWith('held:')).length === decision);
      await update(handle, 'resumeOrder', { action: 'retry' });
    }
    await until(handle, ({ state }) => state === 'held');
    expect(await refused(handle, 'resumeOrder', { action: 'retry' })).toEqual({
      type: 'TooManyMessages',
      detail: { state: 'held', most: 50 },
    });
    await update(handle, 'resumeOrder', { action: 'giveUp' });
    expect(await handle.result()).toMatchObject({ state: 'failed', cause: 'givenUp' });
  }),
);

test('an order that gets useless signals without end goes on in a new run, with its links, its deadline and what it has heard', () =>
  saga(async ({ start, update, refused, until, live, world }) => {
    const order = anOrder();
    const handle = await start(order);
    await until(handle, ({ revision }) => revision === 1);
    await update(handle, 'extendDeadline', { extension: 'P7D' }, 'extend:k1');
    await until(handle, () => world.record.requests.length === 2);
    await update(handle, 'resendInformationRequest', { to: { email: OTHER } }, 'resend:k1');
    const before = await until(handle, () => world.mailer.to(OTHER).length === 1);
    const { runId } = await handle.describe();
    // As many as they are taken, and not many more: the first few hundred at once, which are taken together.
    for (let burst = 400; (await handle.describe()).runId === runId; burst = 50) {
      await Promise.all(Array.from({ length: burst }, () => handle.signal('extendDeadline', 'nonsense')));
      await until(handle, ({ state }) => state === 'inquiring');
    }
    const after = await until(handle, ({ state }) => state === 'inquiring');
    expect(standing(after)).toEqual(standing(before));
    // What came before is a repeat also to the new run.
    await update(handle, 'extendDeadline', { extension: 'P7D' }, 'extend:k1');
    await update(handle, 'resendInformationRequest', { by: 'reseller' }, 'resend:k1');
    expect(standing(await live(handle))).toEqual(standing(before));
    const old = { details: ADMINISTRATOR, by: 'customer', revision: 1 };
    expect((await refused(handle, 'provideAdministratorDetails', old)).type).toBe('InformationRequestSuperseded');
    // The reminders still come, and to whom the reseller named.
    await until(handle, () => world.mailer.to(OTHER).length === 2, DAY);
    const answer = { details: ADMINISTRATOR, by: 'customer', revision: before.revision };
    await update(handle, 'provideAdministratorDetails', answer);
    expect(await handle.result()).toMatchObject({ state: 'completed' });
    expect(world.billing.entries).toEqual([`reserve:${order.orderId}`, `open:${order.orderId}-1`]);
  }));
