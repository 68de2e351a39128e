/**
 * Request ids and the access log. A log line holds the route's pattern and never the path, because the path of the
 * portal is a key to an order; no body, no query and no header but the trace id is ever logged.
 */
import { randomBytes } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { Logger } from 'pino';
import { HEALTH } from './load.ts';
import type { HttpEnv } from './ports.ts';

const TRACEPARENT = /^[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(?:-|$)/;

/** Gives each request an id: the caller's W3C trace id if it sent one, else a new one; also answered as a header. */
export function requestId(): MiddlewareHandler<HttpEnv> {
  return async function requestId(c, next) {
    const id = TRACEPARENT.exec(c.req.header('traceparent') ?? '')?.[1] ?? randomBytes(16).toString('hex');
    c.set('requestId', id);
    await next();
    c.header('X-Request-Id', id);
  };
}

/** One line for each request: method, route pattern, status and duration. Health checks are logged at debug. */
export function accessLog(logger: Logger): MiddlewareHandler<HttpEnv> {
  return async function accessLog(c, next) {
    const began = performance.now();
    await next();
    const route = routeOf(c);
    logger[route === HEALTH.live || route === HEALTH.ready ? 'debug' : 'info'](
      {
        requestId: c.get('requestId'),
        method: c.req.method,
        route,
        status: c.res.status,
        durationMs: Math.round(performance.now() - began),
      },
      'request',
    );
  };
}

/** Logs what a 500 hides from the caller, with anything that looks like a secret cut out of the error's words. */
export function logFailure(logger: Logger, c: Context<HttpEnv>, error: unknown): void {
  logger.error(
    { requestId: c.get('requestId'), method: c.req.method, route: routeOf(c), err: withoutSecrets(error) },
    'request failed',
  );
}

/** One line for each request that met something away: what that says is the same for all of them. */
export function logAway(logger: Logger, c: Context<HttpEnv>, error: Error): void {
  logger.warn({ requestId: c.get('requestId'), method: c.req.method, route: routeOf(c) }, redact(error.message));
}

function routeOf(c: Context): string {
  return matchedRoutes(c).findLast((route) => !route.path.endsWith('*'))?.path ?? 'unmatched';
}

const SECRETS: readonly [RegExp, string][] = [
  [/(\/complete\/)[^/\s?#"']+/g, '$1[redacted]'],
  // From the first of its characters only, or a long text without a dot would be read once for each of them.
  [/(?<![\w-])eyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[redacted]'],
  [/(?<![\w-])os_[\w-]+/g, '[redacted]'],
  [/(:\/\/)[^\s/@]+@/g, '$1[redacted]@'],
  [/[\w.!#$%&'*+=?^`{|}~-]{1,64}@[\w-]{1,63}\.[\w.-]{1,190}/g, '[redacted]'],
  [/(bearer\s+)\S+/gi, '$1[redacted]'],
];

function withoutSecrets(error: unknown): { type: string; message: string; stack?: string; cause?: unknown } {
  if (!(error instanceof Error)) return { type: typeof error, message: redact(String(error)) };
  return {
    type: error.name,
    message: redact(error.message),
    stack: error.stack === undefined ? undefined : redact(error.stack),
    cause: error.cause === undefined ? undefined : withoutSecrets(error.cause),
  };
}

function redact(text: string): string {
  return SECRETS.reduce((result, [secret, instead]) => result.replace(secret, instead), text);
}
