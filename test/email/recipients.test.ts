/** Each mail is written in the language of whom it goes to. */
import { MockActivityEnvironment } from '@temporalio/testing';
import { type Activities, createActivities, type RequestMail } from '../../activities/index.ts';
import { doubles } from '../support/doubles.ts';

const RESELLER = 'orders@reseller.example';
const ADMIN = 'ada@customer.example';
const REQUEST: RequestMail = {
  orderId: 'o-1',
  revision: 1,
  number: 1,
  kind: 'first',
  ends: { after: 'P14D' },
  by: 'system',
};

function office(languages: { reseller?: string; admin?: string }) {
  const world = doubles();
  const { brief } = world.record;
  world.record.adminContact = {
    name: 'Ada Admin',
    email: ADMIN,
    ...(languages.admin && { language: languages.admin }),
  };
  world.record.brief = async (orderId) => {
    const found = await brief.call(world.record, orderId);
    return { ...found, reseller: { ...found.reseller, ...(languages.reseller && { language: languages.reseller }) } };
  };
  return { ...world, activities: inAttempts(createActivities(world.deps)) };
}

/** Each call as an attempt of its own. */
function inAttempts(activities: Activities): Activities {
  const called = ([name, body]: [string, (input: never) => Promise<unknown>]) => [
    name,
    (input: never) => new MockActivityEnvironment({ startToCloseTimeoutMs: 30_000 }).run(body, input),
  ];
  return Object.fromEntries(Object.entries(activities).map(called));
}

const COMPLETED = { orderId: 'o-1', lines: [{ lineId: 'o-1-1', subscriptionId: 's-1' }] };
const GERMAN = /Bestellung/;

test.each([
  ['a German contact of an English reseller', { reseller: 'en-GB', admin: 'de-AT' }, [false, true]],
  ['an English contact of a German reseller', { reseller: 'de', admin: 'en' }, [true, false]],
  ['nobody’s language is known', {}, [false, false]],
  ['languages that we do not have', { reseller: 'fr', admin: 'ja' }, [false, false]],
] as const)('%s', async (_, languages, german) => {
  for (const end of ['completed', 'expired'] as const) {
    const { activities, mailer, record } = office(languages);
    if (end === 'completed') {
      record.state = 'inProgress';
      await activities.completeOrder(COMPLETED);
    } else {
      const expired = { end: { state: 'expired', cause: 'customerNoResponse' }, by: 'system' } as const;
      await activities.endOrder({ orderId: 'o-1', lines: [], leftovers: [], ...expired, contacted: ADMIN });
    }
    const isGerman = [RESELLER, ADMIN].map((address) => mailer.to(address).map((subject) => GERMAN.test(subject)));
    expect([end, isGerman]).toEqual([end, german.map((each) => [each])]);
  }
});

test('a hold is told in the reseller’s language', async () => {
  const { activities, mailer } = office({ reseller: 'de' });
  const hold = { cause: 'vendorUnavailable', lineId: 'o-1-1' } as const;
  await activities.holdOrder({ orderId: 'o-1', number: 1, hold, since: '2026-11-20T10:00:00Z' });
  expect(mailer.sent[0]?.text).toContain('Der Hersteller war mehrere Stunden lang nicht zu erreichen.');
});

test('a request, a reminder and a new link come in the contact’s language', async () => {
  const { activities, mailer } = office({ admin: 'de' });
  for (const [index, kind] of (['first', 'reminder', 'resend', 'extended'] as const).entries()) {
    await activities.sendInformationRequest({ ...REQUEST, number: index + 1, kind });
  }
  expect(mailer.to(ADMIN).every((subject) => subject.includes('Bitte benennen Sie den Administrator'))).toBe(true);
});

test('somebody whom the reseller names is written to in the language given for them, else in the contact’s', async () => {
  const { activities, mailer } = office({ admin: 'de' });
  const to = { email: 'grace@customer.example' };
  await activities.sendInformationRequest({ ...REQUEST, to });
  await activities.sendInformationRequest({ ...REQUEST, number: 2, to: { ...to, language: 'en' } });
  expect(mailer.to(to.email).map((subject) => GERMAN.test(subject))).toEqual([true, false]);
});
