import type { z } from '@hono/zod-openapi';
import type { OrderRequest } from '../../client/orders.ts';
import { DEFAULT_INFORMATION_REQUEST } from '../../workflows/contract/order.ts';
import type { OrderBody } from './bodies.ts';

/** What is bought, from a valid body: one place for the API and the control panel. */
export function newOrder(
  body: z.infer<typeof OrderBody>,
  { resellerId, idempotencyKey }: Pick<OrderRequest, 'resellerId' | 'idempotencyKey'>,
): OrderRequest {
  return {
    ...body,
    resellerId,
    informationRequest: body.informationRequest ?? DEFAULT_INFORMATION_REQUEST,
    idempotencyKey,
  };
}
