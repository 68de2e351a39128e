/** A country's name in the reader's language, and what is known of its postal codes. */
import type { Locale } from '../../site/locale.ts';

const NAMES: Record<Locale, Intl.DisplayNames> = {
  en: new Intl.DisplayNames(['en'], { type: 'region' }),
  de: new Intl.DisplayNames(['de'], { type: 'region' }),
};

/** @param code ISO 3166-1 alpha-2. */
export function countryName(locale: Locale, code: string): string {
  return NAMES[locale].of(code) ?? code;
}

/**
 * What the post of a country delivers to, and an example to show (UPU, "Postal addressing systems"). In the United
 * Kingdom it is the pattern of BS 7666, in Canada and the Netherlands without the letters that are never used.
 */
const POSTAL_CODES: Readonly<Record<string, readonly [pattern: RegExp, example: string]>> = {
  AT: [/^[1-9]\d{3}$/, '1010'],
  AU: [/^\d{4}$/, '2000'],
  BE: [/^[1-9]\d{3}$/, '1000'],
  BG: [/^[1-9]\d{3}$/, '1000'],
  CA: [/^[ABCEGHJ-NPRSTVXY]\d[A-CEGHJ-NPR-TV-Z] \d[A-CEGHJ-NPR-TV-Z]\d$/, 'K1A 0B1'],
  CH: [/^[1-9]\d{3}$/, '8002'],
  CZ: [/^[1-7]\d{2} \d{2}$/, '110 00'],
  DE: [/^\d{5}$/, '10115'],
  DK: [/^\d{4}$/, '1050'],
  EE: [/^\d{5}$/, '10111'],
  ES: [/^(?:0[1-9]|[1-4]\d|5[0-2])\d{3}$/, '28013'],
  FI: [/^\d{5}$/, '00100'],
  FR: [/^\d{5}$/, '75001'],
  GB: [/^(?:GIR 0AA|[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2})$/, 'SW1A 1AA'],
  GR: [/^\d{3} \d{2}$/, '105 57'],
  HR: [/^\d{5}$/, '10000'],
  HU: [/^[1-9]\d{3}$/, '1011'],
  IE: [/^[AC-FHKNPRTV-Y](?:\d{2}|6W) [0-9AC-FHKNPRTV-Y]{4}$/, 'D02 AF30'],
  IT: [/^\d{5}$/, '00118'],
  JP: [/^\d{3}-\d{4}$/, '100-0001'],
  LI: [/^94(?:8[5-9]|9\d)$/, '9490'],
  LU: [/^\d{4}$/, '1009'],
  NL: [/^[1-9]\d{3} [A-Z]{2}$/, '1012 JS'],
  NO: [/^\d{4}$/, '0150'],
  PL: [/^\d{2}-\d{3}$/, '00-001'],
  PT: [/^[1-9]\d{3}-\d{3}$/, '1000-001'],
  RO: [/^\d{6}$/, '010011'],
  SE: [/^[1-9]\d{2} \d{2}$/, '111 20'],
  SI: [/^[1-9]\d{3}$/, '1000'],
  SK: [/^(?:0|8|9)\d{2} \d{2}$/, '811 01'],
  US: [/^\d{5}(?:-\d{4})?$/, '20500'],
};

/**
 * A postal code as its post writes it: people leave out the space or the dash, and write small letters. `example` says
 * what the country's codes look like if this is none of them; of other countries we know nothing and take all.
 */
export function postalCodeIn(country: string, typed: string): { postalCode: string } | { example: string } {
  // The country comes from a form, which anybody can forge: `valueOf` is no country.
  const known = Object.hasOwn(POSTAL_CODES, country) ? POSTAL_CODES[country] : undefined;
  const plain = typed.trim().replace(/\s+/g, ' ');
  if (known === undefined || plain === '') return { postalCode: plain };
  const [pattern, example] = known;
  const bare = plain.toUpperCase().replace(new RegExp(`^(?:${country}|[A-Z])-(?=\\d)`), '');
  const written = [bare, ...respaced(bare, example)].find((each) => pattern.test(each));
  return written === undefined ? { example } : { postalCode: written };
}

/** The same characters with the country's separator where its example has it, counted from either end. */
function respaced(code: string, example: string): string[] {
  const characters = code.replace(/[\s-]/g, '');
  const at = example.search(/[ -]/);
  if (at < 0) return [characters];
  const separator = example.charAt(at);
  const fromEnd = characters.length - (example.length - at - 1);
  return [at, fromEnd].map((cut) => characters.slice(0, cut) + separator + characters.slice(cut));
}
