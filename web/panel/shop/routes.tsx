/** The shop: catalogue, cart, the steps of an order, and the terms. */
import type { Hono } from 'hono';
import type { PanelHttpDeps } from '../../site/ports.ts';
import type { PanelEnv } from '../context.ts';
import { administratorPage } from './administrator.tsx';
import { cartRoutes } from './cart.tsx';
import { catalogueRoutes } from './catalogue.tsx';
import { customerPage } from './customer.tsx';
import { customerReviewPage } from './customer-review.tsx';
import { newCustomerPage } from './new-customer.tsx';
import { addLineRemoval, quantitiesPage } from './quantities.tsx';
import { reviewPage } from './review.tsx';
import { addStepPage, gate } from './step-page.tsx';
import { termsRoutes } from './terms.tsx';

export function shopRoutes(app: Hono<PanelEnv>, { panel: { shop }, store: { market }, orders }: PanelHttpDeps): void {
  catalogueRoutes(app, { shop, market });
  cartRoutes(app, shop);
  termsRoutes(app, shop);

  const at = gate({ shop, market });
  const steps = { at, shop };
  addStepPage(app, steps, quantitiesPage(shop));
  addLineRemoval(app, at, shop);
  addStepPage(app, steps, customerPage({ shop, market }));
  addStepPage(app, steps, newCustomerPage(shop));
  addStepPage(app, steps, customerReviewPage(shop));
  addStepPage(app, steps, administratorPage(shop));
  addStepPage(app, steps, reviewPage({ shop, orders }));
}
