/** What the review shows and Buy buys: an order as it would be now, and what has changed since it was shown. */
import { createHash } from 'node:crypto';
import type { Money, Product } from '../../../store/store.ts';
import type { Checkout, DraftLine } from './draft.ts';

export interface Offer {
  lines: { product: Product; quantity: number; amount: Money }[];
  total: Money;
  termsVersion: string;
}

/** The offer of a draft whose steps before the review are complete. */
export function offerOf(draftLines: readonly DraftLine[]): Offer {
  const lines = draftLines.map(({ product, quantity }) => {
    if (product === undefined) throw new Error('a line of a complete draft names a product');
    return { product, quantity, amount: { ...product.price, minor: product.price.minor * quantity } };
  });
  const [first] = lines;
  if (first === undefined) throw new Error('a complete draft has a line');
  const { currency } = first.product.price;
  const minor = lines.reduce((sum, { amount }) => sum + amount.minor, 0);
  return { lines, total: { minor, currency }, termsVersion: first.product.termsVersion };
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
export function seenOf(checkout: Checkout, offer: Offer): string {
  const prices = Object.fromEntries(offer.lines.map(({ product }) => [product.productId, product.price]));
  const seen: Seen = { prices, terms: offer.termsVersion, order: orderDigest(checkout) };
  return Buffer.from(JSON.stringify(seen)).toString('base64url');
}

export function changesSince(text: string, checkout: Checkout, offer: Offer): Change[] {
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

function orderDigest({ draft, customer }: Checkout): string {
  const { lines, customerId, administrator } = draft;
  const mailTo = administrator?.mode === 'email' ? customer?.contacts.admin.email : undefined;
  const lineTexts = lines.map(({ productId, quantity }) => `${productId} ${quantity}`);
  const person = administrator?.mode === 'provided' ? Object.entries(administrator.details).sort() : undefined;
  const text = JSON.stringify([lineTexts, customerId, administrator?.mode, person, mailTo]);
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
