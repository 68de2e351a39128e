/** The catalogue file that operators edit. */
import fc from 'fast-check';
import { type BadCatalogue, readCatalogue } from '../../client/cli/catalogue-file.ts';
import { demoProducts } from '../../dev/seed.ts';

const ENTRY = {
  productId: 'p-1',
  name: 'Backup',
  vendor: 'Acme',
  description: 'Keeps things.',
  price: { amount: '3.50', currency: 'EUR' },
  quantity: { minimum: 1, maximum: 10, step: 1 },
  termsVersion: '2026-01',
  withdrawn: false,
  source: { vendor: 'keepit', vendorProductId: 'x', region: 'dk-co' },
};

const read = (...products: unknown[]) => readCatalogue(JSON.stringify({ products }), 'c.json');

/** What is wrong with a text; `[]` if nothing is. */
function problemsIn(text: string): readonly string[] {
  try {
    readCatalogue(text, 'c.json');
    return [];
  } catch (error) {
    expect((error as Error).name).toBe('BadCatalogue');
    return (error as BadCatalogue).problems;
  }
}
const problemsOf = (...products: unknown[]) => problemsIn(JSON.stringify({ products }));

test('an entry becomes a product: cents from the decimal amount, seats by one and on sale unless it says otherwise', () => {
  const { withdrawn: _, quantity, ...short } = ENTRY;
  const { step: __, ...bounds } = quantity;
  const { vendor, price, ...product } = ENTRY;
  const expected = { ...product, vendorName: vendor, price: { minor: 350, currency: 'EUR' } };
  expect(read(ENTRY)).toEqual([expected]);
  expect(read({ ...short, quantity: bounds })).toEqual([expected]);
});

test('an amount is read exactly, in the places that its currency has', () => {
  const minor = (amount: string, currency: string) => read({ ...ENTRY, price: { amount, currency } })[0]?.price.minor;
  expect(minor('3', 'EUR')).toBe(300);
  expect(minor('0.1', 'EUR')).toBe(10);
  expect(minor('1200', 'JPY')).toBe(1200);
  expect(minor('1.234', 'KWD')).toBe(1234);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99_999_999_999 }), (cents) => {
      const amount = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
      expect(minor(amount, 'EUR')).toBe(cents);
    }),
  );
});

test.each<[string, object, string]>([
  ['an amount that is a number', { price: { ...ENTRY.price, amount: 3.5 } }, 'price.amount: Enter an amount in quotes'],
  ['an amount with a comma', { price: { ...ENTRY.price, amount: '3,50' } }, 'price.amount: Enter an amount in quotes'],
  ['a negative amount', { price: { ...ENTRY.price, amount: '-1' } }, 'price.amount: Enter an amount in quotes'],
  ['tenths of a cent', { price: { ...ENTRY.price, amount: '3.505' } }, 'price.amount: Enter an amount with at most 2'],
  [
    'a currency that does not exist',
    { price: { ...ENTRY.price, currency: 'EURO' } },
    'price.currency: Enter a currency',
  ],
  ['a price that is missing', { price: undefined }, 'price: Enter {"amount": "3.50", "currency": "EUR"}'],
  ['an id with a space', { productId: 'p 1' }, 'productId: Enter an id'],
  ['a name that is empty', { name: ' ' }, 'name: Enter a name'],
  ['a name with a line break', { name: 'a\nb' }, 'name: Enter a name'],
  ['half a seat', { quantity: { ...ENTRY.quantity, minimum: 0.5 } }, 'quantity.minimum: Enter a minimum'],
  ['more than can be ordered', { quantity: { ...ENTRY.quantity, maximum: 1e7 } }, 'quantity.maximum: Enter a maximum'],
  ['a maximum below the minimum', { quantity: { minimum: 5, maximum: 4 } }, 'quantity.maximum: Enter a maximum that'],
  ['a step of nothing', { quantity: { ...ENTRY.quantity, step: 0 } }, 'quantity.step: Enter a step'],
  ['withdrawn in words', { withdrawn: 'yes' }, 'withdrawn: Enter true or false'],
  ['no source', { source: null }, 'source: Enter {"vendor": "keepit"'],
  ['a misspelt field', { discription: 'x' }, 'discription: There is no such field'],
])('%s is told with its place', (_, change, problem) => {
  const problems = problemsOf(ENTRY, { ...ENTRY, productId: 'p-2', ...change });
  expect(problems).toEqual([expect.stringContaining(`products[1].${problem}`)]);
});

test('all problems are told at once, an id that is there twice too', () => {
  const problems = problemsOf({ ...ENTRY, name: '', price: { amount: 'x', currency: 'y' } }, ENTRY, 7, ENTRY);
  expect(problems.map((problem) => problem.split(':')[0])).toEqual([
    'products[0].name',
    'products[0].price.amount',
    'products[0].price.currency',
    'products[2]',
    'products[1].productId',
    'products[3].productId',
  ]);
});

test('what is no catalogue at all is told in words', () => {
  expect(problemsIn('{\n  "products": [\n    1 2')).toEqual([expect.stringMatching(/^line 3, column 7: /)]);
  expect(problemsIn('')).toEqual([expect.stringContaining('end of JSON')]);
  expect(problemsIn('[]')).toEqual(['the file: Enter {"products": […]}']);
  expect(problemsIn('null')).toEqual(['the file: Enter {"products": […]}']);
  expect(problemsIn('{}')).toEqual(['products: Enter a list of products']);
  expect(problemsIn('{"products": []}')).toEqual(['products: Enter at least one product']);
  expect(problemsIn('{"products": [], "more": 1}')).toContain('more: There is no such field');
});

test('whatever stands in the file, it is read, or refused with a place for each problem', () => {
  const anything = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constant(ENTRY), fc.record({ products: fc.jsonValue() }));
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 3 }), (products) => {
      for (const problem of problemsOf(...products)) expect(problem).toMatch(/^(?:products|the file).*: ./s);
    }),
  );
});

test('a byte order mark, as some editors write it, does no harm', () => {
  expect(problemsIn(`\ufeff${JSON.stringify({ products: [ENTRY] })}`)).toEqual([]);
});

test('the demo sells Office 365 Backup and more of Veritas, and products of two other vendors', () => {
  const products = demoProducts();
  expect(products.find(({ productId }) => productId === 'veritas-o365-backup')).toMatchObject({
    name: 'Office 365 Backup',
    vendorName: 'Veritas',
    termsVersion: '2026-01',
    withdrawn: false,
  });
  const onSale = products.filter(({ withdrawn }) => !withdrawn);
  expect(onSale.filter(({ vendorName }) => vendorName === 'Veritas').length).toBeGreaterThanOrEqual(3);
  expect(new Set(onSale.map(({ vendorName }) => vendorName)).size).toBeGreaterThanOrEqual(3);
});
