/** The pages of orders: the list, its export, an order and what can be done to it. */
import type { Hono } from 'hono';
import type { PanelHttpDeps } from '../../site/ports.ts';
import type { PanelEnv } from '../context.ts';
import { administratorRoutes } from './administrator.tsx';
import { cancellationRoutes } from './cancellation.tsx';
import { exportRoutes } from './export.ts';
import { informationRequestRoutes } from './information-request.tsx';
import { listRoutes } from './list.tsx';
import { liveRoutes } from './live.ts';
import { LiveOrder } from './live-order.tsx';
import { orderPage } from './order-page.tsx';
import { noSuchOrder } from './refusals.tsx';
import { settling } from './settle.ts';
import { orderFinder } from './visit.ts';

/** Each page shows the orders of its user's reseller and no others. */
export function panelOrderRoutes(app: Hono<PanelEnv>, deps: PanelHttpDeps): void {
  const { timeZone } = deps;
  const find = orderFinder(deps);
  const settle = settling(deps.panel.orderSearch);

  listRoutes(app, deps);
  exportRoutes(app, deps);
  app.get('/panel/orders/:orderId', async (c) => {
    const visit = await find(c);
    return visit === undefined ? noSuchOrder(c) : orderPage(c, visit, timeZone);
  });
  liveRoutes(app, deps, {
    find,
    draw: (c, visit) => String(<LiveOrder c={c} visit={visit} timeZone={timeZone} />),
  });
  administratorRoutes(app, deps, find, settle);
  informationRequestRoutes(app, deps, find, settle);
  cancellationRoutes(app, deps, find, settle);
}
