import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';

/**
 * The address of whoever is asking, for rate limits. `X-Forwarded-For` is believed only as far as proxies of ours
 * wrote it: anything further left may be invented by the caller.
 */
export function clientAddress(c: Context, trustedProxies: number): string {
  const direct = (c.env as Partial<HttpBindings> | undefined)?.incoming?.socket?.remoteAddress ?? 'unknown';
  if (trustedProxies <= 0) return direct;
  const hops = (c.req.header('x-forwarded-for') ?? '').split(',').map((hop) => hop.trim());
  return hops.at(-trustedProxies) || direct;
}
