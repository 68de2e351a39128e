/** An order draft with all it names, and the order in which its steps can be entered. */
import type { Context, Handler } from 'hono';
import {
  allowsQuantity,
  type Customer,
  type DraftOutcome,
  type DraftOwner,
  type MarketStore,
  type OrderDraft,
  type Product,
  type ShopStore,
} from '../../../store/store.ts';
import { Problem } from '../../site/problems.ts';
import type { PanelEnv } from '../context.ts';

export const STEPS = ['quantities', 'customer', 'customer-review', 'administrator', 'review'] as const;
export type Step = (typeof STEPS)[number];

export interface DraftLine {
  productId: string;
  /** As the catalogue has it now; absent once it is not there at all any more. */
  product: Product | undefined;
  quantity: number;
}

/** A draft, with its products and its customer as they are now. */
export interface Checkout {
  owner: DraftOwner;
  draft: OrderDraft;
  lines: DraftLine[];
  customer: Customer | undefined;
  /** The first step that has something to be done; `review` if all others are complete. */
  open: Step;
  /** The address of a step, or of a page below it. */
  path(step: string): string;
}

type Reply = Response | Promise<Response>;

/** Makes the handler of a step's page. */
export type AtStep = (step: Step, handle: (c: Context<PanelEnv>, checkout: Checkout) => Reply) => Handler<PanelEnv>;

/**
 * Whoever comes to a step too early is led to the first that is incomplete; whoever comes after Buy, to the order. A
 * draft of somebody else is 404, as one that does not exist.
 */
export function drafts({ shop, market }: { shop: ShopStore; market: Pick<MarketStore, 'getCustomer'> }): AtStep {
  return (step, handle) => async (c) => {
    const { userId, resellerId } = c.get('user');
    const owner = { userId, resellerId };
    const draftId = c.req.param('draftId') ?? '';
    const draft = /^[0-9A-Z]{1,40}$/.test(draftId) ? await shop.draft(owner, draftId) : undefined;
    if (draft === undefined) throw new Problem('not-found', 'There is no such order draft.');
    const { base } = c.get('frame');
    if (draft.orderId !== undefined) {
      await shop.clearBought(owner, draftId);
      return c.redirect(`${base}/panel/orders/${draft.orderId}`, 303);
    }
    const [products, customer] = await Promise.all([
      shop.products(draft.lines.map((line) => line.productId)),
      draft.customerId === undefined ? undefined : market.getCustomer(resellerId, draft.customerId),
    ]);
    const lines = draft.lines.map((line) => ({ ...line, product: products.get(line.productId) }));
    const path = (to: string) => `${base}/panel/order/${draftId}/${to}`;
    const open = openStep(draft, lines, customer);
    if (STEPS.indexOf(step) > STEPS.indexOf(open)) return c.redirect(path(open), 303);
    return handle(c, { owner, draft, lines, customer, open, path });
  };
}

/** After a change: on to a step, or to where the draft has gone meanwhile. */
export function goOn(c: Context<PanelEnv>, outcome: DraftOutcome, checkout: Checkout, step: Step): Response {
  if (outcome === 'gone') throw new Problem('not-found', 'There is no such order draft.');
  // Of a draft that was bought, every address leads to its order.
  return c.redirect(checkout.path(step), 303);
}

function openStep(draft: OrderDraft, lines: readonly DraftLine[], customer: Customer | undefined): Step {
  if (troubleWith(lines) !== undefined || lines.some((line) => !isSold(line))) return 'quantities';
  if (customer === undefined || customer.onHold) return 'customer';
  if (!draft.customerReviewed) return 'customer-review';
  return draft.administrator === undefined ? 'administrator' : 'review';
}

/** Whether a line can be bought as it is. */
function isSold({ product, quantity }: DraftLine): boolean {
  return product !== undefined && !product.withdrawn && allowsQuantity(product.quantity, quantity);
}

/** Why lines that are fine by themselves cannot be one order. */
export function troubleWith(lines: readonly DraftLine[]): 'empty' | 'mixed' | undefined {
  if (lines.length === 0) return 'empty';
  const kinds = new Set(lines.flatMap(({ product }) => (product === undefined ? [] : [orderKindOf(product)])));
  return kinds.size > 1 ? 'mixed' : undefined;
}

/** Products can be in one order if they have one currency and one version of the terms. */
export function orderKindOf({ price, termsVersion }: Product): string {
  return `${price.currency} ${termsVersion}`;
}
