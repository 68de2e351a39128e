import { useProduct } from '../support/product.ts';
import { mailboxOf, send } from './mailbox.ts';
import { useOperator } from './operator.ts';
import { administrator, atHand, type OrderView, orderFor, PRODUCT, type ProblemBody, resellerOf } from './reseller.ts';

const product = useProduct();
const reseller = resellerOf(product);
const other = resellerOf(product, 'otherResellerToken');
const mailbox = mailboxOf(product);
const operator = useOperator(product);

test('Buy pressed ten times at once, or retried by a service, is one order and one mail', async () => {
  const customer = await reseller.customer();
  const body = orderFor(customer.id);
  const presses = await Promise.all(Array.from({ length: 10 }, () => reseller.buy(body, `pressed-${customer.id}`)));
  expect(presses.map(({ status }) => status)).toEqual(Array(10).fill(202));
  const ids = new Set(presses.map((press) => press.body.orderId));
  expect(ids.size).toBe(1);

  const [orderId] = [...ids] as [string];
  const link = await mailbox.link(orderId);
  // A service that lost the answer asks again, in its own order of members.
  const retried = await reseller.buy(Object.fromEntries(Object.entries(body).reverse()), `pressed-${customer.id}`);
  expect(retried).toMatchObject({ status: 202, body: { orderId } });
  await send(link, administrator());
  await reseller.ended(orderId);
  expect((await mailbox.mails(orderId)).filter(({ text }) => text.includes('/complete/'))).toHaveLength(1);
  expect(await operator.find(`CustomerId = "${customer.id}"`)).toEqual([`order-${orderId}`]);
  // Still the same order when it has long been completed.
  expect(await reseller.buy(body, `pressed-${customer.id}`)).toMatchObject({ body: { orderId, state: 'completed' } });
});

test('the key of an order with another body is a conflict, and the same key of another reseller is another order', async () => {
  const customer = await reseller.customer();
  const theirs = await other.customer();
  const key = `shared-${customer.id}`;
  const first = await reseller.buy(orderFor(customer.id), key);
  const changed = await reseller.buy<ProblemBody>(orderFor(customer.id, { purchaseOrderNumber: 'PO-2' }), key);
  expect(changed).toMatchObject({ status: 409, body: { code: 'idempotency-key-reused' } });
  const independent = await other.buy(orderFor(theirs.id), key);
  expect(independent.status).toBe(202);
  expect(independent.body.orderId).not.toBe(first.body.orderId);
});

test('orders and customers of another reseller do not exist', async () => {
  const customer = await reseller.customer();
  const { orderId } = await reseller.place(customer.id);
  const order = `/api/orders/${orderId}`;
  const refused = [
    await other.call('GET', order),
    await other.call('POST', `${order}/administrator`, { body: administrator() }),
    await other.call('POST', `${order}/information-request`, { body: {} }),
    await other.call('POST', `${order}/cancellation`, { body: {} }),
    await other.call('GET', `/api/customers/${customer.id}`),
    await other.call('PUT', `/api/customers/${customer.id}/admin-contact`, {
      body: { name: 'Eve', email: 'eve@evil.example' },
    }),
    await other.buy<ProblemBody>(orderFor(customer.id)),
  ];
  expect(refused.map(({ status, body }) => `${status} ${body.code}`)).toEqual([
    ...Array(4).fill('404 order-not-found'),
    ...Array(3).fill('404 customer-not-found'),
  ]);
  const list = await other.call<{ items: OrderView[] }>('GET', `/api/orders?customerId=${customer.id}`);
  expect(list.body.items).toEqual([]);
  expect(await reseller.order(orderId)).toMatchObject({ orderId });
});

