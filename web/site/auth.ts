import type { MiddlewareHandler } from 'hono';
import { clientAddress } from './client-address.ts';
import type { HttpDeps, HttpEnv } from './ports.ts';
import { Problem } from './problems.ts';
import { rateLimit } from './rate-limit.ts';

/** RFC 6750 §2.1; longer than any token of ours is refused before it costs a query. */
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]{1,500}=*)$/i;

/**
 * Lets a request through with the reseller of its bearer token, or answers 401. Failures are limited for each
 * address, and then answered 429; a good token is never locked out by its neighbours' failures.
 */
export function bearerAuth(deps: HttpDeps): MiddlewareHandler<HttpEnv> {
  const failures = rateLimit({ burst: 60, perMinute: 60, now: deps.now ?? Date.now });
  return async function bearerAuth(c, next) {
    const header = c.req.header('authorization');
    const token = header === undefined ? undefined : BEARER.exec(header)?.[1];
    const resellerId = token === undefined ? undefined : await deps.store.tokens.resellerOf(token);
    if (resellerId === undefined) {
      const wait = failures.take(clientAddress(c, deps.trustedProxies));
      if (wait !== undefined) {
        throw new Problem('too-many-requests', 'Too many requests without a valid token came from your address.', {
          headers: { 'Retry-After': String(wait) },
        });
      }
      throw header === undefined
        ? new Problem('unauthorized', 'The request has no bearer token.', {
            headers: { 'WWW-Authenticate': 'Bearer realm="orders"' },
          })
        : new Problem('unauthorized', 'The bearer token is unknown or revoked.', {
            headers: { 'WWW-Authenticate': 'Bearer realm="orders", error="invalid_token"' },
          });
    }
    c.set('resellerId', resellerId);
    await next();
  };
}
