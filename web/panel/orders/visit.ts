/** From an order's address to everything that its pages show. */
import type { Context } from 'hono';
import type { StoredOrder } from '../../../store/store.ts';
import { isId } from '../../../workflows/contract/ids.ts';
import type { Recipient } from '../../../workflows/contract/messages.ts';
import type { PanelHttpDeps } from '../../site/ports.ts';
import type { PanelEnv } from '../context.ts';
import { type Actions, actionsOf } from './actions.ts';

export interface OrderVisit {
  order: StoredOrder;
  /** As it was at Buy. */
  customerName: string;
  /** The customer account's admin contact at this moment: to whom a request that is sent again goes. */
  adminContact: Recipient;
  /** To whom the newest mail went, if one was sent. */
  contacted: Recipient | undefined;
  actions: Actions;
  /** Changes with the record; see `OrderSearch.version`. */
  version: string;
}

/** The order of the request's path, or `undefined`: one of another reseller is as one that does not exist. */
export type FindOrder = (c: Context<PanelEnv>) => Promise<OrderVisit | undefined>;

/** Answers a request about an order that there is. */
export type OrderHandler = (c: Context<PanelEnv>, visit: OrderVisit) => Promise<Response>;

export function orderFinder({ store, panel }: PanelHttpDeps): FindOrder {
  return async function find(c) {
    const { resellerId } = c.get('user');
    const orderId = c.req.param('orderId') ?? '';
    if (!isId(orderId)) return undefined;
    // Before the order: what changes between the two is then shown twice rather than never.
    const version = await panel.orderSearch.version(resellerId, orderId);
    const order = await store.orders.get(resellerId, orderId);
    if (version === undefined || order === undefined) return undefined;
    const [brief, request] = await Promise.all([store.orders.brief(orderId), store.orders.informationRequest(orderId)]);
    return {
      order,
      customerName: brief.customer.name,
      adminContact: brief.adminContact,
      contacted: request?.to,
      actions: actionsOf(order),
      version: version.version,
    };
  };
}
