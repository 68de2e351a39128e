/**
 * Programs for development answer this machine only, also when asked through a name: a page elsewhere whose name is made to
 * lead here ("DNS rebinding") could read them otherwise, since for the browser it would be reading its own site.
 */
import type { MiddlewareHandler } from 'hono';
import { isLoopback } from '../workflows/contract/loopback.ts';

const REFUSED = 'This is for this machine only: ask for it by 127.0.0.1 or localhost.';

/** Whether a request's `Host` is this machine. Browsers always send one; without one there is no page that could read on. */
export function isOwnHost(host: string | undefined): boolean {
  if (host === undefined) return true;
  return URL.canParse(`http://${host}`) && isLoopback(new URL(`http://${host}`).hostname);
}

/** 421 (RFC 9110 §15.5.20) for everything that is asked of another name. */
export const ownHostOnly: MiddlewareHandler = async (c, next) =>
  isOwnHost(c.req.header('host')) ? next() : c.text(REFUSED, 421);
