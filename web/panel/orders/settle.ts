/** After an action: back to the order, as soon as its record shows what was done. */
import type { Context } from 'hono';
import type { HttpStore } from '../../site/ports.ts';
import { whileWanted } from '../../site/waiting.ts';
import type { PanelEnv } from '../context.ts';
import type { Done } from './order-words.ts';
import type { OrderVisit } from './visit.ts';

/** After that long the page is shown as it is: it is true, only not yet new. */
const PATIENCE_MS = 1500;

/**
 * Leads back to the order, after a moment until the record has followed the workflow, which it does within milliseconds
 * if all is well. So a page without live updates does not show what was before.
 * @param round which question was answered, if it was not the first
 */
export async function toOrder(
  c: Context<PanelEnv>,
  store: Pick<HttpStore, 'orderWatch'>,
  { order, version }: OrderVisit,
  done: Done,
  round?: number,
): Promise<Response> {
  const { orderId, resellerId } = order;
  await whileWanted(c, PATIENCE_MS, (signal) =>
    store.orderWatch.changed({ orderId, resellerId, seen: version, signal }),
  );
  return c.redirect(
    `${c.get('frame').base}/panel/orders/${order.orderId}?done=${done}${round === undefined ? '' : `&round=${round}`}`,
    303,
  );
}
