/** A small market of its own for each test: tests share a database and must not see each other. */
import { randomUUID } from 'node:crypto';
import type { Customer, NewOrder, Product, Reseller, Store, StoredOrder } from '../../store/store.ts';

export interface Market {
  reseller: Reseller;
  customer: Customer;
  product: Product;
  /** An order that would be accepted, unless `changes` spoil it; each has a key of its own. */
  order(changes?: Partial<NewOrder>): NewOrder;
}

export function aProduct(changes: Partial<Product> = {}): Product {
  return {
    productId: `product-${randomUUID()}`,
    name: 'Office 365 Backup',
    vendorName: 'Veritas',
    description: 'Keeps mail and files',
    price: { minor: 250, currency: 'EUR' },
    quantity: { minimum: 5, maximum: 100, step: 5 },
    termsVersion: '2026-01',
    withdrawn: false,
    source: { vendor: 'keepit', vendorProductId: 'o365', region: 'eu-west' },
    ...changes,
  };
}

export function aCustomer(resellerId: string, changes: Partial<Customer> = {}): Customer {
  return {
    customerId: `customer-${randomUUID()}`,
    resellerId,
    name: 'Bäckerei Süß',
    address: { street: 'Am Markt 1', city: 'Ulm', postalCode: '89073', country: 'DE' },
    contacts: { admin: { name: 'Ada Admin', email: 'ada@example.com' } },
    onHold: false,
    ...changes,
  };
}

export async function aMarket(store: Store, creditLimit = 100_000_000): Promise<Market> {
  const resellerId = `reseller-${randomUUID()}`;
  const credit = { minor: creditLimit, currency: 'EUR' };
  const reseller = { resellerId, name: 'Reseller', email: 'sales@reseller.example', creditLimit: credit };
  const product = aProduct();
  const customer = aCustomer(resellerId);
  await store.market.putReseller(reseller);
  await store.market.putProduct(product);
  await store.market.putCustomer(customer);
  const order = (changes: Partial<NewOrder> = {}): NewOrder => ({
    resellerId,
    customerId: customer.customerId,
    lines: [{ productId: product.productId, quantity: 5 }],
    administrator: { mode: 'email' },
    termsVersion: '2026-01',
    informationRequest: { deadline: 'P14D', reminders: ['P2D'] },
    idempotencyKey: randomUUID(),
    digest: 'digest-1',
    ...changes,
  });
  return { reseller, customer, product, order };
}

/** Places an order that must be accepted. */
export async function placed(store: Store, order: NewOrder): Promise<StoredOrder> {
  const result = await store.orders.place(order);
  if (result.kind !== 'placed') throw new Error(`not placed: ${JSON.stringify(result)}`);
  return result.order;
}
