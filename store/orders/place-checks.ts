import { sql } from 'kysely';
import type { Money } from '../../workflows/contract/money.ts';
import type {
  AdministratorSource,
  InformationRequestTerms,
  LineFailurePolicy,
} from '../../workflows/contract/order.ts';
import { storable } from '../database/cursors.ts';
import { json } from '../database/json.ts';
import type { Database } from '../database/schema.ts';
import { allowsQuantity, type Product, toProduct } from '../market/catalogue.ts';
import { type Customer, toCustomer } from '../market/customers.ts';

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

/** Everything that Buy goes by, as one statement reads it. */
export interface Market {
  /** The order that was placed under the key before. */
  earlier: { orderId: string; digest: string } | null;
  customer: Customer | undefined;
  /** Those that the order names and that are known. */
  products: ReadonlyMap<string, Product>;
  reseller: { name: string; email: string } | null;
}

export async function marketFor(db: Database, order: NewOrder): Promise<Market> {
  const { resellerId, customerId, idempotencyKey } = order;
  const productIds = order.lines.map((line) => line.productId).filter(storable);
  const { rows } = await sql<{
    earlier: Market['earlier'];
    customer: Parameters<typeof toCustomer>[0] | null;
    products: Parameters<typeof toProduct>[0][];
    reseller: Market['reseller'];
  }>`select
    (select jsonb_build_object('orderId', order_id, 'digest', digest) from orders
      where reseller_id = ${resellerId} and idempotency_key = ${idempotencyKey}) as earlier,
    (select to_jsonb(customers) from customers
      where reseller_id = ${resellerId} and customer_id = ${storable(customerId) ? customerId : null}) as customer,
    (select coalesce(jsonb_agg(to_jsonb(products)), '[]') from products
      where product_id in (select jsonb_array_elements_text(${json(productIds)}::jsonb))) as products,
    (select jsonb_build_object('name', name, 'email', email) from resellers
      where reseller_id = ${resellerId}) as reseller`.execute(db);
  const [{ earlier, customer, products, reseller }] = rows as [(typeof rows)[number]];
  return {
    earlier,
    customer: customer ? toCustomer(customer) : undefined,
    products: new Map(products.map((row) => [row.product_id, toProduct(row)])),
    reseller,
  };
}

/** Checks an order against customer and catalogue; answers the first problem, or what will be frozen. */
export function checkOrder({ customer, products: known, reseller }: Market, order: NewOrder): Offer | PlaceProblem {
  if (!customer) return { code: 'unknownCustomer' };
  if (customer.onHold) return { code: 'customerOnHold' };
  const products = checkLines(known, order.lines);
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
  // Whoever has a customer is a reseller.
  if (!reseller) throw new Error(`reseller ${order.resellerId} vanished`);
  return { reseller, customerName: customer.name, products, total: { minor, currency } };
}

function checkLines(known: Market['products'], lines: NewOrder['lines']): Product[] | PlaceProblem {
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
