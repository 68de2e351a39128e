import type { Hono } from 'hono';
import type { HttpDeps } from '../../ports.ts';
import type { PanelEnv } from '../context.ts';

/** The pages of orders: the list, its export, an order and what can be done to it. */
export function panelOrderRoutes(_app: Hono<PanelEnv>, _deps: HttpDeps): void {}
