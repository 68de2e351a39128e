/** The pages of orders: the list, its export, an order and what can be done to it. */
import type { Handler, Hono } from 'hono';
import type { PanelHttpDeps } from '../../site/ports.ts';
import type { PanelEnv } from '../context.ts';
import { provideAdministrator, showAdministrator } from './administrator.tsx';
import { cancelOrder, showCancellation } from './cancellation.tsx';
import { exportOrders } from './export.ts';
import { sendInformationRequest, showInformationRequest } from './information-request.tsx';
import { listOrders } from './list.tsx';
import { orderEvents } from './live.ts';
import { LiveOrder } from './live-order.tsx';
import { showOrder } from './order-page.tsx';
import { noSuchOrder } from './refusals.tsx';
import { type OrderHandler, orderFinder } from './visit.ts';

const ORDER = '/panel/orders/:orderId';

/** Each page shows the orders of its user's reseller and no others. */
export function panelOrderRoutes(app: Hono<PanelEnv>, deps: PanelHttpDeps): void {
  const { timeZone } = deps;
  const find = orderFinder(deps);

  app.get('/panel/orders', listOrders(deps));
  app.get('/panel/orders.csv', exportOrders(deps));
  app.get(ORDER, found(showOrder(deps)));
  app.get(
    `${ORDER}/events`,
    orderEvents(deps, { find, draw: (c, visit) => String(<LiveOrder c={c} visit={visit} timeZone={timeZone} />) }),
  );
  app.get(`${ORDER}/administrator`, found(showAdministrator(deps)));
  app.post(`${ORDER}/administrator`, found(provideAdministrator(deps)));
  app.get(`${ORDER}/information-request`, found(showInformationRequest(deps)));
  app.post(`${ORDER}/information-request`, found(sendInformationRequest(deps)));
  app.get(`${ORDER}/cancellation`, found(showCancellation));
  app.post(`${ORDER}/cancellation`, found(cancelOrder(deps)));

  /** Lets the handler answer for the order of the path; without one, answers that there is none. */
  function found(handler: OrderHandler): Handler<PanelEnv> {
    return async function found(c) {
      const visit = await find(c);
      return visit === undefined ? noSuchOrder(c) : handler(c, visit);
    };
  }
}
