import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { Problem } from './problems.ts';

/** In kibibytes; no order and no form comes near it. */
const LARGEST_BODY = 64;

/** Refuses a larger body before it is read, or while it is, if nobody announced its size. */
export const limitedBody: MiddlewareHandler = bodyLimit({
  maxSize: LARGEST_BODY * 1024,
  onError: () => {
    throw new Problem('payload-too-large', `The body is larger than ${LARGEST_BODY} kB.`);
  },
});
