/** What earlier releases wrote, read as data: rows and inputs as those releases made them. */
import { MockActivityEnvironment } from '@temporalio/testing';
import { completionIn, endIn, holdIn } from '../../activities/earlier-inputs.ts';
import { createActivities } from '../../activities/index.ts';
import { eventFrom, waitFrom } from '../../workflows/contract/earlier.ts';
import { ADMINISTRATOR, anOrder, doubles } from '../support/doubles.ts';

const SINCE = '2026-11-20T10:00:00.000Z';
const UNTIL = '2026-12-04T10:00:00.000Z';

test.each([
  ['customer', 'the administrator’s details, asked for by e-mail', '', { kind: 'administratorDetails' }],
  ['reseller', 'another contact, or the administrator’s details: the mail server …', '', { kind: 'otherContact' }],
  ['mailServer', 'the mail server to accept the request to the customer', '', { kind: 'firstMail' }],
  ['vendor', 'the vendor to create the subscription', '', { kind: 'creation' }],
  ['vendor', 'the vendor to make the subscription active', '', { kind: 'activation' }],
  [
    'operator',
    'it must be found out at the vendor whether the subscription exists (line A-2)',
    'vendorUncertain',
    { kind: 'decision', hold: { cause: 'vendorUncertain', lineId: 'A-2' } },
  ],
  [
    'operator',
    'something that was created could not be removed: subscription of line A-1 (p-1) at keepit, billing of line A-1, reserved credit',
    'leftovers',
    {
      kind: 'decision',
      hold: {
        cause: 'leftovers',
        leftovers: [
          { kind: 'subscription', lineId: 'A-1', productId: 'p-1', vendor: 'keepit' },
          { kind: 'billing', lineId: 'A-1' },
          { kind: 'credit' },
        ],
      },
    },
  ],
] as const)('a wait on the %s for %s', (who, what, cause, wait) => {
  expect(waitFrom({ who, what, since: SINCE, until: UNTIL }, cause)).toEqual({
    who,
    since: SINCE,
    until: UNTIL,
    ...wait,
  });
});

test('a wait that is data stays as it is', () => {
  const wait = { who: 'vendor', kind: 'creation', since: SINCE } as const;
  expect(waitFrom(wait)).toBe(wait);
});

const failed = (cause: string) => ({ state: 'failed', cause });

test.each([
  ['store:placed', 'Order accepted', failed(''), { kind: 'orderAccepted' }],
  [
    'request:2:3',
    'The request was sent again; the earlier link no longer works',
    failed(''),
    { kind: 'informationRequestSent', mail: 'resend', revision: 2 },
  ],
  [
    'request:1:1',
    'The mail to the admin contact was refused by its mail server',
    failed(''),
    { kind: 'informationRequestRefused', mail: 'first', revision: 1 },
  ],
  // Which mail it was, or how much was missing, is in the sentence only, if anywhere.
  ['request:2:4', 'The mail to the admin contact was refused by its mail server', failed(''), undefined],
  [
    'ended',
    'The order was rejected: The order needs 750.00 EUR of credit, and 100.00 EUR is available.',
    { state: 'rejected', cause: 'creditRefused' },
    undefined,
  ],
  ['request:late', 'The mail server could not be reached; …', failed(''), { kind: 'mailServerAway' }],
  ['provisioning:A-1:2', 'The subscription is …', failed(''), { kind: 'provisioningStarted', lineId: 'A-1' }],
  ['late:A-1:1', 'The vendor did not …', failed(''), { kind: 'vendorLate', lineId: 'A-1' }],
  ['activating:A-1', 'The subscription was …', failed(''), { kind: 'activationAwaited', lineId: 'A-1' }],
  ['completed', 'The subscription is active', { state: 'completed', cause: null }, { kind: 'orderCompleted' }],
  [
    // The order has ended since, for another cause.
    'held:1',
    'The order is on hold: the customer is on credit hold (line A-1)',
    { state: 'cancelled', cause: 'requested' },
    { kind: 'orderHeld', hold: { cause: 'customerOnHold', lineId: 'A-1' } },
  ],
  [
    'ended',
    'The order failed: the vendor refused the data (422): no such country; everything was undone, and the reserved credit was released',
    failed('vendorRefused'),
    {
      kind: 'orderEnded',
      end: {
        state: 'failed',
        cause: 'vendorRefused',
        refusal: { field: 'order', code: 'other', said: 'the vendor refused the data (422): no such country' },
      },
      leftovers: [],
    },
  ],
  [
    'ended',
    'The order was cancelled; these could not be undone: reserved credit',
    { state: 'cancelled', cause: 'workflowCancelled' },
    {
      kind: 'orderEnded',
      end: { state: 'cancelled', cause: 'workflowCancelled' },
      leftovers: [{ kind: 'credit' }],
    },
  ],
  ['something:else', 'A sentence that nobody knows', failed(''), undefined],
])('the row %s "%s"', (key, what, order, event) => {
  expect(eventFrom({ key, what, order })).toEqual(event);
});

