/** What the review shows and Buy buys: an order as it would be now, and what has changed since it was shown. */
import { createHash } from 'node:crypto';
import type { Money, Product } from '../../../store/store.ts';
import type { CheckoutWithLines, CompleteCheckout } from './checkout.ts';

export interface Offer {
  lines: { product: Product; quantity: number; amount: Money }[];
  total: Money;
  termsVersion: string;
}

/** What an order costs, and under which terms, as the catalogue is now. */
export function offerOf({ lines }: CheckoutWithLines): Offer {
  const { price, termsVersion } = lines[0].product;
  const priced = lines.map(({ product, quantity }) => {
    return { product, quantity, amount: { ...product.price, minor: product.price.minor * quantity } };
  });
  const minor = priced.reduce((sum, { amount }) => sum + amount.minor, 0);
  return { lines: priced, total: { minor, currency: price.currency }, termsVersion };
}

/** What differs between what was shown and what is: nothing, if Buy buys what was seen. */
export type Change =
  | { kind: 'price'; name: string; before: Money; now: Money }
  | { kind: 'terms'; before: string; now: string }
  /** The order itself: another tab went back and changed it, or the customer's contact is another one now. */
  | { kind: 'order' };

interface Seen {
  prices: Record<string, Money>;
  terms: string;
  order: string;
}

/** What a page has shown, for its form to bring back with Buy. Whoever forges it only deceives himself. */
export function seenOf(checkout: CompleteCheckout, offer: Offer): string {
  const prices = Object.fromEntries(offer.lines.map(({ product }) => [product.productId, product.price]));
  const seen: Seen = { prices, terms: offer.termsVersion, order: orderDigest(checkout) };
  return Buffer.from(JSON.stringify(seen)).toString('base64url');
}

export function changesSince(text: string, checkout: CompleteCheckout, offer: Offer): Change[] {
  const seen = readSeen(text);
  if (seen === undefined || seen.order !== orderDigest(checkout)) return [{ kind: 'order' }];
  const prices = offer.lines.flatMap(({ product: { productId, name, price: now } }): Change[] => {
    const before = seen.prices[productId];
    if (before === undefined) return [{ kind: 'order' }];
    const same = before.minor === now.minor && before.currency === now.currency;
    return same ? [] : [{ kind: 'price', name, before: { minor: before.minor, currency: before.currency }, now }];
  });
  if (seen.terms === offer.termsVersion) return prices;
  return [...prices, { kind: 'terms', before: seen.terms, now: offer.termsVersion }];
}

function orderDigest({ draft, customer, administrator }: CompleteCheckout): string {
  const mailTo = administrator.mode === 'email' ? customer.contacts.admin.email : undefined;
  const person = administrator.mode === 'provided' ? Object.entries(administrator.details).sort() : undefined;
  const lines = draft.lines.map(({ productId, quantity }) => `${productId} ${quantity}`);
  const text = JSON.stringify([lines, customer.customerId, administrator.mode, person, mailTo]);
  return createHash('sha256').update(text).digest('base64url');
}

function readSeen(text: string): Seen | undefined {
  try {
    const seen = JSON.parse(Buffer.from(text, 'base64url').toString()) as Partial<Seen> | null;
    const { prices, terms, order } = seen ?? {};
    if (typeof terms !== 'string' || typeof order !== 'string' || typeof prices !== 'object') return undefined;
    const whole = Object.values(prices).every(isMoney);
    return whole ? { prices, terms, order } : undefined;
  } catch {
    return undefined;
  }
}

function isMoney(value: unknown): value is Money {
  const { minor, currency } = (value ?? {}) as Partial<Money>;
  return Number.isSafeInteger(minor) && typeof currency === 'string' && /^[A-Z]{3}$/.test(currency);
}
