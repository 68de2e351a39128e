/** The review of an order of several lines: what is to become of the others when one cannot be set up. */
import { DEMO_TERMS } from '../../../dev/terms.ts';
import { type Answer, startPanel, type TestPanel } from './support/panel.ts';

const ONE = 'veritas-o365-backup';
const OTHER = 'acme-mail-archive';
const GRACE = { mode: 'provided', firstName: 'Grace', lastName: 'Hopper', email: 'grace@alster.example' };

let panel: TestPanel;
let cookie: string;
let users = 0;
beforeAll(async () => {
  panel = await startPanel();
  for (const terms of DEMO_TERMS) await panel.store.shop.putTerms(terms);
});
afterAll(() => panel.close());
beforeEach(async () => {
  users += 1;
  const email = `user${users}@alpha.example`;
  cookie = await panel.loggedIn(await panel.store.accounts.addUser({ resellerId: 'alpha', name: 'Uta', email }));
});

const locationOf = ({ headers }: Answer) => (headers.get('location') ?? '').replace(panel.url, '');
const submit = (path: string, fields: Record<string, string>, from?: string) =>
  panel.submit(path, fields, cookie, from);

/** The review of a draft with a line of each of these products. */
async function reviewOf(...products: string[]): Promise<string> {
  for (const product of products) await submit('/panel/cart/add', { product }, '/panel/catalogue');
  const quantities = products.map((product) => [`quantity-${product}`, '25']);
  const begun = await submit('/panel/cart', { products: products.join(' '), ...Object.fromEntries(quantities) });
  const draft = locationOf(begun).replace(/\/customer$/, '');
  await submit(`${draft}/customer`, { customer: 'cust-1' });
  await submit(`${draft}/customer-review`, {});
  await submit(`${draft}/administrator`, GRACE);
  return `${draft}/review`;
}

const textOf = async (path: string, language = 'en') =>
  (await panel.open(path, `${cookie}; language=${language}`)).text;
const seenIn = (text: string) => /name="seen" value="([^"]+)"/.exec(text)?.[1] ?? '';
const chosenIn = (text: string) => text.match(/value="(\w+)" checked=""/)?.[1];

async function bought(review: string, fields: Record<string, string>) {
  const seen = seenIn(await textOf(review));
  const orderId = locationOf(await submit(review, { seen, agree: 'yes', ...fields }, '/panel/cart'))
    .replace('/panel/orders/', '')
    .replace(/\?.*/, '');
  return panel.store.orders.get('alpha', orderId);
}

test('an order of several lines asks what is to become of the others, and says what each answer means', async () => {
  const review = await reviewOf(ONE, OTHER);
  const english = await textOf(review);
  expect(english).toContain('<legend>If one of the products cannot be set up</legend>');
  expect(english).toContain('The others are set up and charged. What cannot be set up is not charged.');
  expect(english).toContain('Everything is undone. You get none of the products, and nothing is charged.');
  expect(chosenIn(english)).toBe('keepOthers');
  const german = await textOf(review, 'de');
  expect(german).toContain('<legend>Wenn sich eines der Produkte nicht einrichten lässt</legend>');
  expect(german).toContain('Alles oder nichts');
});

test('an order of one line asks nothing of the kind', async () => {
  const review = await reviewOf(ONE);
  expect(await textOf(review)).not.toContain('lineFailure');
  expect(await bought(review, { lineFailure: 'undoAll' })).toMatchObject({ lineFailure: 'keepOthers' });
});

test.each(['keepOthers', 'undoAll'] as const)('what was chosen is what is bought: %s', async (lineFailure) => {
  expect(await bought(await reviewOf(ONE, OTHER), { lineFailure })).toMatchObject({ lineFailure });
});

test('the choice outlives a refusal and the way through the other steps', async () => {
  const review = await reviewOf(ONE, OTHER);
  const seen = seenIn(await textOf(review));
  const refused = locationOf(await submit(review, { seen, lineFailure: 'undoAll' }));
  const again = await textOf(refused);
  expect(again).toContain('To buy, agree to the terms and conditions');
  expect(chosenIn(again)).toBe('undoAll');
  await submit(review.replace('review', 'customer'), { customer: 'cust-2' });
  await submit(review.replace('review', 'customer-review'), {});
  await submit(review.replace('review', 'administrator'), GRACE);
  expect(chosenIn(await textOf(review))).toBe('undoAll');
  // A form that was made up chooses nothing.
  expect(await bought(review, { lineFailure: 'some' })).toMatchObject({ customerId: 'cust-2', lineFailure: 'undoAll' });
});
