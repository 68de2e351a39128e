import { MOST_LINES } from '../../workflows/contract/order.ts';
import { storable } from '../database/cursors.ts';
import type { Database } from '../database/schema.ts';
import type { Line } from '../database/tables/shop.ts';
import { transaction } from '../database/transactions.ts';
import { type Product, productsById, toProduct } from '../market/catalogue.ts';

export interface CartLine {
  /** As the catalogue has it now; it may have been withdrawn since. */
  product: Product;
  quantity: number;
}

/** In the order in which the lines were added. */
export async function cart(db: Database, userId: string): Promise<CartLine[]> {
  const rows = await db
    .selectFrom('cart_lines')
    .innerJoin('products', 'products.product_id', 'cart_lines.product_id')
    .selectAll('products')
    .select('cart_lines.quantity')
    .where('user_id', '=', userId)
    .orderBy('sequence')
    .execute();
  return rows.map(({ quantity, ...row }) => ({ product: toProduct(row), quantity }));
}

/** How many lines are in the cart. */
export async function cartCount(db: Database, userId: string): Promise<number> {
  const { count } = await db
    .selectFrom('cart_lines')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow();
  return count;
}

/** Adds a line with the smallest quantity that is sold. A line that is there already stays as it is. */
export async function addToCart(
  db: Database,
  userId: string,
  productId: string,
): Promise<'added' | 'already' | 'notSold' | 'full'> {
  const product = (await productsById(db, [productId])).get(productId);
  if (!product || product.withdrawn) return 'notSold';
  return transaction(db, async (tx) => {
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('cart_lines')
      .columns(['user_id', 'product_id', 'quantity'])
      .expression((select) =>
        select
          .selectFrom('cart_lines')
          .select((column) => [
            column.val(userId).as('user_id'),
            column.val(productId).as('product_id'),
            column.cast<number>(column.val(product.quantity.minimum), 'integer').as('quantity'),
          ])
          .where('user_id', '=', userId)
          .having((column) => column(column.fn.countAll<number>(), '<', MOST_LINES)),
      )
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows === 1n) return 'added';
    const there = await tx
      .selectFrom('cart_lines')
      .select('quantity')
      .where('user_id', '=', userId)
      .where('product_id', '=', productId)
      .executeTakeFirst();
    return there ? 'already' : 'full';
  });
}

/** Changes the quantities of lines that are in the cart; others are ignored. */
export async function setQuantities(db: Database, userId: string, lines: readonly Line[]): Promise<void> {
  await transaction(db, async (tx) => {
    // Always in the same order, so that two tabs do not lock each other out.
    for (const { productId, quantity } of [...lines].sort((a, b) => (a.productId < b.productId ? -1 : 1))) {
      await tx
        .updateTable('cart_lines')
        .set({ quantity })
        .where('user_id', '=', userId)
        .where('product_id', '=', productId)
        .execute();
    }
  });
}

export async function removeFromCart(db: Database, userId: string, productId: string): Promise<void> {
  if (!storable(productId)) return;
  await db.deleteFrom('cart_lines').where('user_id', '=', userId).where('product_id', '=', productId).execute();
}
