/** Reading an order: at once, only if it has changed, or as soon as it has. */
import { isId } from '../../workflows/contract/ids.ts';
import { MOST_REQUESTS, overloaded } from '../site/load.ts';
import type { HttpDeps } from '../site/ports.ts';
import { Problem } from '../site/problems.ts';
import { whileWanted } from '../site/waiting.ts';
import { orderJson } from './answers.ts';
import { entityTag, isAny, names } from './entity-tags.ts';
import type { getOrder } from './order-operations.ts';
import type { Handler } from './routes.ts';

/**
 * Of the requests that may be in hand, half may wait: the others must get through, and those who wait need no more than
 * their place.
 */
export function orderReader({ store, mostRequests = MOST_REQUESTS }: HttpDeps): Handler<typeof getOrder> {
  const mostWaiting = Math.floor(mostRequests / 2);
  let waiting = 0;

  return async function readOrder(c) {
    const resellerId = c.get('resellerId');
    const orderId = c.req.param('orderId');
    const condition = c.req.header('if-none-match');
    const { wait } = c.req.valid('query');
    const now = isId(orderId) ? await store.orders.lookAt(resellerId, orderId) : undefined;
    if (now === undefined) throw noSuchOrder();
    if (condition === undefined || !names(condition, now.version)) return answer(now);
    if (wait === undefined || isAny(condition)) return unchanged();

    if (waiting >= mostWaiting) throw overloaded('Too many wait for orders to change.');
    waiting += 1;
    try {
      const news = await whileWanted(c, wait * 1000, (signal) =>
        store.orderWatch.changed({ orderId, resellerId, seen: now.version, signal }),
      );
      if (news === 'gone') throw noSuchOrder();
      return news === 'same' ? unchanged() : answer(news);
    } finally {
      waiting -= 1;
    }

    function answer({ order, version }: NonNullable<typeof now>) {
      c.header('ETag', entityTag(version));
      return c.json(orderJson(order), 200);
    }

    function unchanged() {
      c.header('ETag', entityTag(now?.version ?? ''));
      return c.body(null, 304);
    }
  };
}

export function noSuchOrder(): Problem {
  return new Problem('order-not-found', 'There is no order with this id.');
}
