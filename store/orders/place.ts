/** Buy: the accepted order, its frozen snapshot and consent, in one transaction. */
import type { OrderEvent } from '../../workflows/contract/events.ts';
import { DEFAULT_LINE_FAILURE } from '../../workflows/contract/order.ts';
import { lineIdOf, newOrderId } from '../database/ids.ts';
import { json } from '../database/json.ts';
import type { Database, Tx } from '../database/schema.ts';
import { folded, orderText } from '../database/search-text.ts';
import { transaction } from '../database/transactions.ts';
import { checkOrder, type NewOrder, type Offer, type PlaceProblem } from './place-checks.ts';
import { getAny } from './read.ts';
import type { StoredOrder } from './stored-order.ts';

export type PlaceResult =
  | { kind: 'placed' | 'repeated'; order: StoredOrder }
  /** The key was used with another body. */
  | { kind: 'keyConflict' }
  | { kind: 'refused'; problem: PlaceProblem };

/**
 * Accepts an order, once for each key of a reseller, also when the same request arrives twice at the same time. A key
 * that was used answers with the order it made, whatever has happened to customer or catalogue since.
 */
export function place(db: Database, order: NewOrder): Promise<PlaceResult> {
  return placeUnder(newOrderId, db, order);
}

/** Places an order under an id from `newId`; one that is taken is drawn again. */
export async function placeUnder(newId: () => string, db: Database, order: NewOrder): Promise<PlaceResult> {
  if (order.lines.length === 0) throw new RangeError('an order has at least one line');
  return transaction(db, async (tx) => {
    const earlier = await placedBefore(tx, order);
    if (earlier) return earlier;
    const offer = await checkOrder(tx, order);
    if ('code' in offer) return { kind: 'refused', problem: offer };
    for (;;) {
      const orderId = newId();
      if (await insertOrder(tx, orderId, order, offer)) {
        await insertLines(tx, orderId, order, offer);
        await tx
          .insertInto('timeline')
          .values({
            order_id: orderId,
            key: 'store:placed',
            event: json({ kind: 'orderAccepted' } satisfies OrderEvent),
            by: 'reseller',
          })
          .execute();
        return { kind: 'placed', order: await existing(tx, orderId) };
      }
      // The key or the id is taken. A rival with our key has committed by now, since the insert waited for it.
      const rival = await placedBefore(tx, order);
      if (rival) return rival;
    }
  });
}

async function placedBefore(tx: Tx, order: NewOrder): Promise<PlaceResult | undefined> {
  const row = await tx
    .selectFrom('orders')
    .select(['order_id', 'digest'])
    .where('reseller_id', '=', order.resellerId)
    .where('idempotency_key', '=', order.idempotencyKey)
    .executeTakeFirst();
  if (!row) return undefined;
  if (row.digest !== order.digest) return { kind: 'keyConflict' };
  return { kind: 'repeated', order: await existing(tx, row.order_id) };
}

/** Whether it was inserted; `false` if its key or its id is taken. */
async function insertOrder(tx: Tx, orderId: string, order: NewOrder, offer: Offer): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('orders')
    .values({
      order_id: orderId,
      reseller_id: order.resellerId,
      customer_id: order.customerId,
      idempotency_key: order.idempotencyKey,
      digest: order.digest,
      state: 'acknowledged',
      administrator: json(order.administrator),
      total_minor: offer.total.minor,
      currency: offer.total.currency,
      purchase_order_number: order.purchaseOrderNumber ?? null,
      information_request: json(order.informationRequest),
      line_failure: order.lineFailure ?? DEFAULT_LINE_FAILURE,
      reseller_name: offer.reseller.name,
      reseller_email: offer.reseller.email,
      customer_name: offer.customerName,
      terms_version: order.termsVersion,
      search_text: orderText({
        orderId,
        customerName: offer.customerName,
        purchaseOrderNumber: order.purchaseOrderNumber,
        productNames: offer.products.map((product) => product.name),
      }),
      customer_search: folded(offer.customerName),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

async function insertLines(tx: Tx, orderId: string, order: NewOrder, offer: Offer): Promise<void> {
  const rows = order.lines.map(({ quantity }, index) => {
    const product = offer.products[index] as Offer['products'][number];
    return {
      line_id: lineIdOf(orderId, index + 1),
      order_id: orderId,
      position: index + 1,
      product_id: product.productId,
      product_name: product.name,
      price_minor: product.price.minor,
      quantity,
      source: json(product.source),
      state: 'draft' as const,
    };
  });
  await tx.insertInto('order_lines').values(rows).execute();
}

async function existing(tx: Tx, orderId: string) {
  const order = await getAny(tx, orderId);
  if (!order) throw new Error(`order ${orderId} vanished`);
  return order;
}
