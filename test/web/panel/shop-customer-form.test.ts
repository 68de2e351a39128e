/** The form of a new customer: what is taken, and what is refused with which words. */
import fc from 'fast-check';
import { postalCodeIn } from '../../../web/panel/shop/countries.ts';
import { customerOf, FIELDS } from '../../../web/panel/shop/customer-form.ts';
import { pagesAround } from '../../../web/panel/shop/pages.tsx';
import { inputOf } from '../../../web/ui/form.tsx';

const GOOD: Record<string, string> = {
  name: '  Mühle GmbH ',
  country: 'DE',
  street: 'Am Kai 7',
  postalCode: ' D-20457',
  city: 'Hamburg',
  adminName: 'Jo',
  adminEmail: 'jo@muehle.example',
};
const typed = (fields: Record<string, string>) => inputOf(FIELDS, (field) => fields[field] ?? '');
const read = (changes: Record<string, string> = {}) => customerOf('en', typed({ ...GOOD, ...changes }));
const wrongIn = (changes: Record<string, string>) => {
  const result = read(changes);
  return 'errors' in result ? result.errors.map(({ field }) => field) : [];
};

test('a customer is taken trimmed, its postal code as the post writes it, empty contacts left out', () => {
  expect(read()).toEqual({
    meaning: {
      name: 'Mühle GmbH',
      address: { street: 'Am Kai 7', city: 'Hamburg', postalCode: '20457', country: 'DE' },
      contacts: { admin: { name: 'Jo', email: 'jo@muehle.example' } },
    },
  });
  expect(read({ technicalName: 'Kim', technicalEmail: 'kim@it.example', adminLanguage: 'de' })).toMatchObject({
    meaning: {
      contacts: { admin: { language: 'de' }, technical: { name: 'Kim', email: 'kim@it.example' } },
    },
  });
});

test('all that is wrong is named at once, in the order of the form', () => {
  const result = customerOf('en', typed({}));
  expect('errors' in result && result.errors.map(({ field }) => field)).toEqual([
    'name',
    'country',
    'street',
    'postalCode',
    'city',
    'adminName',
    'adminEmail',
  ]);
  expect(wrongIn({ adminEmail: 'jo@' })).toEqual(['adminEmail']);
  expect(wrongIn({ billingName: 'Accounts' })).toEqual(['billingEmail']);
  expect(wrongIn({ technicalEmail: 'x@y.example' })).toEqual(['technicalName']);
  expect(wrongIn({ name: 'x'.repeat(201) })).toEqual(['name']);
  expect(wrongIn({ city: 'a\u0000b' })).toEqual(['city']);
  expect(wrongIn({ country: 'XX' })).toEqual(['country']);
  expect(wrongIn({ postalCode: '2045' })).toEqual(['postalCode']);
});

test('an error has words in both languages', () => {
  for (const locale of ['en', 'de'] as const) {
    const result = customerOf(locale, typed({ country: 'DE', postalCode: 'x' }));
    const texts = 'errors' in result ? result.errors.map(({ text }) => text) : [];
    expect(texts.join()).toContain(locale === 'de' ? 'wie sie in Deutschland üblich ist' : 'as in Germany');
  }
});

test.each([
  ['DE', '10115', '10115'],
  ['AT', 'A-1010', '1010'],
  ['CH', '8002', '8002'],
  ['GB', 'sw1a1aa', 'SW1A 1AA'],
  ['GB', 'n1 9gu', 'N1 9GU'],
  ['GB', 'GL7  1AA', 'GL7 1AA'],
  ['NL', '1012js', '1012 JS'],
  ['SE', '11120', '111 20'],
  ['SE', 'SE-111 20', '111 20'],
  ['PL', '00001', '00-001'],
  ['PT', '1000 001', '1000-001'],
  ['CA', 'k1a0b1', 'K1A 0B1'],
  ['US', '20500-0003', '20500-0003'],
  ['US', '20500', '20500'],
  ['IE', 'd02af30', 'D02 AF30'],
  ['JP', '1000001', '100-0001'],
  ['FR', '75 001', '75001'],
  ['LU', 'L-1009', '1009'],
  ['AE', 'whatever 7', 'whatever 7'],
])('in %s %j is written %j', (country, typed, postalCode) => {
  expect(postalCodeIn(country, typed)).toEqual({ postalCode });
});

test.each([
  ['DE', '1011'],
  ['DE', 'ABCDE'],
  ['AT', '0123'],
  ['GB', '12345'],
  ['GB', 'SW1A 1A'],
  ['NL', '0123 AB'],
  ['CA', 'D1A 0B1'],
  ['US', '2050'],
  ['ES', '53001'],
  ['LI', '9480'],
  ['IT', '1234'],
  ['NO', '12345'],
])('in %s %j is no postal code', (country, typed) => {
  expect(postalCodeIn(country, typed)).toHaveProperty('example');
});

test('what the post writes is taken as it is, and what is typed never makes the form fail', () => {
  fc.assert(
    fc.property(fc.constantFrom('DE', 'GB', 'NL', 'PL', 'SE', 'US', 'CA', 'FR'), fc.string(), (country, typed) => {
      const result = postalCodeIn(country, typed);
      if ('postalCode' in result) expect(postalCodeIn(country, result.postalCode)).toEqual(result);
      else expect(postalCodeIn(country, result.example)).toEqual({ postalCode: result.example });
    }),
  );
  const anything = fc.record(Object.fromEntries(FIELDS.map((field) => [field, fc.string({ unit: 'binary' })])));
  fc.assert(
    fc.property(anything, (input) => {
      const result = customerOf('en', typed(input));
      expect('meaning' in result || result.errors.length > 0).toBe(true);
    }),
  );
});

test('a forged country that every object knows is no country', () => {
  for (const country of ['valueOf', 'constructor', '__proto__']) {
    expect(postalCodeIn(country, '1')).toEqual({ postalCode: '1' });
  }
});

test('the pages that are offered are in order, each once, with the first, the last and the one that is shown', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.nat(), (last, any) => {
      const page = 1 + (any % last);
      const pages = pagesAround(page, last);
      expect(pages).toEqual([...new Set(pages)].sort((a, b) => a - b));
      expect(pages).toEqual(expect.arrayContaining([1, page, last]));
      expect(pages.length).toBeLessThanOrEqual(5);
    }),
  );
});
