/** What the steps of an order refuse, and what they say when the world has changed meanwhile. */
import { digestOf } from '../../../client/digest.ts';
import { DEMO_TERMS } from '../../../dev/terms.ts';
import type { Product, User } from '../../../store/store.ts';
import { type Answer, startPanel, type TestPanel } from './support/panel.ts';

const MARKED = 'veritas-o365-backup';
const GRACE = { mode: 'provided', firstName: 'Grace', lastName: 'Hopper', email: 'grace@alster.example' };

let panel: TestPanel;
let user: User;
let cookie: string;
let earlier: Set<string>;
let users = 0;
/** What happens between the last look at the catalogue and the order. */
let justBefore: (() => Promise<void>) | undefined;

beforeAll(async () => {
  panel = await startPanel({
    orders: {
      async place(order) {
        await justBefore?.();
        return panel.store.orders.place({ ...order, digest: digestOf(order) });
      },
    },
  });
});
afterAll(() => panel.close());

// What a test changes of the market is put right for the next, and carts and drafts belong to a user of its own.
beforeEach(async () => {
  const { market, shop, accounts, orders } = panel.store;
  for (const product of panel.products) await market.putProduct(product);
  for (const customer of panel.customers) await market.putCustomer(customer);
  for (const terms of DEMO_TERMS) await shop.putTerms(terms);
  justBefore = undefined;
  users += 1;
  user = await accounts.addUser({ resellerId: 'alpha', name: 'Uta', email: `user${users}@alpha.example` });
  cookie = await panel.loggedIn(user);
  earlier = new Set((await orders.list('alpha', { limit: 100 })).items.map(({ orderId }) => orderId));
});

const locationOf = ({ headers }: Answer) => (headers.get('location') ?? '').replace(panel.url, '');
const submit = (path: string, fields: Record<string, string>, from?: string) =>
  panel.submit(path, fields, cookie, from);
const mainOf = async (path: string) => {
  const { text } = await panel.open(path, cookie);
  return text
    .slice(text.indexOf('<main'))
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
};

/** The address of a draft with one line; its steps come after. */
async function begin(seats = '25'): Promise<string> {
  await submit('/panel/cart/add', { product: MARKED }, '/panel/catalogue');
  const line = { products: MARKED, [`quantity-${MARKED}`]: seats };
  return locationOf(await submit('/panel/cart', line)).replace(/\/customer$/, '');
}

/** The address of a draft that is ready for Buy. */
async function ready(administrator: Record<string, string> = GRACE): Promise<string> {
  const draft = await begin();
  await submit(`${draft}/customer`, { customer: 'cust-1' });
  await submit(`${draft}/customer-review`, {});
  await submit(`${draft}/administrator`, administrator);
  return draft;
}

async function seenAt(draft: string): Promise<string> {
  return /name="seen" value="([^"]+)"/.exec((await panel.open(`${draft}/review`, cookie)).text)?.[1] ?? '';
}

const buy = (draft: string, seen: string) => submit(`${draft}/review`, { seen, agree: 'yes' }, '/panel/cart');
const change = (changes: Partial<Product>) =>
  panel.store.market.putProduct({ ...(panel.products[0] as Product), ...changes });
/** Those of this test. */
const orders = async () =>
  (await panel.store.orders.list('alpha', { limit: 100 })).items.filter(({ orderId }) => !earlier.has(orderId));

test('whoever comes to a step too early is led to the first that is not done', async () => {
  const draft = await begin();
  for (const step of ['customer-review', 'administrator', 'review']) {
    expect(locationOf(await panel.open(`${draft}/${step}`, cookie))).toBe(`${draft}/customer`);
    expect(locationOf(await submit(`${draft}/${step}`, GRACE, '/panel/cart'))).toBe(`${draft}/customer`);
  }
  await submit(`${draft}/customer`, { customer: 'cust-1' });
  expect(locationOf(await panel.open(`${draft}/review`, cookie))).toBe(`${draft}/customer-review`);
  await submit(`${draft}/customer-review`, {});
  expect(locationOf(await panel.open(`${draft}/review`, cookie))).toBe(`${draft}/administrator`);
  const { text } = await panel.open(`${draft}/administrator`, cookie);
  expect(text).toMatch(/<li[^>]*aria-current="step"[^>]*><span>Administrator<\/span>/);
  expect(text.match(/<li class="done"/g)).toHaveLength(3);
});