const LINES = [{ lineId: 'A-1', state: 'terminated' as const }];

test('calls that wait in the histories of earlier releases are understood', () => {
  const ended = { orderId: 'A', state: 'expired', cause: 'undeliverable', leftovers: [], by: 'system', lines: LINES };
  expect(endIn({ ...ended, by: 'system', asked: 'ada@customer.example' })).toEqual({
    orderId: 'A',
    end: { state: 'expired', cause: 'undeliverable' },
    leftovers: [],
    by: 'system',
    lines: LINES,
    contacted: 'ada@customer.example',
  });
  const waitingOn = { what: 'the vendor could not be reached for hours (line A-1)', since: SINCE };
  expect(holdIn({ orderId: 'A', hold: 2, cause: 'vendorUnavailable', leftovers: [], waitingOn })).toEqual({
    orderId: 'A',
    number: 2,
    hold: { cause: 'vendorUnavailable', lineId: 'A-1' },
    since: SINCE,
  });
  expect(completionIn({ orderId: 'A', lines: [], asked: 'ada@customer.example' })).toMatchObject({
    contacted: 'ada@customer.example',
  });
});

test('calls of this release pass as they are', () => {
  const hold = { orderId: 'A', number: 1, hold: { cause: 'leftovers' as const, leftovers: [] }, since: SINCE };
  expect(holdIn(hold)).toBe(hold);
  const end = {
    orderId: 'A',
    end: { state: 'failed', cause: 'givenUp' },
    leftovers: [],
    by: 'operator',
    lines: LINES,
  } as const;
  expect(endIn({ ...end, leftovers: [] })).toEqual(end);
});

test.each([
  ['its workflow said so', { doubt: true }, undefined, true],
  ['its worker died after the request', {}, 'creating', true],
  ['nothing was told', {}, undefined, false],
  ['its workflow said that there is none', { doubt: false }, undefined, false],
])('doubt of an earlier release, which set no mark: %s', async (_what, told, heartbeatDetails, doubt) => {
  const { deps, vendor, record } = doubles();
  const { orderId, lines } = anOrder();
  const [line = never()] = lines;
  vendor.strangers.add(ADMINISTRATOR.email);
  const activity = new MockActivityEnvironment({ attempt: 2, heartbeatDetails });
  const answer = { details: ADMINISTRATOR, by: 'reseller', at: SINCE } as const;
  const input = { orderId, line, answer, round: 1, ...told };
  const created = activity.run(createActivities(deps).createSubscription, input);
  await expect(created).rejects.toMatchObject({ type: 'VendorRefused', details: ['email', 'addressInUse', doubt] });
  expect(vendor.calls).toEqual([doubt ? `create:${line.lineId}:doubt` : `create:${line.lineId}`]);
  expect(record.sent.size).toBe(0);
});

function never(): never {
  throw new Error('an order has a line');
}
