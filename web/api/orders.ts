import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { StoredOrder } from '../../store/store.ts';
import { isId } from '../../workflows/contract/ids.ts';
import type { OrderStateName } from '../../workflows/contract/states.ts';
import {
  AdministratorBody,
  CancellationBody,
  IdempotencyHeaders,
  InformationRequestBody,
  OrderBody,
  OrderQuery,
} from '../rules/bodies.ts';
import { refuseBadCursor } from '../rules/cursors.ts';
import { newOrder } from '../rules/new-order.ts';
import { basePath } from '../site/base-path.ts';
import type { HttpDeps, HttpEnv } from '../site/ports.ts';
import { Problem } from '../site/problems.ts';
import { listJson, listOf, OrderSchema, orderJson } from './answers.ts';
import { assertAccepted, placeProblem } from './refusals.ts';
import { strictJson } from './requests.ts';
import { json, jsonBody, problems, problemsWithBody, SECURED } from './routes.ts';

const shared = { tags: ['Orders'], security: SECURED };
const params = z.object({ orderId: z.string() });

const placeOrder = createRoute({
  ...shared,
  method: 'post',
  path: '/api/orders',
  summary: 'Place an order',
  description:
    'The order is durably accepted when this answers; everything else happens afterwards. The same Idempotency-Key with the same body answers the same order, whatever has become of it.',
  middleware: [strictJson('required')] as const,
  request: { headers: IdempotencyHeaders, body: jsonBody(OrderBody, 'required') },
  responses: {
    202: {
      ...json(OrderSchema, 'Accepted'),
      headers: { Location: { schema: { type: 'string' }, description: 'Where the order can be read' } },
    },
    ...problemsWithBody(
      'idempotency-key-missing',
      'idempotency-key-invalid',
      'idempotency-key-reused',
      'customer-not-found',
      'customer-on-hold',
      'product-withdrawn',
      'terms-outdated',
      'unknown-product',
      'quantity-not-allowed',
      'mixed-currencies',
    ),
  },
});

const getOrder = createRoute({
  ...shared,
  method: 'get',
  path: '/api/orders/{orderId}',
  summary: 'Read an order',
  description: 'The order with its state, what it waits on and until when, and its timeline.',
  request: { params },
  responses: { 200: json(OrderSchema, 'The order'), ...problems('order-not-found') },
});

const listOrders = createRoute({
  ...shared,
  method: 'get',
  path: '/api/orders',
  summary: 'List orders, newest first',
  request: { query: OrderQuery },
  responses: {
    200: json(listOf(OrderSchema).openapi('OrderList'), 'One page'),
    ...problems('invalid-request', 'bad-cursor'),
  },
});

const provideAdministrator = createRoute({
  ...shared,
  method: 'post',
  path: '/api/orders/{orderId}/administrator',
  summary: 'Give the administrator’s details',
  description: 'Also while the customer is being asked for them: the first valid answer counts.',
  middleware: [strictJson('required')] as const,
  request: { params, body: jsonBody(AdministratorBody, 'required') },
  responses: {
    202: json(OrderSchema, 'Accepted; the details are being checked'),
    ...problemsWithBody('order-not-found', 'already-answered', 'superseded', 'order-state', 'unavailable'),
  },
});

const sendAgain = createRoute({
  ...shared,
  method: 'post',
  path: '/api/orders/{orderId}/information-request',
  summary: 'Send the information request again',
  description:
    'To the contact in the body, else to the one that was named last, else to the customer’s current admin contact. The earlier link stops working.',
  middleware: [strictJson('optional')] as const,
  request: { params, body: jsonBody(InformationRequestBody, 'optional') },
  responses: {
    202: json(OrderSchema, 'Accepted; the mail is on its way'),
    ...problemsWithBody('order-not-found', 'already-answered', 'order-state', 'unavailable'),
  },
});

const cancelOrder = createRoute({
  ...shared,
  method: 'post',
  path: '/api/orders/{orderId}/cancellation',
  summary: 'Cancel an order',
  description:
    'At once while the order waits for the customer or is on hold: what has been created is removed. Otherwise, once provisioning has begun, it is refused with `order-state`, and so it is while the order is being undone.',
  middleware: [strictJson('optional')] as const,
  request: { params, body: jsonBody(CancellationBody, 'optional') },
  responses: {
    202: json(OrderSchema, 'Accepted'),
    ...problemsWithBody('order-not-found', 'order-state', 'unavailable'),
  },
});

/** The routes of orders. Each sees the orders of its token's reseller and no others. */
export function orderRoutes(api: OpenAPIHono<HttpEnv>, deps: HttpDeps): void {
  const { store, orders } = deps;
  const base = basePath(deps.publicUrl);

  async function existing(resellerId: string, orderId: string): Promise<StoredOrder> {
    const order = isId(orderId) ? await store.orders.get(resellerId, orderId) : undefined;
    if (order === undefined) throw new Problem('order-not-found', 'There is no order with this id.');
    return order;
  }

  api.openapi(placeOrder, async (c) => {
    const idempotencyKey = c.req.valid('header')['Idempotency-Key'];
    const result = await orders.place(
      newOrder(c.req.valid('json'), { resellerId: c.get('resellerId'), idempotencyKey }),
    );
    if (result.kind === 'keyConflict') {
      throw new Problem('idempotency-key-reused', 'This Idempotency-Key was used with another body.');
    }
    if (result.kind === 'refused') throw placeProblem(result.problem);
    c.header('Location', `${base}/api/orders/${result.order.orderId}`);
    return c.json(orderJson(result.order), 202);
  });

  api.openapi(getOrder, async (c) =>
    c.json(orderJson(await existing(c.get('resellerId'), c.req.param('orderId'))), 200),
  );

  api.openapi(listOrders, async (c) => {
    const { state, ...query } = c.req.valid('query');
    const filter = { ...query, ...(state === undefined ? {} : { state: state as OrderStateName }) };
    const page = await store.orders.list(c.get('resellerId'), filter).catch(refuseBadCursor);
    return c.json(listJson(page, orderJson), 200);
  });

  api.openapi(provideAdministrator, async (c) => {
    const { orderId } = await existing(c.get('resellerId'), c.req.param('orderId'));
    const details = c.req.valid('json');
    assertAccepted(await orders.provideAdministrator(orderId, { details, by: 'reseller' }));
    const { waitingOn, ...order } = orderJson(await existing(c.get('resellerId'), orderId));
    // The workflow has accepted the answer, and the record follows in a moment: it must not read as still asking.
    const told =
      order.state === 'inquiring' ? { ...order, state: 'pending' } : { ...order, ...(waitingOn && { waitingOn }) };
    return c.json(told, 202);
  });

  api.openapi(sendAgain, async (c) => {
    const { orderId } = await existing(c.get('resellerId'), c.req.param('orderId'));
    const { to } = c.req.valid('json');
    assertAccepted(await orders.resendInformationRequest(orderId, { by: 'reseller', ...(to && { to }) }));
    return c.json(orderJson(await existing(c.get('resellerId'), orderId)), 202);
  });

  api.openapi(cancelOrder, async (c) => {
    const { orderId } = await existing(c.get('resellerId'), c.req.param('orderId'));
    const { reason } = c.req.valid('json');
    assertAccepted(await orders.cancel(orderId, { by: 'reseller', ...(reason !== undefined && { reason }) }));
    return c.json(orderJson(await existing(c.get('resellerId'), orderId)), 202);
  });
}
