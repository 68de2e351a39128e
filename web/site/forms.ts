/** What a page's form is sent as. */
import type { Context } from 'hono';
import { Problem } from './problems.ts';

/** @throws Problem where the body is not what a form of a page sends */
export function requireForm(c: Context): void {
  if (/^application\/x-www-form-urlencoded(?:;|$)/i.test(c.req.header('content-type') ?? '')) return;
  throw new Problem('unsupported-media-type', 'Send the form as application/x-www-form-urlencoded.');
}
