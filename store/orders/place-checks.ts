import type { Money } from '../../workflows/contract/money.ts';
import type {
  AdministratorSource,
  InformationRequestTerms,
  LineFailurePolicy,
} from '../../workflows/contract/order.ts';
import type { Tx } from '../database/schema.ts';
import { allowsQuantity, type Product, productsById } from '../market/catalogue.ts';
import { getCustomer } from '../market/customers.ts';

/** An accepted order before it has a number: what Buy writes. */
export interface NewOrder {
  resellerId: string;
  customerId: string;
  lines: { productId: string; quantity: number }[];
  administrator: AdministratorSource;
  termsVersion: string;
  purchaseOrderNumber?: string;
  informationRequest: InformationRequestTerms;
  /** What becomes of the other lines when one cannot be provisioned; absent: they are kept. */
  lineFailure?: LineFailurePolicy;
  /** What the buyer was shown. If the catalogue says otherwise now, the order is refused. */
  expectedTotal?: Money;
  /** The caller's Idempotency-Key; unique for a reseller. */
  idempotencyKey: string;
  /** A digest of the request's canonical body: same key with another digest is a conflict. */
  digest: string;
}

/** Why an order cannot be accepted; `line` is the index in the request. */
export type PlaceProblem =
  | { code: 'unknownCustomer' }
  | { code: 'customerOnHold' }
  | { code: 'unknownProduct'; line: number }
  | { code: 'productWithdrawn'; line: number }
  | { code: 'quantityNotAllowed'; line: number; minimum: number; maximum: number; step: number }
  | { code: 'termsOutdated'; current: string }
  | { code: 'mixedCurrencies' }
  /** Only if the order says which total it expects. */
  | { code: 'priceChanged'; total: Money };

/** What an order would buy, as the catalogue has it now. */
export interface Offer {
  reseller: { name: string; email: string };
  customerName: string;
  /** One for each line of the order. */
  products: Product[];
  total: Money;
}

/** Checks an order against customer and catalogue; answers the first problem, or what will be frozen. */
export async function checkOrder(tx: Tx, order: NewOrder): Promise<Offer | PlaceProblem> {
  const customer = await getCustomer(tx, order.resellerId, order.customerId);
  if (!customer) return { code: 'unknownCustomer' };
  if (customer.onHold) return { code: 'customerOnHold' };
  const products = await checkLines(tx, order.lines);
  if ('code' in products) return products;
  const currency = (products[0] as Product).price.currency;
  if (products.some((product) => product.price.currency !== currency)) return { code: 'mixedCurrencies' };
  const newer = products.find((product) => product.termsVersion !== order.termsVersion);
  if (newer) return { code: 'termsOutdated', current: newer.termsVersion };
  const minor = order.lines.reduce((sum, line, index) => sum + line.quantity * priceOf(products, index), 0);
  if (!Number.isSafeInteger(minor)) throw new RangeError('the total of the order is beyond counting');
  const { expectedTotal: expected } = order;
  if (expected && (expected.minor !== minor || expected.currency !== currency)) {
    return { code: 'priceChanged', total: { minor, currency } };
  }
  const reseller = await tx
    .selectFrom('resellers')
    .select(['name', 'email'])
    .where('reseller_id', '=', order.resellerId)
    .executeTakeFirstOrThrow();
  return { reseller, customerName: customer.name, products, total: { minor, currency } };
}

async function checkLines(tx: Tx, lines: NewOrder['lines']): Promise<Product[] | PlaceProblem> {
  const ids = lines.map((line) => line.productId);
  const known = await productsById(tx, ids);
  const products: Product[] = [];
  for (const [line, { productId, quantity }] of lines.entries()) {
    const product = known.get(productId);
    if (!product) return { code: 'unknownProduct', line };
    if (product.withdrawn) return { code: 'productWithdrawn', line };
    if (!allowsQuantity(product.quantity, quantity)) return { code: 'quantityNotAllowed', line, ...product.quantity };
    products.push(product);
  }
  return products;
}

function priceOf(products: readonly Product[], index: number): number {
  return (products[index] as Product).price.minor;
}
