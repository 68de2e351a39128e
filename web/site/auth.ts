import type { Context, MiddlewareHandler } from 'hono';
import { clientAddress } from './client-address.ts';
import type { HttpDeps, HttpEnv } from './ports.ts';
import { Problem } from './problems.ts';
import { rateLimit } from './rate-limit.ts';

/** RFC 6750 §2.1; longer than any token of ours is refused before it costs a query. */
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]{1,500}=*)$/i;

/** Whose tokens open a part of the API. */
export type TokenOwner = 'reseller' | 'operator';

/**
 * Lets a request through with the reseller, or the operator, of its bearer token. A token of the other kind is answered
 * 403, and anything else 401. Failures are limited for each address, and then answered 429; a good token is never locked
 * out by its neighbours' failures.
 */
export function bearerAuth(deps: HttpDeps): (opensTo: TokenOwner) => MiddlewareHandler<HttpEnv> {
  const { tokens } = deps.store;
  const failures = rateLimit({ burst: 60, perMinute: 60, now: deps.now ?? Date.now });

  function refuse(c: Context<HttpEnv>, problem: Problem): never {
    const wait = failures.take(clientAddress(c, deps.trustedProxies));
    if (wait === undefined) throw problem;
    throw new Problem('too-many-requests', 'Too many requests without a valid token came from your address.', {
      headers: { 'Retry-After': String(wait) },
    });
  }

  return (opensTo) =>
    async function bearerAuth(c, next) {
      const header = c.req.header('authorization');
      const token = header === undefined ? undefined : BEARER.exec(header)?.[1];
      const ask = opensTo === 'reseller' ? tokens.resellerOf : tokens.operatorOf;
      const owner = token === undefined ? undefined : await ask(token);
      if (owner === undefined) {
        const others = opensTo === 'reseller' ? tokens.operatorOf : tokens.resellerOf;
        const isOthers = token !== undefined && (await others(token)) !== undefined;
        return refuse(c, isOthers ? notAllowed(opensTo) : unauthorized(header !== undefined));
      }
      c.set(opensTo === 'reseller' ? 'resellerId' : 'operator', owner);
      await next();
    };
}

function notAllowed(opensTo: TokenOwner): Problem {
  const whose = opensTo === 'reseller' ? 'a reseller’s token, and this one is an operator’s' : 'an operator’s token';
  return new Problem('token-not-allowed', `This address takes ${whose}.`);
}

function unauthorized(isGiven: boolean): Problem {
  return isGiven
    ? new Problem('unauthorized', 'The bearer token is unknown or revoked.', {
        headers: { 'WWW-Authenticate': 'Bearer realm="orders", error="invalid_token"' },
      })
    : new Problem('unauthorized', 'The request has no bearer token.', {
        headers: { 'WWW-Authenticate': 'Bearer realm="orders"' },
      });
}
