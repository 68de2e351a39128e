/** What follows a mail or an end, as a call of its own: who is told what, once, and what the record says of a bounce. */
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createActivities, type SendNotice } from '../../activities/index.ts';
import { doubles } from '../support/doubles.ts';

const RESELLER = 'orders@reseller.example';
const ADMIN = 'ada@customer.example';
const orderId = 'T1';
const end = { state: 'expired', cause: 'customerNoResponse' } as const;
const hold = { cause: 'vendorUnavailable', lineId: 'T1-1' } as const;
const until = '2026-12-08T08:00:00Z';

function office() {
  const world = doubles();
  const all = createActivities(world.deps);
  const attempt = () =>
    new MockActivityEnvironment({ startToCloseTimeoutMs: 30_000 }, { logger: new DefaultLogger('ERROR') });
  return {
    ...world,
    all,
    attempt,
    tell: (notice: SendNotice['notice']) => attempt().run(all.sendNotice, { orderId, notice }),
    ids: () => world.mailer.sent.map(({ messageId, to }) => `${messageId.replace(/@.*/, '')} to ${to.email}`),
  };
}

const completed = { orderId, lines: [{ lineId: 'T1-1', subscriptionId: 's-1' }], contacted: ADMIN };
const ended = { orderId, end, leftovers: [], by: 'system' as const, lines: [], contacted: ADMIN };
const held = { orderId, number: 1, hold, since: until };

test.each([
  [
    'completed',
    'completeOrder',
    completed,
    [
      { kind: 'orderCompleted', to: 'reseller' },
      { kind: 'orderCompleted', to: 'customer', contacted: ADMIN },
    ],
  ],
  [
    'ended',
    'endOrder',
    ended,
    [
      { kind: 'orderEnded', to: 'reseller', end },
      { kind: 'orderEnded', to: 'customer', end, contacted: ADMIN },
    ],
  ],
  ['held', 'holdOrder', held, [{ kind: 'orderHeld', number: 1, hold }]],
] as const)(
  '%s: notices sent apart are those that were sent with the record, and neither comes twice',
  async (_, name, input, notices) => {
    const [together, apart] = [office(), office()];
    for (const { record } of [together, apart]) record.state = name === 'completeOrder' ? 'inProgress' : 'inquiring';
    const whole = together.all[name] as (input: object) => Promise<void>;
    await together.attempt().run(whole, input);
    await apart.attempt().run(apart.all[name] as (input: object) => Promise<void>, { ...input, notices: 'separate' });
    expect([apart.record.keys, apart.ids()]).toEqual([together.record.keys, []]);
    for (const notice of [...notices, ...notices]) await apart.tell(notice);
    expect(apart.mailer.sent).toEqual(together.mailer.sent);
    // An order whose notices an earlier release has sent is not told again by this one.
    for (const notice of notices) await together.tell(notice);
    expect(together.ids()).toEqual(apart.ids());
  },
);

test('a mailbox that puts mail off keeps nobody else from being told', async () => {
  const { mailer, tell, ids } = office();
  mailer.deferred.add(RESELLER);
  await expect(tell({ kind: 'orderEnded', to: 'reseller', end })).rejects.toThrow('451');
  await tell({ kind: 'orderEnded', to: 'customer', end, contacted: ADMIN });
  expect(ids()).toEqual([`T1.expired.customer to ${ADMIN}`]);
});

test('a contact that cannot be reached: the reseller is told once for each mail, which one, and where to name another', async () => {
  const { mailer, tell, ids } = office();
  const notice = { kind: 'contactUnreachable', contacted: 'gone@customer.example', until } as const;
  for (const number of [1, 1, 2]) await tell({ ...notice, revision: 1, number });
  expect(ids()).toEqual([`T1.unreachable.1.1 to ${RESELLER}`, `T1.unreachable.1.2 to ${RESELLER}`]);
  for (const { text, html } of mailer.sent) {
    for (const part of [text, html]) {
      expect(part).toContain('gone@customer.example');
      expect(part).toContain('https://portal.example/panel/orders/T1');
    }
    expect(text).toContain('by Tuesday 8 December 2026, 08:00 UTC');
  }
});

test('a mail that comes back: the request is bounced, and the order waits on the reseller', async () => {
  const { record, all, attempt } = office();
  record.state = 'inquiring';
  const bounced = { orderId, revision: 2, number: 3, mail: 'reminder', since: '2026-12-01T08:00:00Z', until } as const;
  for (const _ of [1, 2]) await attempt().run(all.recordBounce, bounced);
  expect(record.bounced).toContain(2);
  expect(record.changes).toMatchObject([
    {
      state: 'inquiring',
      waitingOn: { who: 'reseller', kind: 'otherContact', until },
      event: { kind: 'informationRequestRefused', mail: 'reminder', revision: 2 },
    },
  ]);
});
