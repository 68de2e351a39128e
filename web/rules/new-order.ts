import type { z } from '@hono/zod-openapi';
import type { OrderRequest } from '../../client/order-request.ts';
import { problemsOfTerms } from '../../workflows/contract/durations.ts';
import { DEFAULT_INFORMATION_REQUEST } from '../../workflows/contract/order.ts';
import { Problem, type RequestError } from '../site/problems.ts';
import type { OrderBody } from './bodies.ts';

/**
 * What is bought, from a valid body: one place for the API and the control panel.
 * @throws Problem where the body's durations, each of them valid, do not go together
 */
export function newOrder(
  body: z.infer<typeof OrderBody>,
  { resellerId, idempotencyKey }: Pick<OrderRequest, 'resellerId' | 'idempotencyKey'>,
): OrderRequest {
  const { informationRequest = DEFAULT_INFORMATION_REQUEST } = body;
  const errors = problemsOfTerms(informationRequest).map(placed);
  if (errors.length > 0) {
    throw new Problem('deadline-not-allowed', 'The deadline or a reminder is out of bounds.', { extra: { errors } });
  }
  return { ...body, resellerId, informationRequest, idempotencyKey };
}

/** `deadline: what it should be` beside the place that it speaks of. */
function placed(problem: string): RequestError {
  const [name = '', message = ''] = problem.split(/: (.*)/s);
  return { pointer: `/informationRequest/${name}`, detail: `Enter ${message}` };
}