describe('an order that cannot be right is refused, and says where it is wrong', () => {
  const line = { productId: PRODUCT, quantity: 10 };
  const details = administrator();
  const provided = (wrong: object) => ({ administrator: { mode: 'provided', details: { ...details, ...wrong } } });

  test.each<[string, object | string, number, string, string | undefined]>([
    ['no JSON', '{"customerId":', 400, 'malformed-json', undefined],
    ['an empty body', '', 400, 'malformed-json', undefined],
    ['no object', '[]', 400, 'invalid-request', ''],
    ['nothing', {}, 400, 'invalid-request', '/customerId'],
    ['an unknown field', { coupon: 'X' }, 400, 'invalid-request', '/coupon'],
    ['no lines', { lines: [] }, 400, 'invalid-request', '/lines'],
    ['half a seat', { lines: [{ ...line, quantity: 0.5 }] }, 400, 'invalid-request', '/lines/0/quantity'],
    ['a number as text', { lines: [line, { ...line, quantity: '5' }] }, 400, 'invalid-request', '/lines/1/quantity'],
    ['too many seats', { lines: [{ ...line, quantity: 5001 }] }, 422, 'quantity-not-allowed', '/lines/0/quantity'],
    ['no such product', { lines: [{ ...line, productId: 'x' }] }, 422, 'unknown-product', '/lines/0/productId'],
    ['no such customer', { customerId: 'cust-none' }, 404, 'customer-not-found', '/customerId'],
    ['old terms', { termsVersion: '2019-01' }, 409, 'terms-outdated', '/termsVersion'],
    ['no such mode', { administrator: { mode: 'fax' } }, 400, 'invalid-request', '/administrator/mode'],
    ['no details', { administrator: { mode: 'provided' } }, 400, 'invalid-request', '/administrator/details'],
    ['no address', provided({ email: 'ada' }), 400, 'invalid-request', '/administrator/details/email'],
    ['no such country', provided({ country: 'XX' }), 400, 'invalid-request', '/administrator/details/country'],
    [
      'a control character',
      provided({ firstName: 'A\u0007' }),
      400,
      'invalid-request',
      '/administrator/details/firstName',
    ],
    ['a month', { informationRequest: { deadline: 'P1M' } }, 400, 'invalid-request', '/informationRequest/deadline'],
    [
      'a reminder too late',
      { informationRequest: { deadline: 'P1D', reminders: ['P2D'] } },
      422,
      'deadline-not-allowed',
      '/informationRequest/reminders',
    ],
  ])('%s', async (name, given, status, code, pointer) => {
    const [customer] = product.file.customers;
    const whole = typeof given === 'string' || name === 'nothing' ? given : orderFor(customer?.id ?? '', given);
    const answer = await reseller.buy<ProblemBody>(whole as object);
    expect(answer).toMatchObject({ status, body: { code, detail: expect.any(String) } });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    if (pointer !== undefined) expect(answer.body.errors?.map((error) => error.pointer)).toContain(pointer);
  });

  test('without a key that makes it safe to repeat, or with another content type', async () => {
    const body = orderFor(product.file.customers[0]?.id ?? '');
    const sent = (headers: Record<string, string>) => reseller.call('POST', '/api/orders', { body, headers });
    expect(await sent({})).toMatchObject({ status: 400, body: { code: 'idempotency-key-missing' } });
    expect((await sent({ 'idempotency-key': 'a b' })).body.code).toBe('idempotency-key-invalid');
    const text = await sent({ 'idempotency-key': 'k', 'content-type': 'text/plain' });
    expect(text).toMatchObject({ status: 415, body: { code: 'unsupported-media-type' } });
  });
});

test('orders are read page by page, newest first, each once, also while new ones come in', async () => {
  const customer = await reseller.customer();
  const placed: string[] = [];
  for (let i = 0; i < 5; i++) placed.push((await reseller.place(customer.id, atHand())).orderId);
  const read: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query: string = `customerId=${customer.id}&limit=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
    const page = await reseller.call<{ items: OrderView[]; nextCursor: string | null }>('GET', `/api/orders?${query}`);
    expect(page.status).toBe(200);
    read.push(...page.body.items.map(({ orderId }) => orderId));
    cursor = page.body.nextCursor;
    if (read.length === 2) await reseller.place(customer.id, atHand());
  }
  expect(read).toEqual([...placed].reverse());
  expect(await reseller.call('GET', '/api/orders?cursor=made-up')).toMatchObject({
    status: 400,
    body: { code: 'bad-cursor' },
  });
});

test('a list of one state has the orders of that state and no others', async () => {
  const customer = await reseller.customer();
  const waiting = await reseller.place(customer.id);
  const done = await reseller.place(customer.id, atHand());
  await reseller.ended(done.orderId);
  await mailbox.link(waiting.orderId);
  const inState = async (state: string) =>
    (await reseller.call<{ items: OrderView[] }>('GET', `/api/orders?customerId=${customer.id}&state=${state}`)).body
      .items;
  await reseller.until(waiting.orderId, 'inquiring', ({ state }) => state === 'inquiring');
  expect((await inState('inquiring')).map(({ orderId }) => orderId)).toEqual([waiting.orderId]);
  expect((await inState('completed')).map(({ orderId }) => orderId)).toEqual([done.orderId]);
  expect(await inState('expired')).toEqual([]);
  expect((await reseller.call('GET', '/api/orders?state=lost')).body.errors?.[0]?.parameter).toBe('state');
});
