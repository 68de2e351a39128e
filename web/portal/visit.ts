/** From a token to everything that it opens. */
import { createHash } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import type { StoredOrder } from '../../store/store.ts';
import type { LinkClaims } from '../../workflows/contract/links.ts';
import type { OrderBrief } from '../../workflows/contract/record.ts';
import { correctionOf } from '../administrator/corrections.ts';
import { type FormInput, readForm } from '../administrator/fields.ts';
import { clientAddress } from '../site/client-address.ts';
import type { HttpDeps, HttpEnv } from '../site/ports.ts';
import { Problem } from '../site/problems.ts';
import { rateLimit } from '../site/rate-limit.ts';
import { type Decision, decide } from './decision.ts';

/** Everything that a good link leads to. */
export interface Visit {
  token: string;
  claims: LinkClaims;
  order: StoredOrder;
  brief: OrderBrief;
  decision: Decision;
}

export interface Visits {
  /** Refuses floods, before anything else is done. */
  limit: MiddlewareHandler<HttpEnv>;
  /** What the request's link opens; `undefined` if it opens nothing. Reads only. */
  of(c: Context<HttpEnv>): Promise<Visit | undefined>;
  /** What the form starts with: nothing about a person, since links get forwarded, but for what is to be corrected. */
  firstInput(visit: Visit): Promise<FormInput>;
}

/**
 * Floods are limited for each link and each address, guessing for each address; who has a good link is not kept out
 * by somebody who guesses from the same office.
 */
export function visits(deps: HttpDeps): Visits {
  const { store, links, trustedProxies, now = Date.now } = deps;
  const perLink = rateLimit({ burst: 60, perMinute: 60, now });
  const perAddress = rateLimit({ burst: 1200, perMinute: 1200, now });
  const guesses = rateLimit({ burst: 60, perMinute: 60, now });

  return {
    async limit(c, next) {
      const link = createHash('sha256')
        .update(c.req.path.split('/')[2] ?? '')
        .digest('base64');
      refuse(perAddress.take(clientAddress(c, trustedProxies)) ?? perLink.take(link));
      await next();
    },

    async of(c) {
      const token = c.req.param('token') ?? '';
      const link = await links.verify(token);
      const order = link.kind === 'broken' ? undefined : await store.orders.getAny(link.claims.orderId);
      if (link.kind === 'broken' || order === undefined) {
        refuse(guesses.take(clientAddress(c, trustedProxies)));
        return undefined;
      }
      const { claims } = link;
      const [newest, brief] = await Promise.all([
        store.orders.informationRequest(claims.orderId),
        store.orders.brief(claims.orderId),
      ]);
      return { token, claims, order, brief, decision: decide(link, order, newest, now()) };
    },

    async firstInput({ order, brief }) {
      const correction = correctionOf(order);
      if (correction) return readForm(correction.refused);
      const customer = await store.market.getCustomer(order.resellerId, order.customerId);
      return readForm({ companyName: brief.customer.name, country: customer?.address.country });
    },
  };
}

function refuse(wait: number | undefined): void {
  if (wait === undefined) return;
  throw new Problem('too-many-requests', 'Too many requests.', { headers: { 'Retry-After': String(wait) } });
}
