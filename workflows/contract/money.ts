/** Money, and the decimal text in which people and programs write it. */

/** In minor units (cents), never in floating point. */
export interface Money {
  minor: number;
  /** ISO 4217. */
  currency: string;
}

/** How many decimal places a currency has: 2 for EUR, none for JPY. @throws RangeError if it is not three letters. */
export function minorUnitsOf(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** As a decimal number with as many places as its currency has: `12.50` for EUR, `1250` for JPY. */
export function decimalOf({ minor, currency }: Money): string {
  const places = minorUnitsOf(currency);
  const digits = String(Math.abs(minor)).padStart(places + 1, '0');
  const point = digits.length - places;
  const amount = places === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return minor < 0 ? `-${amount}` : amount;
}

/**
 * Reads what {@link decimalOf} writes, exactly; places may be left out, as in `12` or `12.5`. `undefined` for what is
 * no such number, has more places than its currency, or is too large to be counted exactly.
 */
export function moneyOf(amount: string, currency: string): Money | undefined {
  const [, sign, whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) ?? [];
  const places = minorUnitsOf(currency);
  const minor = Number(whole + fraction.padEnd(places, '0'));
  if (whole === '' || fraction.length > places || !Number.isSafeInteger(minor)) return undefined;
  return { minor: sign === '-' && minor !== 0 ? -minor : minor, currency };
}
