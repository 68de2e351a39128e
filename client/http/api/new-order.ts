import type { z } from '@hono/zod-openapi';
import type { NewOrder } from '../../../store/store.ts';
import { pickDetails } from '../../../workflows/contract/details.ts';
import { DEFAULT_INFORMATION_REQUEST } from '../../../workflows/contract/order.ts';
import { digestOf } from './requests.ts';
import type { OrderBody } from './schemas.ts';

/**
 * What Buy writes, from a valid body: one place for the API and the control panel. The digest is that of the body as
 * it was meant, so a repeat is recognised whatever the order of its members.
 */
export function newOrder(
  body: z.infer<typeof OrderBody>,
  { resellerId, idempotencyKey }: Pick<NewOrder, 'resellerId' | 'idempotencyKey'>,
): NewOrder {
  const { administrator } = body;
  return {
    ...body,
    resellerId,
    administrator:
      administrator.mode === 'provided'
        ? { ...administrator, details: pickDetails(administrator.details) }
        : administrator,
    informationRequest: body.informationRequest ?? DEFAULT_INFORMATION_REQUEST,
    idempotencyKey,
    digest: digestOf(body),
  };
}
