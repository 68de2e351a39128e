/** Loading a whole catalogue at once. */
import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import { transaction } from '../database/transactions.ts';
import { type Product, putProduct, toProduct } from './catalogue.ts';

/** What loading a catalogue changes, as product ids. */
export interface CatalogueChanges {
  added: string[];
  changed: string[];
  /** Could be ordered before, and cannot any more. */
  withdrawn: string[];
  unchanged: string[];
}

/**
 * Makes the catalogue what `products` says, in one transaction: all of it or nothing. A product that is not among them
 * is withdrawn and never deleted, since orders name it. Loads that run at once follow one another.
 * @param dryRun only answers what would change.
 * @returns ids, in the order of `products`, then those that are missing there by id.
 */
export function loadCatalogue(
  db: Database,
  products: readonly Product[],
  { dryRun = false }: { dryRun?: boolean } = {},
): Promise<CatalogueChanges> {
  return transaction(db, async (tx) => {
    await sql`lock table products in share row exclusive mode`.execute(tx);
    const rows = await tx.selectFrom('products').selectAll().orderBy('product_id').execute();
    const now = new Map(rows.map((row) => [row.product_id, toProduct(row)]));
    const given = new Set(products.map(({ productId }) => productId));
    const missing = [...now.values()].filter(({ productId }) => !given.has(productId));
    const wanted = [...products, ...missing.map((product) => ({ ...product, withdrawn: true }))];

    const changes: CatalogueChanges = { added: [], changed: [], withdrawn: [], unchanged: [] };
    for (const product of wanted) {
      const kind = changeOf(now.get(product.productId), product);
      changes[kind].push(product.productId);
      if (kind !== 'unchanged' && !dryRun) await putProduct(tx, product);
    }
    return changes;
  });
}

function changeOf(before: Product | undefined, after: Product): keyof CatalogueChanges {
  if (before === undefined) return 'added';
  if (isDeepStrictEqual(before, after)) return 'unchanged';
  return after.withdrawn && !before.withdrawn ? 'withdrawn' : 'changed';
}
