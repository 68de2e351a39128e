/** The shop: catalogue, cart, the steps of an order, and the terms. */
import type { Hono } from 'hono';
import type { HttpDeps } from '../../ports.ts';
import type { PanelEnv } from '../context.ts';

export function shopRoutes(_app: Hono<PanelEnv>, _deps: HttpDeps): void {}
