/** From an order's address to everything that its pages show. */
import type { Context } from 'hono';
import type { OrderLook } from '../../../store/store.ts';
import { isId } from '../../../workflows/contract/ids.ts';
import type { PanelHttpDeps } from '../../site/ports.ts';
import type { PanelEnv } from '../context.ts';
import { type Actions, actionsOf } from './actions.ts';

export interface OrderVisit extends OrderLook {
  actions: Actions;
}

/** The order of the request's path, or `undefined`: one of another reseller is as one that does not exist. */
export type FindOrder = (c: Context<PanelEnv>) => Promise<OrderVisit | undefined>;

/** Answers a request about an order that there is. */
export type OrderHandler = (c: Context<PanelEnv>, visit: OrderVisit) => Promise<Response>;

export function orderFinder({ store }: PanelHttpDeps): FindOrder {
  return async function find(c) {
    const orderId = c.req.param('orderId') ?? '';
    const seen = isId(orderId) ? await store.orders.lookAt(c.get('user').resellerId, orderId) : undefined;
    return seen && visitOf(seen);
  };
}

/** What was seen of an order, with what can be done to it. */
export function visitOf(seen: OrderLook): OrderVisit {
  return { ...seen, actions: actionsOf(seen.order) };
}
