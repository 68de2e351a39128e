/** What a reseller sees and does when the vendor has refused some of the details. */
import type { VendorRefusal } from '../../../workflows/contract/failures.ts';
import type { RecordChange } from '../../../workflows/contract/record.ts';
import { ADA, ASKED, type OrdersPanel, PROVISIONING, REFUSED, startOrdersPanel } from './support/orders.ts';

let panel: OrdersPanel;
let cookie: string;
beforeAll(async () => {
  panel = await startOrdersPanel();
  cookie = await panel.loggedIn();
});
afterAll(() => panel.close());
beforeEach(() => {
  panel.asked.length = 0;
  delete panel.next.answer;
});

const IN_USE: VendorRefusal = { field: 'email', code: 'addressInUse', said: 'the address is in use' };
const UNTIL = '2026-12-05T16:00:00.000Z';
const WAIT = { since: '2026-11-21T10:00:00.000Z', until: UNTIL, corrections: [IN_USE] };

const CORRECT: Omit<RecordChange, 'orderId'> = {
  key: 'correction:1',
  state: 'inquiring',
  event: { kind: 'correctionAsked', of: 'reseller', corrections: [IN_USE] },
  by: 'vendor',
  waitingOn: { ...WAIT, who: 'reseller', kind: 'correction' },
};
const CUSTOMER_CORRECTS: Omit<RecordChange, 'orderId'> = {
  ...CORRECT,
  event: { kind: 'correctionAsked', of: 'customer', corrections: [IN_USE] },
  waitingOn: { ...WAIT, who: 'customer', kind: 'administratorDetails' },
};
const GIVEN = { ...PROVISIONING, answer: { ...ADA, by: 'reseller' as const } };

const correcting = (steps = [ASKED, GIVEN, CORRECT]) => panel.place(steps);
const form = (orderId: string) => `/panel/orders/${orderId}/administrator`;
const FIELDS = { ...ADA.details, phone: '', companyName: '', language: '', round: '2' };
const REASON = 'E-mail address: already in use at the vendor. Enter another one';

/** What a person reads, in one line. */
const readable = (html: string) =>
  (/<main[^>]*>(.*)<\/main>/s.exec(html)?.[1] ?? '').replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

async function page(address: string, language = 'en'): Promise<string> {
  const { text, status } = await panel.open(`/panel/orders/${address}`, `${cookie}; language=${language}`);
  expect(status).toBe(200);
  return readable(text);
}

test('an order whose details were refused says that it waits on the reseller, for what, until when, and what is wrong', async () => {
  const orderId = await correcting();
  const text = await page(orderId);
  expect(text).toContain('Waiting on you');
  expect(text).toContain('For the administrator’s details to be corrected: the vendor refused some of them');
  expect(text).toContain('Until Saturday 5 December 2026, 17:00 CET');
  expect(text).toContain('Then the order ends, and what could not be set up is not charged');
  expect(text).toContain('Given by: Reseller');
  expect(text).toContain(REASON);
  expect(text).toContain('Correct the details');
  expect(text).toContain('Ask the customer to correct them');
  expect(text).not.toMatch(/Provide information yourself|Send the request again/);
  const german = await page(orderId, 'de');
  expect(german).toContain('E-Mail-Adresse: wird beim Hersteller schon verwendet. Geben Sie eine andere ein');
  expect(german).not.toMatch(/\b(the|order|customer|were|waiting|correct)\b/);
});

test('the list says that it waits on the reseller, and so do its filter and its export', async () => {
  const orderId = await correcting();
  for (const address of ['/panel/orders', '/panel/orders?waiting=me']) {
    const { text } = await panel.open(address, cookie);
    const row = text.split('<tr>').find((one) => one.includes(orderId)) ?? '';
    expect(readable(`<main>${row}</main>`)).toContain('waits on you, until 5 Dec 2026, 17:00');
  }
  const { text } = await panel.open('/panel/orders.csv', cookie);
  expect(text.split('\n').find((line) => line.includes(orderId))).toContain('You');
});

