import type { OpenAPIHono } from '@hono/zod-openapi';
import type { StoredOrder } from '../../store/store.ts';
import { isId } from '../../workflows/contract/ids.ts';
import { unreachable } from '../../workflows/contract/states.ts';
import { correctionOf, roundOf } from '../administrator/corrections.ts';
import { refuseBadCursor } from '../rules/cursors.ts';
import { newOrder } from '../rules/new-order.ts';
import { basePath } from '../site/base-path.ts';
import type { HttpDeps, HttpEnv } from '../site/ports.ts';
import { Problem } from '../site/problems.ts';
import { listJson, orderJson } from './answers.ts';
import * as operations from './order-operations.ts';
import { noSuchOrder, orderReader } from './order-reading.ts';
import { assertAccepted, assertChanged, placeProblem } from './refusals.ts';
import type { Handler } from './routes.ts';

/** The routes of orders. Each sees the orders of its token's reseller and no others. */
export function orderRoutes(api: OpenAPIHono<HttpEnv>, deps: HttpDeps): void {
  const handlers = orderHandlers(deps);
  api.openapi(operations.placeOrder, handlers.placeOrder);
  api.openapi(operations.getOrder, orderReader(deps));
  api.openapi(operations.listOrders, handlers.listOrders);
  api.openapi(operations.provideAdministrator, handlers.provideAdministrator);
  api.openapi(operations.sendAgain, handlers.sendAgain);
  api.openapi(operations.cancelOrder, handlers.cancelOrder);
}

function orderHandlers({ store, orders, publicUrl }: HttpDeps) {
  const base = basePath(publicUrl);

  const placeOrder: Handler<typeof operations.placeOrder> = async (c) => {
    const idempotencyKey = c.req.valid('header')['Idempotency-Key'];
    const result = await orders.place(
      newOrder(c.req.valid('json'), { resellerId: c.get('resellerId'), idempotencyKey }),
    );
    switch (result.kind) {
      case 'keyConflict':
        throw new Problem('idempotency-key-reused', 'This Idempotency-Key was used with another body.');
      case 'refused':
        throw placeProblem(result.problem);
      case 'placed':
      case 'repeated':
        c.header('Location', `${base}/api/orders/${result.order.orderId}`);
        return c.json(orderJson(result.order), 202);
      default:
        return unreachable(result);
    }
  };

  const listOrders: Handler<typeof operations.listOrders> = async (c) => {
    const page = await store.orders.list(c.get('resellerId'), c.req.valid('query')).catch(refuseBadCursor);
    return c.json(listJson(page, orderJson), 200);
  };

  const provideAdministrator: Handler<typeof operations.provideAdministrator> = async (c) => {
    const asking = await existing(c.get('resellerId'), c.req.param('orderId'));
    const { orderId } = asking;
    const details = c.req.valid('json');
    assertChanged(correctionOf(asking), details);
    const round = roundOf(asking);
    assertAccepted(await orders.provideAdministrator(orderId, { details, by: 'reseller', round }), true);
    const order = await existing(c.get('resellerId'), orderId);
    // The workflow has accepted the answer, and the record follows in a moment: it must not read as still asking.
    const behind = order.state === 'inquiring' && roundOf(order) === round;
    const told = { ...order, state: 'pending', answer: undefined, waitingOn: undefined } as const;
    return c.json(orderJson(behind ? told : order), 202);
  };

  const sendAgain: Handler<typeof operations.sendAgain> = async (c) => {
    const { orderId } = await existing(c.get('resellerId'), c.req.param('orderId'));
    const { to } = c.req.valid('json');
    const key = c.req.valid('header')['Idempotency-Key'];
    // Without a key, a repeat is one request more.
    if (key === undefined) c.set('notRepeatable', true);
    assertAccepted(await orders.resendInformationRequest(orderId, { by: 'reseller', to }, key), key !== undefined);
    return c.json(orderJson(await existing(c.get('resellerId'), orderId)), 202);
  };

  const cancelOrder: Handler<typeof operations.cancelOrder> = async (c) => {
    const { orderId } = await existing(c.get('resellerId'), c.req.param('orderId'));
    const { reason } = c.req.valid('json');
    assertAccepted(await orders.cancel(orderId, { by: 'reseller', reason }), true);
    return c.json(orderJson(await existing(c.get('resellerId'), orderId)), 202);
  };

  async function existing(resellerId: string, orderId: string): Promise<StoredOrder> {
    const order = isId(orderId) ? await store.orders.get(resellerId, orderId) : undefined;
    if (order === undefined) throw noSuchOrder();
    return order;
  }

  return { placeOrder, listOrders, provideAdministrator, sendAgain, cancelOrder };
}
