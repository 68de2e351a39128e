/** What can be done with orders, as OpenAPI describes it. */
import { createRoute, z } from '@hono/zod-openapi';
import {
  AdministratorBody,
  CancellationBody,
  ConditionHeaders,
  IdempotencyHeaders,
  InformationRequestBody,
  OptionalIdempotencyHeaders,
  OrderBody,
  OrderQuery,
  OrderWaitQuery,
} from '../rules/bodies.ts';
import { listOf, OrderSchema } from './answers.ts';
import { strictJson } from './requests.ts';
import { ETAG, json, jsonBody, location, problems, problemsWithBody, SECURED } from './routes.ts';

const shared = { tags: ['Orders'], security: SECURED };
const params = z.object({ orderId: z.string() });

export const placeOrder = createRoute({
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
      headers: location('Where the order can be read'),
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
      'deadline-not-allowed',
      'mixed-currencies',
    ),
  },
});

export const getOrder = createRoute({
  ...shared,
  method: 'get',
  path: '/api/orders/{orderId}',
  summary: 'Read an order',
  description:
    'The order with its state, what it waits on and until when, and its timeline. With `If-None-Match` and the `ETag` of ' +
    'the last answer it is answered only if it has changed, and 304 if not. With `wait` as well the answer comes as soon ' +
    'as it changes, and 304 after that time, or sooner from a server that stops. So nobody needs to ask again and again. ' +
    '`If-None-Match: *` and requests without it are answered at once, whatever `wait` says. If too many wait already, it ' +
    'is refused with `overloaded`.',
  request: { params, query: OrderWaitQuery, headers: ConditionHeaders },
  responses: {
    200: { ...json(OrderSchema, 'The order'), headers: ETAG },
    304: { description: 'It is as the `ETag` says', headers: ETAG },
    ...problems('invalid-request', 'order-not-found'),
  },
});

export const listOrders = createRoute({
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

export const provideAdministrator = createRoute({
  ...shared,
  method: 'post',
  path: '/api/orders/{orderId}/administrator',
  summary: 'Give the administrator’s details',
  description:
    'Also while the customer is being asked for them: the first valid answer counts. When the vendor has refused some of the details, the order is `inquiring` again, `waitingOn.corrections` names the fields, and corrected details are given here as well; those in which each of these fields is as it was are refused with `details-refused`.',
  middleware: [strictJson('required')] as const,
  request: { params, body: jsonBody(AdministratorBody, 'required') },
  responses: {
    202: json(OrderSchema, 'Accepted; the details are being checked'),
    ...problemsWithBody('order-not-found', 'already-answered', 'superseded', 'order-state', 'details-refused'),
  },
});

export const sendAgain = createRoute({
  ...shared,
  method: 'post',
  path: '/api/orders/{orderId}/information-request',
  summary: 'Send the information request again',
  description:
    'To the contact in the body, else to the customer’s current admin contact. The earlier link stops working at once; if the mail server refuses the new address, it works again. While you are asked to correct details, it asks the customer for that. With an Idempotency-Key, a repeat of the same request counts once. An order takes 20 of these.',
  middleware: [strictJson('optional')] as const,
  request: { params, headers: OptionalIdempotencyHeaders, body: jsonBody(InformationRequestBody, 'optional') },
  responses: {
    202: json(OrderSchema, 'Accepted; the mail is on its way'),
    ...problemsWithBody(
      'idempotency-key-invalid',
      'order-not-found',
      'already-answered',
      'order-state',
      'limit-reached',
    ),
  },
});

export const cancelOrder = createRoute({
  ...shared,
  method: 'post',
  path: '/api/orders/{orderId}/cancellation',
  summary: 'Cancel an order',
  description:
    'At once while the order waits for the customer or is on hold: what has been created is removed, and the order ends ' +
    '`cancelled`. Once provisioning has begun the order is `assessingCancellation` first: no further step is begun, and ' +
    'one that the vendor has in hand ends. Then it is `pendingCancellation` while everything is removed and the credit ' +
    'released, and ends `cancelled`. Only if everything is set up before the cancellation takes effect, the order is ' +
    '`completed` and charged all the same. Once billing begins it is refused with `order-state`, and so it is while the ' +
    'order is being undone for another reason. Cancelling again is accepted.',
  middleware: [strictJson('optional')] as const,
  request: { params, body: jsonBody(CancellationBody, 'optional') },
  responses: {
    202: json(OrderSchema, 'Accepted'),
    ...problemsWithBody('order-not-found', 'order-state'),
  },
});