test('the form has what was refused, with the reason beside each refused field', async () => {
  for (const steps of [
    [ASKED, GIVEN, CORRECT],
    [ASKED, PROVISIONING, CUSTOMER_CORRECTS],
    // The customer was asked to correct, and the mail came back.
    [ASKED, PROVISIONING, CUSTOMER_CORRECTS, { ...REFUSED, key: 'bounced' }],
  ]) {
    const { status, text } = await panel.open(form(await correcting(steps)), cookie);
    expect(status).toBe(200);
    expect(text).toContain('<h1>Correct the administrator’s details</h1>');
    expect(text).toContain('value="ada@engines.example"');
    expect(text).toContain('<option value="GB" selected');
    expect(text).toContain(`<a href="#email">${REASON}</a>`);
    expect(text).toContain(`id="email-error"><span class="visually-hidden">Error: </span>${REASON}</p>`);
  }
});

test('only where the customer is asked as well, the form says that the first answer counts', async () => {
  const says = async (steps: Omit<RecordChange, 'orderId'>[]) =>
    readable((await panel.open(form(await correcting(steps)), cookie)).text).includes('the first answer counts');
  expect(await says([ASKED, PROVISIONING, CUSTOMER_CORRECTS])).toBe(true);
  expect(await says([ASKED, GIVEN, CORRECT])).toBe(false);
});

test('a reseller’s details in which every refused field is as it was are not sent again', async () => {
  const orderId = await correcting();
  const { status, text } = await panel.submit(form(orderId), { ...FIELDS, firstName: 'Augusta' }, cookie);
  expect(status).toBe(422);
  expect(text).toContain(`<a href="#email">${REASON}</a>`);
  expect(text).toContain('value="Augusta"');
  expect(panel.asked).toEqual([]);
});

test('corrected details are taken as an answer to the question that the form was for, and the order goes on', async () => {
  const orderId = await correcting();
  const email = 'augusta@engines.example';
  const { text } = await panel.open(form(orderId), cookie);
  expect(text).toContain('<input type="hidden" name="round" value="2"/>');
  const sent = await panel.submit(form(orderId), { ...FIELDS, email }, cookie);
  expect([sent.status, sent.headers.get('location')]).toEqual([303, `/panel/orders/${orderId}?done=provided&round=2`]);
  const request = { by: 'reseller', details: { ...ADA.details, email }, round: 2 };
  expect(panel.asked).toEqual([{ name: 'provideAdministrator', orderId, request }]);
});

test('while the record has not followed a correction yet, the order does not read as if it still asked', async () => {
  panel.next.answer = { kind: 'accepted' };
  const orderId = await correcting();
  const sent = await panel.submit(form(orderId), { ...FIELDS, email: 'augusta@engines.example' }, cookie);
  const text = await page(`${orderId}${sent.headers.get('location')?.split(orderId)[1]}`);
  expect(text).toContain('Details received');
  expect(text).not.toMatch(/Correct the details|already in use/);
});

test('a correction that the vendor has refused as well reads as asked for again, whatever was just done', async () => {
  const orderId = await correcting([ASKED, { ...GIVEN, answer: { ...GIVEN.answer, round: 2 } }, CORRECT]);
  const text = await page(`${orderId}?done=provided&round=2`);
  expect(text).toContain('Correct the details');
  expect(text).not.toContain('the order goes on');
});

test('a form for an earlier question is shown again with what is asked now, and nothing is sent', async () => {
  const orderId = await correcting([ASKED, { ...GIVEN, answer: { ...GIVEN.answer, round: 2 } }, CORRECT]);
  for (const round of ['', '1', '2', 'x']) {
    const { status, text } = await panel.submit(
      form(orderId),
      { ...FIELDS, email: 'augusta@engines.example', round },
      cookie,
    );
    expect([round, status]).toEqual([round, 409]);
    expect(text).toContain('The vendor has refused an answer meanwhile');
    expect(text).toContain('value="augusta@engines.example"');
    expect(text).toContain('name="round" value="3"');
  }
  expect(panel.asked).toEqual([]);
});

test('cancelling while details are corrected says that what was created is removed: other lines may be active', async () => {
  const { text } = await panel.open(`/panel/orders/${await correcting()}/cancellation`, cookie);
  expect(readable(text)).toContain('What was created at the vendor is removed again');
});
