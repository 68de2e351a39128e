/** Orders that wait for an operator, whosever they are, and what an operator decides about them. */
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { StoredOrder, TimelineEntry } from '../../store/store.ts';
import { workflowIdOf } from '../../workflows/contract/names.ts';
import { OptionalIdempotencyHeaders, PageQuery, ResolutionBody } from '../rules/bodies.ts';
import { refuseBadCursor } from '../rules/cursors.ts';
import type { HttpDeps, HttpEnv } from '../site/ports.ts';
import { Problem } from '../site/problems.ts';
import { listJson, listOf, OrderSchema, orderJson } from './answers.ts';
import { entryJson, TimelineEntrySchema } from './happenings.ts';
import { assertAccepted } from './refusals.ts';
import { strictJson } from './requests.ts';
import { type Handler, json, jsonBody, problems, problemsWithBody, SECURED } from './routes.ts';

const OperatorOrderSchema = OrderSchema.extend({
  resellerId: z.string(),
  workflowId: z.string().openapi({ description: 'The order’s workflow in Temporal' }),
  timeline: z
    .array(
      TimelineEntrySchema.extend({
        operator: z.string().optional().openapi({ description: 'Who decided' }),
        reason: z.string().optional().openapi({ description: 'Why, as the operator gave it' }),
      }),
    )
    .optional()
    .openapi({ description: 'Oldest first; left out of lists' }),
}).openapi('OperatorOrder');

const shared = { tags: ['Operators'], security: SECURED };
const params = z.object({ orderId: z.string() });

const listHeldOrders = createRoute({
  ...shared,
  method: 'get',
  path: '/api/operator/held-orders',
  summary: 'List the orders that are held, oldest first',
  description: 'Of all resellers. Takes an operator’s token, as everything below `/api/operator`.',
  request: { query: PageQuery },
  responses: {
    200: json(listOf(OperatorOrderSchema).openapi('OperatorOrderList'), 'One page'),
    ...problems('invalid-request', 'bad-cursor'),
  },
});

const readOrder = createRoute({
  ...shared,
  method: 'get',
  path: '/api/operator/orders/{orderId}',
  summary: 'Read any order, and who decided what about it',
  request: { params },
  responses: { 200: json(OperatorOrderSchema, 'The order'), ...problems('order-not-found') },
});

const resolveHold = createRoute({
  ...shared,
  method: 'post',
  path: '/api/operator/orders/{orderId}/resolution',
  summary: 'Decide about a held order',
  description:
    '`retry`: the step that failed is tried again. `giveUp`: the line is given up, and what was done for it is undone. `adopt`: the subscription named by `subscriptionId`, which exists at the vendor, becomes the line’s. `remove`: the one named is removed at the vendor, and the line given up. The token’s label stands in the timeline as who decided. With an Idempotency-Key, a repeat counts once. After 50 decisions only `giveUp` is taken.',
  middleware: [strictJson('required')] as const,
  request: { params, headers: OptionalIdempotencyHeaders, body: jsonBody(ResolutionBody, 'required') },
  responses: {
    202: json(OperatorOrderSchema, 'Accepted; the order goes on'),
    ...problemsWithBody('idempotency-key-invalid', 'order-not-found', 'order-state', 'limit-reached'),
  },
});

export function operatorOrderRoutes(api: OpenAPIHono<HttpEnv>, { store, orders }: HttpDeps): void {
  const list: Handler<typeof listHeldOrders> = async (c) => {
    const page = await store.orders.listHeld(c.req.valid('query')).catch(refuseBadCursor);
    return c.json(listJson(page, operatorOrderJson), 200);
  };

  const read: Handler<typeof readOrder> = async (c) =>
    c.json(operatorOrderJson(await existing(c.req.param('orderId'))), 200);

  const resolve: Handler<typeof resolveHold> = async (c) => {
    const { orderId } = await existing(c.req.param('orderId'));
    const key = c.req.valid('header')['Idempotency-Key'];
    if (key === undefined) c.set('notRepeatable', true);
    const decision = { ...c.req.valid('json'), by: 'operator', operator: c.get('operator') } as const;
    assertAccepted(await orders.resume(orderId, decision, key), key !== undefined);
    return c.json(operatorOrderJson(await existing(orderId)), 202);
  };

  async function existing(orderId: string): Promise<StoredOrder> {
    const order = await store.orders.getAny(orderId);
    if (order === undefined) throw new Problem('order-not-found', 'There is no order with this id.');
    return order;
  }

  api.openapi(listHeldOrders, list);
  api.openapi(readOrder, read);
  api.openapi(resolveHold, resolve);
}

function operatorOrderJson(order: StoredOrder): z.infer<typeof OperatorOrderSchema> {
  const { orderId, resellerId, timeline } = order;
  return {
    ...orderJson(order),
    resellerId,
    workflowId: workflowIdOf(orderId),
    timeline: timeline?.map((entry) => ({ ...entryJson(entry), ...decisionIn(entry) })),
  };
}

function decisionIn({ event }: TimelineEntry): { operator?: string; reason?: string } {
  if (event.kind !== 'holdResolved') return {};
  const { operator, reason } = event;
  return { ...(operator !== undefined && { operator }), ...(reason !== undefined && { reason }) };
}
