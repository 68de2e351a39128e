import type { OpenAPIHono } from '@hono/zod-openapi';
import type { StoredOrder } from '../../store/store.ts';
import { isId } from '../../workflows/contract/ids.ts';
import { refuseBadCursor } from '../rules/cursors.ts';
import { newOrder } from '../rules/new-order.ts';
import type { HttpDeps, HttpEnv } from '../site/ports.ts';
import { Problem } from '../site/problems.ts';
import { listJson, orderJson } from './answers.ts';
import * as operations from './order-operations.ts';
import { assertAccepted, placeProblem } from './refusals.ts';
import type { Handler } from './routes.ts';

/** The routes of orders. Each sees the orders of its token's reseller and no others. */
export function orderRoutes(api: OpenAPIHono<HttpEnv>, deps: HttpDeps): void {
  api.openapi(operations.placeOrder, placeOrder(deps));
  api.openapi(operations.getOrder, getOrder(deps));
  api.openapi(operations.listOrders, listOrders(deps));
  api.openapi(operations.provideAdministrator, provideAdministrator(deps));
  api.openapi(operations.sendAgain, sendAgain(deps));
  api.openapi(operations.cancelOrder, cancelOrder(deps));
}

function placeOrder({ orders, publicUrl }: HttpDeps): Handler<typeof operations.placeOrder> {
  const base = new URL(publicUrl).pathname.replace(/\/$/, '');
  return async function placeOrder(c) {
    const idempotencyKey = c.req.valid('header')['Idempotency-Key'];
    const order = newOrder(c.req.valid('json'), { resellerId: c.get('resellerId'), idempotencyKey });
    const result = await orders.place(order);
    if (result.kind === 'keyConflict') {
      throw new Problem('idempotency-key-reused', 'This Idempotency-Key was used with another body.');
    }
    if (result.kind === 'refused') throw placeProblem(result.problem);
    c.header('Location', `${base}/api/orders/${result.order.orderId}`);
    return c.json(orderJson(result.order), 202);
  };
}

function getOrder({ store }: HttpDeps): Handler<typeof operations.getOrder> {
  return async function getOrder(c) {
    return c.json(orderJson(await existing(store, c.get('resellerId'), c.req.param('orderId'))), 200);
  };
}

function listOrders({ store }: HttpDeps): Handler<typeof operations.listOrders> {
  return async function listOrders(c) {
    const page = await store.orders.list(c.get('resellerId'), c.req.valid('query')).catch(refuseBadCursor);
    return c.json(listJson(page, orderJson), 200);
  };
}

function provideAdministrator({ store, orders }: HttpDeps): Handler<typeof operations.provideAdministrator> {
  return async function provideAdministrator(c) {
    const { orderId } = await existing(store, c.get('resellerId'), c.req.param('orderId'));
    assertAccepted(await orders.provideAdministrator(orderId, { details: c.req.valid('json'), by: 'reseller' }));
    const order = await existing(store, c.get('resellerId'), orderId);
    // The workflow has accepted the answer, and the record follows in a moment: it must not read as still asking.
    const told: StoredOrder =
      order.state === 'inquiring' ? { ...order, state: 'pending', waitingOn: undefined } : order;
    return c.json(orderJson(told), 202);
  };
}

function sendAgain({ store, orders }: HttpDeps): Handler<typeof operations.sendAgain> {
  return async function sendAgain(c) {
    const { orderId } = await existing(store, c.get('resellerId'), c.req.param('orderId'));
    const { to } = c.req.valid('json');
    assertAccepted(await orders.resendInformationRequest(orderId, { by: 'reseller', to }));
    return c.json(orderJson(await existing(store, c.get('resellerId'), orderId)), 202);
  };
}

function cancelOrder({ store, orders }: HttpDeps): Handler<typeof operations.cancelOrder> {
  return async function cancelOrder(c) {
    const { orderId } = await existing(store, c.get('resellerId'), c.req.param('orderId'));
    const { reason } = c.req.valid('json');
    assertAccepted(await orders.cancel(orderId, { by: 'reseller', reason }));
    return c.json(orderJson(await existing(store, c.get('resellerId'), orderId)), 202);
  };
}

/** @throws Problem if the reseller has no such order */
async function existing({ orders }: HttpDeps['store'], resellerId: string, orderId: string): Promise<StoredOrder> {
  const order = isId(orderId) ? await orders.get(resellerId, orderId) : undefined;
  if (order === undefined) throw new Problem('order-not-found', 'There is no order with this id.');
  return order;
}
