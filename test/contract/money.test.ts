import fc from 'fast-check';
import { decimalOf, minorUnitsOf, moneyOf } from '../../workflows/contract/money.ts';

test.each([
  ['EUR', 2],
  ['JPY', 0],
  ['KWD', 3],
])('%s has %d decimal places', (currency, places) => {
  expect(minorUnitsOf(currency)).toBe(places);
});

test.each([
  [0, 'EUR', '0.00'],
  [7, 'EUR', '0.07'],
  [123_450, 'EUR', '1234.50'],
  [-5, 'EUR', '-0.05'],
  [1250, 'JPY', '1250'],
  [-1250, 'JPY', '-1250'],
  [1234, 'KWD', '1.234'],
  [Number.MAX_SAFE_INTEGER, 'EUR', '90071992547409.91'],
])('%d minor units of %s are %s', (minor, currency, amount) => {
  expect(decimalOf({ minor, currency })).toBe(amount);
});

const currency = fc.constantFrom(...Intl.supportedValuesOf('currency'));

test('what was written is read back exactly, in every currency', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), currency, (minor, code) => {
      expect(moneyOf(decimalOf({ minor, currency: code }), code)).toEqual({ minor, currency: code });
    }),
  );
});

test('whatever text is given, it is refused or means what its number means', () => {
  const amount = fc.stringMatching(/^-?\d{1,12}(\.\d{0,4})?$/);
  fc.assert(
    fc.property(fc.oneof(amount, fc.string()), currency, (text, code) => {
      const money = moneyOf(text, code);
      if (money !== undefined) expect(Number(decimalOf(money))).toBe(Number(text) + 0);
    }),
  );
});

test('places may be left out', () => {
  expect(moneyOf('12', 'EUR')).toEqual({ minor: 1200, currency: 'EUR' });
  expect(moneyOf('12.5', 'EUR')).toEqual({ minor: 1250, currency: 'EUR' });
});

test.each([
  ['12.505', 'EUR'],
  ['12.0', 'JPY'],
  ['12,50', 'EUR'],
  ['12.', 'EUR'],
  ['.50', 'EUR'],
  ['+1', 'EUR'],
  ['1e3', 'EUR'],
  [' 1', 'EUR'],
  ['', 'EUR'],
  ['-', 'EUR'],
  ['90071992547409.92', 'EUR'],
])('%j is no amount of %s', (amount, code) => {
  expect(moneyOf(amount, code)).toBeUndefined();
});
