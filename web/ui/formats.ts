/** Numbers, money and times as a locale writes them. English is British: dates a European reseller reads the right way. */
import { type Money, minorUnitsOf } from '../../workflows/contract/money.ts';
import type { Locale } from '../site/locale.ts';

const TAGS: Record<Locale, string> = { en: 'en-GB', de: 'de-DE' };

export function numberIn(locale: Locale, value: number): string {
  return new Intl.NumberFormat(TAGS[locale]).format(value);
}

export function moneyIn(locale: Locale, { minor, currency }: Money): string {
  const format = new Intl.NumberFormat(TAGS[locale], { style: 'currency', currency });
  return format.format(minor / 10 ** minorUnitsOf(currency));
}

const en = {
  /** A time of day, followed by where it is. */
  clock: (time: string, zone: string) => `${time} ${zone}`,
};

type Words = typeof en;

const de: Words = {
  clock: (time, zone) => `${time} Uhr (${zone})`,
};

/** @public A test compares the languages. */
export const words: Record<Locale, Words> = { en, de };

/** An instant with its zone, such as "Friday 27 November 2026, 17:00 CET". */
export function instantIn(locale: Locale, at: string, timeZone: string): string {
  const date = new Date(at);
  const day = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone } as const;
  const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone, timeZoneName: 'short' } as const;
  const days = new Intl.DateTimeFormat(TAGS[locale], day).format(date).replace(/^(\w+ay),/, '$1');
  const parts = new Map(
    new Intl.DateTimeFormat(TAGS[locale], time).formatToParts(date).map(({ type, value }) => [type, value]),
  );
  return `${days}, ${words[locale].clock(`${parts.get('hour')}:${parts.get('minute')}`, parts.get('timeZoneName') ?? timeZone)}`;
}

/** A short date and time for tables. */
export function shortInstantIn(locale: Locale, at: string, timeZone: string): string {
  return new Intl.DateTimeFormat(TAGS[locale], { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(
    new Date(at),
  );
}
