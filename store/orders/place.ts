/** Buy: the accepted order, its frozen snapshot and consent, in one statement. */
import { type Selectable, sql } from 'kysely';
import type { OrderEvent } from '../../workflows/contract/events.ts';
import { DEFAULT_LINE_FAILURE } from '../../workflows/contract/order.ts';
import { lineIdOf, newOrderId } from '../database/ids.ts';
import { json } from '../database/json.ts';
import type { Database, Schema } from '../database/schema.ts';
import { folded, orderText } from '../database/search-text.ts';
import { checkOrder, type Market, marketFor, type NewOrder, type Offer, type PlaceProblem } from './place-checks.ts';
import { getAny } from './read.ts';
import { type StoredOrder, toOrder } from './stored-order.ts';

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
  for (;;) {
    const market = await marketFor(db, order);
    if (market.earlier) return placedBefore(db, order, market.earlier);
    const offer = checkOrder(market, order);
    if ('code' in offer) return { kind: 'refused', problem: offer };
    const placed = await insert(db, newId(), order, offer);
    if (placed) return { kind: 'placed', order: placed };
    // The key or the id is taken. A rival with our key has committed by now, since the insert waited for it.
  }
}

async function placedBefore(
  db: Database,
  order: NewOrder,
  { orderId, digest }: NonNullable<Market['earlier']>,
): Promise<PlaceResult> {
  if (digest !== order.digest) return { kind: 'keyConflict' };
  const earlier = await getAny(db, orderId);
  if (!earlier) throw new Error(`order ${orderId} vanished`);
  return { kind: 'repeated', order: earlier };
}

/** Writes order, lines and the first event in one statement; `undefined` if the order's key or its id is taken. */
async function insert(db: Database, orderId: string, order: NewOrder, offer: Offer): Promise<StoredOrder | undefined> {
  const event: OrderEvent = { kind: 'orderAccepted' };
  const by = 'reseller';
  const lines = linesFor(orderId, order, offer);
  const { rows } = await sql<Selectable<Schema['orders']> & { at: string }>`
    with placed as (
      ${db
        .insertInto('orders')
        .values(rowFor(orderId, order, offer))
        .onConflict((conflict) => conflict.doNothing())
        .returningAll()}
    ), lines as (
      insert into order_lines (line_id, order_id, position, product_id, product_name, price_minor, quantity, source, state)
      select line.* from placed cross join jsonb_to_recordset(${json(lines)}::jsonb) as line(line_id text, order_id text,
        position integer, product_id text, product_name text, price_minor bigint, quantity integer, source jsonb, state text)
    ), event as (
      insert into timeline (order_id, key, event, by)
      select order_id, 'store:placed', ${json(event)}::jsonb, ${by} from placed returning at
    )
    select placed.*, event.at from placed cross join event`.execute(db);
  const [row] = rows;
  return row && { ...toOrder({ ...row, lines }), timeline: [{ at: row.at, event, by }] };
}

function rowFor(orderId: string, order: NewOrder, offer: Offer) {
  return {
    order_id: orderId,
    reseller_id: order.resellerId,
    customer_id: order.customerId,
    idempotency_key: order.idempotencyKey,
    digest: order.digest,
    state: 'acknowledged' as const,
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
  };
}

/** The lines as they are written; nothing is known of their subscriptions yet. */
function linesFor(orderId: string, order: NewOrder, offer: Offer) {
  return order.lines.map(({ quantity }, index) => {
    const product = offer.products[index] as Offer['products'][number];
    return {
      line_id: lineIdOf(orderId, index + 1),
      order_id: orderId,
      position: index + 1,
      product_id: product.productId,
      product_name: product.name,
      price_minor: product.price.minor,
      quantity,
      source: product.source,
      state: 'draft' as const,
      subscription_id: null,
      creation_sent_at: null,
      login: null,
    };
  });
}