test("another user's draft is 404 at every address, and stays as it was; so is what is no draft at all", async () => {
  const draft = await ready();
  const seen = await seenAt(draft);
  const colleague = await panel.store.accounts.addUser({
    resellerId: 'alpha',
    name: 'Colleague',
    email: 'colleague@alpha.example',
  });
  for (const other of [panel.stranger, colleague]) {
    const theirs = await panel.loggedIn(other);
    for (const page of ['quantities', 'customer', 'customer/new', 'customer-review', 'administrator', 'review']) {
      expect((await panel.open(`${draft}/${page}`, theirs)).status).toBe(404);
      const fields = { ...GRACE, seen, agree: 'yes', customer: 'cust-2', [`quantity-${MARKED}`]: '50' };
      expect((await panel.submit(`${draft}/${page}`, fields, theirs, '/panel/cart')).status).toBe(404);
    }
    await panel.submit(`${draft}/discard`, {}, theirs, '/panel/cart');
  }
  for (const id of ['NOTHING', '%00', 'a'.repeat(300)]) {
    expect((await panel.open(`/panel/order/${id}/review`, cookie)).status).toBe(404);
  }
  expect(await orders()).toEqual([]);
  expect(locationOf(await buy(draft, seen))).toMatch(/^\/panel\/orders\//);
});

test("another reseller's customer cannot be chosen, nor seen in the list", async () => {
  const draft = await begin();
  expect(await mainOf(`${draft}/customer`)).not.toContain('Betas Kunde');
  const refused = locationOf(await submit(`${draft}/customer`, { customer: 'cust-beta' }));
  expect(refused).toContain('refused');
  expect(await mainOf(refused)).toContain('Choose a customer, or add a new one');
  expect(await mainOf(`${draft}/customer?find=betas`)).toContain('None of your customers');
});

test.each(['0', '4', '7', '1005', '-5', '5.5', 'many', '', '٢٥'])(
  '%j seats are refused with the rule',
  async (seats) => {
    const refused = await begin(seats);
    expect(refused).toMatch(/^\/panel\/cart\?products=/);
    const { text } = await panel.open(refused, cookie);
    expect(text).toContain('<title>Error: Shopping Cart');
    expect(text).toMatch(/Office 365 Backup is sold in 5 to 1,000 seats, in steps of 5|Enter a whole number of seats/);
    expect(await panel.store.shop.cart(user.userId)).toMatchObject([{ quantity: 5 }]);
  },
);

test('a price that changed since the review is told before anything is bought, and then bought as told', async () => {
  const draft = await ready();
  const seen = await seenAt(draft);
  await change({ price: { minor: 300, currency: 'EUR' } });
  const again = locationOf(await buy(draft, seen));
  const page = await mainOf(again);
  expect(page).toContain('Nothing has been bought');
  expect(page).toContain('Office 365 Backup costs €3.00 per seat and month now. It was €2.50');
  expect(await orders()).toEqual([]);
  const shownNow = /name="seen" value="([^"]+)"/.exec((await panel.open(again, cookie)).text)?.[1] ?? '';
  expect(locationOf(await buy(draft, shownNow))).toMatch(/^\/panel\/orders\//);
  expect((await orders())[0]?.total).toEqual({ minor: 7500, currency: 'EUR' });
});

test('a price that changes in the very moment of buying buys nothing', async () => {
  const draft = await ready();
  const seen = await seenAt(draft);
  justBefore = () => change({ price: { minor: 1, currency: 'EUR' } });
  const again = locationOf(await buy(draft, seen));
  expect(await mainOf(again)).toContain('The prices have changed');
  expect(await orders()).toEqual([]);
});

