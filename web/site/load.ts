/** What keeps a process that is asked too much from falling over: it does what it has begun, and refuses the rest at once. */
import type { MiddlewareHandler } from 'hono';
import { Problem } from './problems.ts';

/** What an orchestrator asks: a process that is busy is neither dead nor away. */
export const HEALTH = { live: '/healthz', ready: '/readyz' } as const;
const HEALTH_PATHS: ReadonlySet<string> = new Set(Object.values(HEALTH));

/** In seconds; not the same for all, or those that were refused would come back together. */
const RETRY_AFTER = { least: 1, most: 5 };

/** At once, unless told otherwise: those beyond ten wait for one of the ten connections to the database. */
export const MOST_REQUESTS = 200;

/** The refusal of what is too much, before anything was done. */
export function overloaded(detail: string): Problem {
  const { least, most } = RETRY_AFTER;
  const seconds = least + Math.floor(Math.random() * (most - least + 1));
  return new Problem('overloaded', detail, { headers: { 'Retry-After': String(seconds) } });
}

/** Lets so many requests at once be carried out. What comes beyond is refused before anything is read or done. */
export function limitedLoad(most: number): MiddlewareHandler {
  let inHand = 0;
  return async function limitedLoad(c, next) {
    if (HEALTH_PATHS.has(c.req.path)) return next();
    if (inHand >= most) {
      throw overloaded('Too much is asked at once. Nothing was done, so it is safe to repeat the request.');
    }
    inHand += 1;
    try {
      return await next();
    } finally {
      inHand -= 1;
    }
  };
}
