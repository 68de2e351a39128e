/** Rules of the shop that the store keeps and the pages explain. */
import type { Product } from '../store.ts';

/** How many lines a cart and an order may have; as in the API. */
export const MOST_LINES = 50;

/** The key under which a draft is bought: pressing Buy twice, in whatever tab, is one order. */
export function idempotencyKeyOf(draftId: string): string {
  return `panel-${draftId}`;
}

/** Steps count from the minimum: at least 5 in steps of 10 is 5, 15, 25 … */
export function allowsQuantity({ minimum, maximum, step }: Product['quantity'], quantity: number): boolean {
  return quantity >= minimum && quantity <= maximum && Number.isInteger(quantity) && (quantity - minimum) % step === 0;
}
