import type { Selectable } from 'kysely';
import type { Money } from '../../workflows/contract/money.ts';
import { storable } from '../database/cursors.ts';
import { json } from '../database/json.ts';
import type { Database, Schema } from '../database/schema.ts';
import { folded, patternsOf } from '../database/search-text.ts';

export interface Product {
  productId: string;
  name: string;
  vendorName: string;
  description: string;
  /** Per seat and month. */
  price: Money;
  quantity: { minimum: number; maximum: number; step: number };
  termsVersion: string;
  withdrawn: boolean;
  /** Where the vendor sells it. */
  source: { vendor: string; vendorProductId: string; region: string };
}

/** Steps count from the minimum: at least 5 in steps of 10 is 5, 15, 25 … */
export function allowsQuantity({ minimum, maximum, step }: Product['quantity'], quantity: number): boolean {
  return quantity >= minimum && quantity <= maximum && Number.isInteger(quantity) && (quantity - minimum) % step === 0;
}

/** What can be ordered now and has every word of `query` in name, vendor or description, by name; all of it if empty. */
export async function searchCatalogue(db: Database, query: string): Promise<Product[]> {
  let select = db.selectFrom('products').selectAll().where('withdrawn', '=', false);
  for (const pattern of patternsOf(query)) select = select.where('search_text', 'like', pattern);
  const rows = await select.orderBy('name').orderBy('product_id').execute();
  return rows.map(toProduct);
}

/** Creates or replaces a product. Orders keep the snapshot they were accepted with. */
export async function putProduct(db: Database, product: Product): Promise<void> {
  const values = {
    name: product.name,
    vendor_name: product.vendorName,
    description: product.description,
    search_text: folded([product.name, product.vendorName, product.description].join('\n')),
    price_minor: product.price.minor,
    currency: product.price.currency,
    minimum: product.quantity.minimum,
    maximum: product.quantity.maximum,
    step: product.quantity.step,
    terms_version: product.termsVersion,
    withdrawn: product.withdrawn,
    source: json(product.source),
  };
  await db
    .insertInto('products')
    .values({ product_id: product.productId, ...values })
    .onConflict((conflict) => conflict.column('product_id').doUpdateSet(values))
    .execute();
}

/** Withdrawn ones too; ids that are not known are left out. */
export async function productsById(db: Database, ids: readonly string[]): Promise<Map<string, Product>> {
  const wanted = [...new Set(ids)].filter(storable);
  if (wanted.length === 0) return new Map();
  const rows = await db.selectFrom('products').selectAll().where('product_id', 'in', wanted).execute();
  return new Map(rows.map((row) => [row.product_id, toProduct(row)]));
}

export function toProduct(row: Selectable<Schema['products']>): Product {
  return {
    productId: row.product_id,
    name: row.name,
    vendorName: row.vendor_name,
    description: row.description,
    price: { minor: row.price_minor, currency: row.currency },
    quantity: { minimum: row.minimum, maximum: row.maximum, step: row.step },
    termsVersion: row.terms_version,
    withdrawn: row.withdrawn,
    source: row.source,
  };
}
