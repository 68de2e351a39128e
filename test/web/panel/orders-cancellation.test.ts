/** Cancelling from an order's page: what is said before, and what the page says while it goes on. */
import {
  ASKED,
  ASSESSING,
  CANCELLED,
  COMPLETED,
  HELD,
  type OrdersPanel,
  PROVISIONING,
  readable,
  startOrdersPanel,
  UNDOING,
} from './support/orders.ts';

let panel: OrdersPanel;
let cookie: string;
beforeAll(async () => {
  panel = await startOrdersPanel();
  cookie = await panel.loggedIn();
});
afterAll(() => panel.close());
beforeEach(() => {
  panel.asked.length = 0;
  delete panel.next.message;
});

const path = (orderId: string) => `/panel/orders/${orderId}/cancellation`;
const page = async (orderId: string, language = 'en') =>
  readable((await panel.open(`/panel/orders/${orderId}`, `${cookie}; language=${language}`)).text);

test('says first what it means, and then does it', async () => {
  const orderId = await panel.place();
  const { text } = await panel.open(path(orderId), cookie);
  expect(readable(text)).toContain('Nothing has been created at the vendor. Nothing is charged');
  expect(panel.asked).toEqual([]);
  const sent = await panel.submit(path(orderId), { means: 'before' }, cookie);
  expect([sent.status, sent.headers.get('location')]).toEqual([303, `/panel/orders/${orderId}?done=cancelled`]);
  expect(panel.asked).toEqual([{ name: 'cancel', orderId, request: { by: 'reseller' } }]);
  expect(await page(orderId)).toContain('Cancelled The order was cancelled, and nothing is charged.');
});

test('is asked again where it has come to mean something else meanwhile', async () => {
  const orderId = await panel.place([ASKED, PROVISIONING, HELD]);
  const { status, text } = await panel.submit(path(orderId), { means: 'before' }, cookie);
  expect(status).toBe(409);
  expect(readable(text)).toContain('The order is given up and ends as cancelled');
  expect(readable(text)).toContain('What was created at the vendor is removed again');
  expect(panel.asked).toEqual([]);
  expect((await panel.submit(path(orderId), { means: 'undo' }, cookie)).status).toBe(303);
});

test('an order that has gone too far is refused with its state, before and after pressing', async () => {
  const orderId = await panel.place();
  panel.next.message = { kind: 'notPossible', state: 'inProgress' };
  const sent = await panel.submit(path(orderId), { means: 'before' }, cookie);
  expect(sent.status).toBe(409);
  expect(readable(sent.text)).toContain('It is now: Being set up. Nothing was changed.');
  const late = await panel.open(path(await panel.place([ASKED, PROVISIONING, COMPLETED])), cookie);
  expect([late.status, readable(late.text)]).toEqual([409, expect.stringContaining('It is now: Completed')]);
});

test('without an answer of the order system keeps the question open', async () => {
  panel.next.message = { kind: 'unavailable' };
  const sent = await panel.submit(path(await panel.place()), { means: 'before' }, cookie);
  expect([sent.status, sent.headers.get('retry-after')]).toEqual([503, '5']);
  expect(readable(sent.text)).toContain('did not answer in time');
  expect(readable(sent.text)).toContain('Cancel the order');
});

test('while it is being set up, what will happen is said first; then the page follows it to its end', async () => {
  const orderId = await panel.place([ASKED, PROVISIONING]);
  expect(await page(orderId)).toContain('Cancel the order …');
  const said = readable((await panel.open(path(orderId), cookie)).text);
  expect(said).toContain('One that the vendor has in hand ends first');
  expect(said).toContain('what was created at the vendor is removed again, and the order ends as cancelled');
  expect(said).toContain('Only if everything is set up before the cancellation takes effect, the order is completed');
  expect(panel.asked).toEqual([]);

  const sent = await panel.submit(path(orderId), { means: 'provisioning' }, cookie);
  expect([sent.status, sent.headers.get('location')]).toEqual([303, `/panel/orders/${orderId}?done=cancelled`]);
  const assessed = await page(`${orderId}?done=cancelled`);
  expect(assessed).toContain('Your cancellation has arrived. This page shows what becomes of the order.');
  expect(assessed).toContain('Cancellation requested The order is to be cancelled.');
  expect(assessed).toContain('Waiting on the vendor For the step in hand to end');
  expect(assessed).toContain('What you can do Nothing just now.');
  await panel.apply(orderId, UNDOING);
  expect(await page(orderId)).toContain('Being cancelled What was created at the vendor is being removed');
  await panel.apply(orderId, CANCELLED);
  expect(await page(orderId)).toContain('Cancelled The order was cancelled, and nothing is charged.');
});

test('in German it is said in German, before and while it goes on', async () => {
  const orderId = await panel.place([ASKED, PROVISIONING]);
  const said = readable((await panel.open(path(orderId), `${cookie}; language=de`)).text);
  expect(said).toContain('Was der Hersteller gerade ausführt, wird erst beendet');
  await panel.apply(orderId, ASSESSING);
  const assessed = await page(orderId, 'de');
  expect(assessed).toContain('Stornierung angefordert Die Bestellung soll storniert werden.');
  for (const text of [said, assessed]) expect(text).not.toMatch(/\b(the|order|cancelled|vendor|step)\b/);
});

test('while a cancellation goes on nothing is offered; sent again it is accepted, and its page leads to the order', async () => {
  const orderId = await panel.place([ASKED, PROVISIONING, ASSESSING]);
  expect(await page(orderId)).not.toContain('Cancel the order');
  expect((await panel.submit(path(orderId), { means: 'provisioning' }, cookie, '/panel/orders')).status).toBe(303);
  expect(panel.asked).toEqual([{ name: 'cancel', orderId, request: { by: 'reseller' } }]);
  for (const change of [undefined, UNDOING]) {
    if (change) await panel.apply(orderId, change);
    const { status, headers } = await panel.open(path(orderId), cookie);
    expect([status, headers.get('location')]).toEqual([303, `/panel/orders/${orderId}?done=cancelled`]);
  }
});

test('an order that was completed all the same says that a cancellation came too late', async () => {
  const text = await page(await panel.place([ASKED, PROVISIONING, ASSESSING, COMPLETED]));
  expect(text).toContain('billing has begun. A cancellation arrived when everything was set up already.');
});

test('of an order whose refused details are to be corrected, nobody is told that nothing was created', async () => {
  const orderId = await panel.place([ASKED, PROVISIONING, { ...ASKED, key: 'correction:1' }]);
  const said = readable((await panel.open(path(orderId), cookie)).text);
  expect(said).toContain('What was created at the vendor is removed again');
  expect(said).not.toContain('Nothing has been created');
});

test('once billing begins it is refused, with until when it would have been possible', async () => {
  const orderId = await panel.place([ASKED, PROVISIONING]);
  panel.next.message = { kind: 'notPossible', state: 'inProgress' };
  const sent = await panel.submit(path(orderId), { means: 'provisioning' }, cookie);
  expect(sent.status).toBe(409);
  expect(readable(sent.text)).toContain('can be cancelled until everything is set up and billing begins');
});
