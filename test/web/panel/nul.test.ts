/** U+0000, which PostgreSQL's text cannot hold, in whatever a browser or a program sends. */
import { startPanel, type TestPanel } from './support/panel.ts';

let panel: TestPanel;
let cookie: string;
let bearer: string;
beforeAll(async () => {
  panel = await startPanel();
  cookie = await panel.loggedIn();
  bearer = (await panel.store.tokens.createToken('alpha', 'test')).token;
});
afterAll(() => panel.close());

test.each([
  '/panel/orders?q=a%00b',
  '/panel/orders?customer=a%00b&cursor=a%00b',
  '/panel/orders/a%00b',
  '/panel/orders/a%00b/events',
  '/panel/orders.csv?q=a%00b',
  '/panel/catalogue?q=a%00b',
  '/panel/catalogue?vendor=a%00b',
  '/panel/buy/a%00b',
  '/panel/login?next=/panel/a%00b',
  '/panel/login/callback?state=a%00b&code=a%00b',
  '/complete/a%00b',
  '/operator/orders/a%00b',
])('a page at %s is no failure of ours', async (path) => {
  expect((await panel.open(path, cookie)).status).toBeLessThan(500);
});

test.each([
  ['/panel/login', { email: 'a\u0000b', password: 'a\u0000b', next: 'a\u0000b' }, '/panel/catalogue'],
  ['/panel/login', { email: 'uta@alpha.example', password: 'a\u0000b' }, '/panel/catalogue'],
  ['/panel/cart', { product: 'a\u0000b' }, '/panel/catalogue'],
  ['/panel/cart/remove', { product: 'a\u0000b' }, '/panel/catalogue'],
])('a form sent to %s with it is no failure of ours: %j', async (path, fields, from) => {
  expect((await panel.submit(path, fields, cookie, from)).status).toBeLessThan(500);
});

test.each([
  ['GET', '/api/orders?cursor=a%00b', undefined],
  ['GET', '/api/orders?state=a%00b', undefined],
  ['GET', '/api/orders/a%00b', undefined],
  ['GET', '/api/catalogue?q=a%00b', undefined],
  ['GET', '/api/customers/a%00b', undefined],
  ['GET', '/api/customers?q=a%00b', undefined],
  ['POST', '/api/orders', { customerId: 'a\u0000b', lines: [{ productId: 'a\u0000b', quantity: 5 }] }],
  ['PUT', '/api/customers/cust-1/contacts/admin', { name: 'a\u0000b', email: 'a\u0000b@x.example' }],
])('%s %s is refused and no failure of ours', async (method, path, body) => {
  const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json', 'idempotency-key': 'k' };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const { status } = await fetch(panel.url + path, { method, headers, ...sent });
  expect(status).toBeLessThan(500);
});

test('what only the database notices is told as a request that is not valid', async () => {
  const answers = await Promise.all(
    ['/panel/catalogue?q=a%00b', '/panel/orders?q=a%00b'].map((path) => panel.open(path, cookie)),
  );
  for (const { status } of answers) expect([200, 400, 404]).toContain(status);
});
