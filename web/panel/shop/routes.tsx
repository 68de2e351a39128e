/** The shop: catalogue, cart, the steps of an order, and the terms. */
import type { Hono } from 'hono';
import type { PanelHttpDeps } from '../../site/ports.ts';
import type { PanelEnv } from '../context.ts';
import { administratorRoutes } from './administrator.tsx';
import { cartRoutes } from './cart.tsx';
import { catalogueRoutes } from './catalogue.tsx';
import { customerRoutes } from './customer.tsx';
import { customerReviewRoutes } from './customer-review.tsx';
import { drafts } from './draft.ts';
import { newCustomerRoutes } from './new-customer.tsx';
import { quantitiesRoutes } from './quantities.tsx';
import { reviewRoutes } from './review.tsx';
import { termsRoutes } from './terms.tsx';

export function shopRoutes(app: Hono<PanelEnv>, deps: PanelHttpDeps): void {
  const { shop } = deps.panel;
  const { market } = deps.store;
  catalogueRoutes(app, { shop, market });
  cartRoutes(app, { shop });
  termsRoutes(app, { shop });
  const at = drafts({ shop, market });
  quantitiesRoutes(app, at, { shop });
  customerRoutes(app, at, { shop, market });
  newCustomerRoutes(app, at, { shop });
  customerReviewRoutes(app, at, { shop });
  administratorRoutes(app, at, { shop });
  reviewRoutes(app, at, { shop, orders: deps.orders });
}
