import { differencesIn } from '../../chaos/differences.ts';
import type { World } from '../../chaos/world.ts';

/** One completed order of one line, about which everybody agrees. */
function world(): World {
  return {
    placed: [
      {
        ...{ key: 'key', kind: 'answered', orderIds: ['o'], mayEnd: ['completed', 'failed'] },
        ...{ accepted: ['grace@customer.example'], cancelled: false, endsSeen: ['completed'] },
      },
    ],
    orders: [
      {
        ...{ orderId: 'o', state: 'completed', lines: [{ lineId: 'o-1', state: 'active', subscriptionId: 's' }] },
        administrator: { details: { email: 'grace@customer.example' } },
      },
    ],
    record: [
      {
        ...{ orderId: 'o', key: 'key', resellerId: 'r', state: 'completed' },
        lines: [{ lineId: 'o-1', state: 'active', subscriptionId: 's', priceMinor: 1750 }],
      },
    ],
    ledger: [
      { entryKey: 'reserve:o', resellerId: 'r', orderId: 'o', reserved: 1750, charged: 0 },
      { entryKey: 'open:o-1', resellerId: 'r', orderId: 'o', reserved: -1750, charged: 1750 },
    ],
    balances: [{ resellerId: 'r', reserved: 0, charged: 1750 }],
    unreconciled: [],
    subscriptions: [{ id: 's', key: 'o-1' }],
    mails: [
      { messageId: 'o.completed.reseller@saga.example', to: 'r@r.example' },
      { messageId: 'o.completed.customer@saga.example', to: 'c@c.example' },
    ],
    workflows: [{ orderId: 'o', status: 'COMPLETED', state: 'completed' }],
  };
}

const first = <T>(all: readonly T[]): T => all[0] as T;
const everywhere = (of: World, state: 'cancelled' | 'inquiring') => {
  first(of.record).state = first(of.orders).state = first(of.workflows).state = state;
};

test('a world in which all parts agree has no difference, though a mail came twice under one Message-ID', () => {
  const agreed = world();
  agreed.mails.push(first(agreed.mails));
  expect(differencesIn(agreed)).toEqual([]);
});

test('answers to a correction count beside the one that was refused, and what was set up before a cancellation stays', () => {
  const agreed = world();
  const [placed, order] = [first(agreed.placed), first(agreed.orders)];
  Object.assign(placed, { accepted: ['refused@customer.example', 'grace@customer.example'], cancelled: true });
  expect(differencesIn(agreed).map(({ kind }) => kind)).toEqual(['two answers accepted']);
  order.timeline = [{ event: { kind: 'correctionAsked' } }];
  expect(differencesIn(agreed)).toEqual([]);
});

const WRONG: [kind: string, spoil: (spoilt: World) => void][] = [
  ['lost', (spoilt) => spoilt.record.splice(0)],
  ['lost', (spoilt) => first(spoilt.placed).orderIds.splice(0)],
  ['one Buy, two orders', (spoilt) => first(spoilt.placed).orderIds.push('p')],
  [
    'nobody placed it',
    (spoilt) => spoilt.record.push({ ...first(spoilt.record), orderId: 'p', key: 'other', lines: [] }),
  ],
  ['not ended', (spoilt) => everywhere(spoilt, 'inquiring')],
  ['wrong end', (spoilt) => everywhere(spoilt, 'cancelled')],
  ['terminal state changed', (spoilt) => first(spoilt.placed).endsSeen.push('cancelled')],
  ['two answers accepted', (spoilt) => first(spoilt.placed).accepted.push('ada@customer.example')],
  ['accepted answer lost', (spoilt) => first(spoilt.placed).accepted.splice(0, 1, 'ada@customer.example')],
  ['cancellation lost', (spoilt) => Object.assign(first(spoilt.placed), { cancelled: true, mayEnd: ['cancelled'] })],
  ['API ≠ record', (spoilt) => spoilt.orders.splice(0)],
  ['API ≠ record', (spoilt) => Object.assign(first(spoilt.orders), { state: 'inProgress' })],
  ['API ≠ record', (spoilt) => Object.assign(first(first(spoilt.orders).lines), { subscriptionId: 't' })],
  ['no workflow', (spoilt) => spoilt.workflows.splice(0)],
  ['workflow not completed', (spoilt) => Object.assign(first(spoilt.workflows), { status: 'FAILED' })],
  ['workflow ≠ record', (spoilt) => Object.assign(first(spoilt.workflows), { state: 'cancelled' })],
  ['confirmation', (spoilt) => spoilt.mails.pop()],
  [
    'confirmation',
    (spoilt) => spoilt.mails.push({ messageId: 'o.completed.customer@other.example', to: 'c@c.example' }),
  ],
  ['confirmation', (spoilt) => spoilt.mails.push({ ...first(spoilt.mails), to: 'somebody@else.example' })],
  ['charge', (spoilt) => Object.assign(spoilt, { ledger: spoilt.ledger.slice(0, 1) })],
  [
    'charge',
    (spoilt) => spoilt.ledger.push({ ...first(spoilt.ledger), entryKey: 'open:o-2', reserved: 0, charged: 1750 }),
  ],
  ['credit', (spoilt) => spoilt.ledger.push({ ...first(spoilt.ledger), entryKey: 'reserve:again' })],
  ['balance', (spoilt) => Object.assign(first(spoilt.balances), { charged: 3500 })],
  ['two subscriptions', (spoilt) => spoilt.subscriptions.push({ id: 't', key: 'o-1' })],
  ['active line without a subscription', (spoilt) => spoilt.subscriptions.splice(0)],
  ['active line without a subscription', (spoilt) => Object.assign(first(spoilt.subscriptions), { id: 't' })],
  ['active line without a subscription', (spoilt) => Object.assign(first(spoilt.subscriptions), { deletion: 'soon' })],
  ['subscription without an active line', (spoilt) => spoilt.subscriptions.push({ id: 't', key: 'o-9' })],
  ['subscription without an active line', (spoilt) => spoilt.subscriptions.push({ id: 't', key: null })],
  [
    'subscription without an active line',
    (spoilt) => Object.assign(first(first(spoilt.record).lines), { state: 'draft' }),
  ],
  ['ended and active', (spoilt) => everywhere(spoilt, 'cancelled')],
  ['completed and not active', (spoilt) => Object.assign(first(first(spoilt.record).lines), { state: 'draft' })],
  ['unreconciled', (spoilt) => spoilt.unreconciled.push({ orderId: 'o', kind: 'gone' })],
];

test.each(WRONG)('a world that is wrong is found out: %s (%#)', (kind, spoil) => {
  const spoilt = world();
  spoil(spoilt);
  expect(differencesIn(spoilt).map((difference) => difference.kind)).toContain(kind);
});
