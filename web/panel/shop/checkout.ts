/** An order on its way through the steps: the draft with all it names, and what each step can count on. */

import { allowsQuantity, type Customer, type DraftOwner, type OrderDraft, type Product } from '../../../store/store.ts';
import type { AdministratorSource } from '../../../workflows/contract/order.ts';

export const STEPS = ['quantities', 'customer', 'customer-review', 'administrator', 'review'] as const;
export type Step = (typeof STEPS)[number];

export interface DraftLine {
  productId: string;
  /** As the catalogue has it now; absent once it is not there at all any more. */
  product: Product | undefined;
  quantity: number;
}

/** A line that can be bought as it is. */
export interface SoldLine extends DraftLine {
  product: Product;
}

/** A draft, with its products and its customer as they are now. */
export interface Checkout {
  owner: DraftOwner;
  draft: OrderDraft;
  lines: readonly DraftLine[];
  customer: Customer | undefined;
  /** The address of a step, or of a page below it. */
  path(step: string): string;
}

/** Its lines can be bought, and together. */
export interface CheckoutWithLines extends Checkout {
  lines: readonly [SoldLine, ...SoldLine[]];
}

/** It is for a customer for whom can be ordered. */
export interface CheckoutWithCustomer extends CheckoutWithLines {
  customer: Customer;
}

/** Nothing is missing but Buy. */
export interface CompleteCheckout extends CheckoutWithCustomer {
  administrator: AdministratorSource;
}

/** What a step can count on, since those before it are complete. */
export interface CheckoutAt {
  quantities: Checkout;
  customer: CheckoutWithLines;
  'customer-review': CheckoutWithCustomer;
  administrator: CheckoutWithCustomer;
  review: CompleteCheckout;
}

const GATES: { [S in Step]: (checkout: Checkout) => CheckoutAt[S] | undefined } = {
  quantities: (checkout) => checkout,
  customer: withLines,
  'customer-review': withCustomer,
  administrator: withReviewedCustomer,
  review: complete,
};

/** The checkout as a step needs it; `undefined` if one before it is incomplete. */
export function enter<S extends Step>(step: S, checkout: Checkout): CheckoutAt[S] | undefined {
  return GATES[step](checkout);
}

/** The first step that has something to be done; `review` if all others are complete. */
export function openStep(checkout: Checkout): Step {
  return STEPS.findLast((step) => GATES[step](checkout) !== undefined) ?? 'quantities';
}

function withLines(checkout: Checkout): CheckoutWithLines | undefined {
  const { lines } = checkout;
  const [first, ...others] = lines.filter(isSold);
  if (first === undefined || others.length + 1 < lines.length || areMixed(lines)) return undefined;
  return { ...checkout, lines: [first, ...others] };
}

function withCustomer(checkout: Checkout): CheckoutWithCustomer | undefined {
  const ready = withLines(checkout);
  const { customer } = checkout;
  return ready === undefined || customer === undefined || customer.onHold ? undefined : { ...ready, customer };
}

function withReviewedCustomer(checkout: Checkout): CheckoutWithCustomer | undefined {
  return checkout.draft.customerReviewed ? withCustomer(checkout) : undefined;
}

function complete(checkout: Checkout): CompleteCheckout | undefined {
  const ready = withReviewedCustomer(checkout);
  const { administrator } = checkout.draft;
  return ready === undefined || administrator === undefined ? undefined : { ...ready, administrator };
}

function isSold(line: DraftLine): line is SoldLine {
  const { product, quantity } = line;
  return product !== undefined && !product.withdrawn && allowsQuantity(product.quantity, quantity);
}

/** Whether lines that are fine by themselves cannot be one order. */
export function areMixed(lines: readonly DraftLine[]): boolean {
  const kinds = new Set(lines.flatMap(({ product }) => (product === undefined ? [] : [orderKindOf(product)])));
  return kinds.size > 1;
}

/** Products can be in one order if they have one currency and one version of the terms. */
export function orderKindOf({ price, termsVersion }: Product): string {
  return `${price.currency} ${termsVersion}`;
}
