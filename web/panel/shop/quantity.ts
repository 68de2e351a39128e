/** How many seats a product is sold in, in words, and what somebody typed as a number of seats. */
import { allowsQuantity, type Product } from '../../../store/store.ts';
import type { Locale } from '../../site/locale.ts';
import { numberIn } from '../../ui/formats.ts';

type Rule = Product['quantity'];

const en = {
  range: (minimum: string, maximum: string) => `${minimum} to ${maximum} seats`,
  exactly: (seats: string) => `exactly ${seats} seats`,
  steps: (step: string) => `, in steps of ${step}`,
  number: (name: string) => `Enter a whole number of seats for ${name}`,
  allowed: (name: string, range: string) => `${name} is sold in ${range}: enter such a number`,
};
type Words = typeof en;

const de: Words = {
  range: (minimum, maximum) => `${minimum} bis ${maximum} Lizenzen`,
  exactly: (seats) => `genau ${seats} Lizenzen`,
  steps: (step) => `, in Schritten von ${step}`,
  number: (name) => `Geben Sie eine ganze Zahl von Lizenzen ein für ${name}`,
  allowed: (name, range) => `${name}: Verkauft werden ${range}. Geben Sie eine solche Zahl ein`,
};

/** @public A test compares the languages. */
export const words: Record<Locale, Words> = { en, de };

/** Such as "5 to 1,000 seats, in steps of 5". */
export function soldIn(locale: Locale, { minimum, maximum, step }: Rule): string {
  const text = words[locale];
  if (minimum === maximum) return text.exactly(numberIn(locale, minimum));
  const range = text.range(numberIn(locale, minimum), numberIn(locale, maximum));
  return step === 1 ? range : range + text.steps(numberIn(locale, step));
}

/** What was typed, as a quantity that is sold, or why it is none. */
export function readQuantity(
  locale: Locale,
  { name, quantity: rule }: Pick<Product, 'name' | 'quantity'>,
  typed: string,
): { quantity: number } | { problem: string } {
  const text = words[locale];
  const trimmed = typed.trim();
  if (!/^[+-]?\d{1,15}$/.test(trimmed)) return { problem: text.number(name) };
  const quantity = Number(trimmed);
  return allowsQuantity(rule, quantity) ? { quantity } : { problem: text.allowed(name, soldIn(locale, rule)) };
}