test('new terms since the review must be read and agreed to; terms that cannot be read cannot be agreed to', async () => {
  const draft = await ready();
  const seen = await seenAt(draft);
  await change({ termsVersion: '2026-03' });
  const again = locationOf(await buy(draft, seen));
  expect(await mainOf(again)).toContain('The terms and conditions have changed. Read and agree to version 2026-03');
  expect(await mainOf(again)).toContain('Version 2026-03 of the terms cannot be shown');
  await panel.store.shop.putTerms({ version: '2026-03', language: 'en', title: 'New terms', sections: [] });
  expect(await mainOf('/panel/terms/2026-03')).toContain('New terms');
  expect(locationOf(await buy(draft, await seenAt(draft)))).toMatch(/^\/panel\/orders\//);
  expect((await orders())[0]?.termsVersion).toBe('2026-03');
});

test('without agreeing nothing is bought', async () => {
  const draft = await ready();
  const again = locationOf(await submit(`${draft}/review`, { seen: await seenAt(draft) }));
  expect(await mainOf(again)).toContain('To buy, agree to the terms and conditions');
  expect(await orders()).toEqual([]);
});

test('what was not seen is not bought: a change in another tab, another contact, or a form that was made up', async () => {
  const draft = await ready({ mode: 'email' });
  for (const unseen of ['', 'e30', 'bnVsbA', '{}', Buffer.from('{"prices":{"a":null}}').toString('base64url')]) {
    expect(await mainOf(locationOf(await buy(draft, unseen)))).toContain('changed in another tab');
  }
  let seen = await seenAt(draft);
  await submit(`${draft}/quantities`, { [`quantity-${MARKED}`]: '50' });
  expect(await mainOf(locationOf(await buy(draft, seen)))).toContain('changed in another tab');
  seen = await seenAt(draft);
  await panel.store.market.setAdminContact('alpha', 'cust-1', { name: 'New', email: 'new@customer1.example' });
  const again = await mainOf(locationOf(await buy(draft, seen)));
  expect(again).toContain('new@customer1.example');
  expect(await orders()).toEqual([]);
});

test('a customer that came on credit hold leads back to the choice, which says why; so does one chosen too late', async () => {
  const draft = await ready();
  const seen = await seenAt(draft);
  await panel.store.market.setOnHold('alpha', 'cust-1', true);
  const back = locationOf(await buy(draft, seen));
  expect(back).toBe(`${draft}/customer`);
  expect(await mainOf(back)).toContain('Alster Verlag is on credit hold, so nothing can be ordered for it now');
  const refused = locationOf(await submit(`${draft}/customer`, { customer: 'cust-3' }));
  expect(locationOf(await panel.open(refused, cookie))).toBe(back);
  expect(await mainOf(back)).toContain('Café Köhler is on credit hold');
  expect(await orders()).toEqual([]);
});

test('a product that was withdrawn leads back to the quantities, to be removed; so do quantities not sold any more', async () => {
  const draft = await ready();
  await change({ quantity: { minimum: 30, maximum: 60, step: 1 } });
  expect(locationOf(await panel.open(`${draft}/review`, cookie))).toBe(`${draft}/quantities`);
  expect(await mainOf(`${draft}/quantities`)).toContain('Office 365 Backup is sold in 30 to 60 seats');
  await change({ withdrawn: true });
  expect(locationOf(await buy(draft, 'anything'))).toBe(`${draft}/quantities`);
  expect(await mainOf(`${draft}/quantities`)).toContain('Office 365 Backup is no longer sold. Remove it');
  expect(await mainOf('/panel/cart')).toContain('Office 365 Backup is no longer sold. Remove it');
  await submit(`${draft}/quantities/remove`, { product: MARKED }, `${draft}/quantities`);
  expect(await mainOf(`${draft}/quantities`)).toContain('Nothing is left in this order');
});

test('products with different terms are ordered apart, each part by itself', async () => {
  await change({ termsVersion: '2026-02' });
  for (const { productId } of panel.products)
    await submit('/panel/cart/add', { product: productId }, '/panel/catalogue');
  const page = (await panel.open('/panel/cart', cookie)).text;
  expect(page).toContain('so they cannot be one order');
  const parts = [...page.matchAll(/name="products" value="([^"]+)"/g)].map(([, ids]) => ids?.split(' ').length);
  expect(parts).toEqual([1, 2]);
  const draft = await begin();
  await submit(`${draft}/customer`, { customer: 'cust-1' });
  await submit(`${draft}/customer-review`, {});
  await submit(`${draft}/administrator`, GRACE);
  await panel.store.shop.putTerms({ version: '2026-02', language: 'en', title: 'New terms', sections: [] });
  await buy(draft, await seenAt(draft));
  expect((await orders())[0]?.lines).toHaveLength(1);
  expect(await panel.store.shop.cartCount(user.userId)).toBe(2);
});

test('a search that finds nothing says what to try; Veritas finds all that is of Veritas', async () => {
  const found = await mainOf('/panel/catalogue?q=veritas');
  expect(found).toContain('2 products');
  expect(found).not.toContain('Mail Archive');
  const nothing = await mainOf('/panel/catalogue?q=%3Cb%3Enothing');
  expect(nothing).toContain('What you can try');
  expect(nothing).toMatch(/Acme\s+Veritas/);
  for (const q of ['%00', 'a'.repeat(5000), '%25', '%5C']) {
    expect((await panel.open(`/panel/catalogue?q=${q}`, cookie)).status).toBe(200);
  }
});

test('the shop speaks German to whoever wants it', async () => {
  const draft = await ready();
  const german = `${cookie}; language=de`;
  const pages = ['quantities', 'customer', 'customer/new', 'customer-review', 'administrator', 'review'];
  for (const page of ['/panel/catalogue', '/panel/cart', ...pages.map((each) => `${draft}/${each}`)]) {
    const { status, text } = await panel.open(page, german);
    const main = text.slice(text.indexOf('<main'));
    expect([page, status, text.includes('<html lang="de">')]).toEqual([page, 200, true]);
    expect(main).not.toMatch(/>\s*(?:Next|Back|Search|Customer|Buy|Remove)\s*</);
  }
  const { text } = await panel.open(`${draft}/review`, german);
  expect(text).toContain('62,50\u00a0€');
  expect((await panel.open('/panel/terms/2026-01', german)).text).toContain('Geschäftsbedingungen');
});
