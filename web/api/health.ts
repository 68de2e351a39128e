import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { HEALTH } from '../site/load.ts';
import type { HttpDeps, HttpEnv } from '../site/ports.ts';
import { AWAY_RETRY_AFTER, Problem } from '../site/problems.ts';
import { isStopping } from '../site/server.ts';
import { type Handler, onlyProblems } from './routes.ts';

/** A probe that waits longer than this counts as failed; orchestrators usually give up after a few seconds. */
const PROBE_MS = 2_000;

const live = createRoute({
  tags: ['Health'],
  method: 'get',
  path: HEALTH.live,
  summary: 'Whether the process runs',
  responses: {
    200: { description: 'It does', content: { 'application/json': { schema: z.object({ status: z.literal('ok') }) } } },
  },
});

const ready = createRoute({
  tags: ['Health'],
  method: 'get',
  path: HEALTH.ready,
  summary: 'Whether everything it needs can be reached',
  responses: {
    200: {
      description: 'Everything answers',
      content: {
        'application/json': {
          schema: z.object({
            status: z.literal('ready'),
            checks: z.object({ database: z.literal('ok'), temporal: z.literal('ok') }),
          }),
        },
      },
    },
    ...onlyProblems('not-ready'),
  },
});

/** `/healthz` never fails while the process runs; `/readyz` fails with the names of what does not answer. */
export function healthRoutes(app: OpenAPIHono<HttpEnv>, deps: HttpDeps): void {
  const handlers = healthHandlers(deps);
  app.openapi(live, handlers.sayLive);
  app.openapi(ready, handlers.sayReady);
}

function healthHandlers({ store, orders }: HttpDeps) {
  const sayLive: Handler<typeof live> = (c) => c.json({ status: 'ok' as const }, 200);

  const sayReady: Handler<typeof ready> = async (c) => {
    if (isStopping(c)) {
      throw new Problem('not-ready', 'The process is about to end.', { headers: { 'Retry-After': AWAY_RETRY_AFTER } });
    }
    const [database, temporal] = await Promise.all([answers(store.ping()), answers(orders.ping())]);
    if (database && temporal) {
      return c.json({ status: 'ready' as const, checks: { database: 'ok' as const, temporal: 'ok' as const } }, 200);
    }
    const checks = { database: database ? 'ok' : 'unreachable', temporal: temporal ? 'ok' : 'unreachable' };
    const failing = Object.entries(checks).flatMap(([part, check]) => (check === 'ok' ? [] : [part]));
    throw new Problem('not-ready', `Cannot reach: ${failing.join(', ')}.`, {
      extra: { checks },
      headers: { 'Retry-After': AWAY_RETRY_AFTER },
    });
  };

  return { sayLive, sayReady };
}

async function answers(ping: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), PROBE_MS);
  });
  const answered = ping.then(
    () => true,
    () => false,
  );
  return Promise.race([answered, tooLate]).finally(() => clearTimeout(timer));
}
