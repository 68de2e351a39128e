/**
 * `GET /panel/orders/{id}/events`: server-sent events (HTML standard §9.2). Each `order` event carries the changed part
 * of the page, drawn by the same code as the page; its id is the record's version. An `end` event says why no more will
 * come, so that the browser does not connect again.
 */
import type { Context, Hono } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import { isTerminal } from '../../../workflows/contract/states.ts';
import type { PanelHttpDeps } from '../../site/ports.ts';
import { Problem } from '../../site/problems.ts';
import type { PanelEnv } from '../context.ts';
import { secretCookie } from '../session.ts';
import type { FindOrder, OrderVisit } from './visit.ts';

const LOOK_EVERY_MS = 1000;
/** Proxies cut what is silent for long; it also shows that the browser is gone. */
const HEARTBEAT_EVERY_LOOKS = 15;
/** Of one user in this process: more are tabs that nobody looks at, or not a browser. */
const MOST_CONNECTIONS = 8;

const MINUTE = 60_000;

export type DrawOrder = (c: Context<PanelEnv>, visit: OrderVisit) => string;

/** Why a stream ends: the order has ended, or the session has, or nobody has done anything for long, or we stop. */
type End = 'terminal' | 'session' | 'idle' | 'stopping' | 'gone';

export function liveRoutes(
  app: Hono<PanelEnv>,
  deps: PanelHttpDeps,
  { find, draw, lookEveryMs = LOOK_EVERY_MS }: { find: FindOrder; draw: DrawOrder; lookEveryMs?: number },
): void {
  const { accounts, orderSearch, sessionIdleMinutes, sessionHours } = deps.panel;
  const now = deps.now ?? Date.now;
  const cookie = secretCookie(deps.publicUrl, 'order-saga');
  const connections = new Map<string, number>();

  app.get('/panel/orders/:orderId/events', async (c) => {
    const { userId, resellerId } = c.get('user');
    const visit = await find(c);
    if (visit === undefined) throw new Problem('not-found', 'There is no such order.');
    const open = connections.get(userId) ?? 0;
    if (open >= MOST_CONNECTIONS) {
      throw new Problem('too-many-requests', 'Too many pages update themselves.', { headers: { 'Retry-After': '60' } });
    }
    connections.set(userId, open + 1);
    const { orderId } = visit.order;
    let seen = c.req.header('last-event-id') ?? c.req.query('since') ?? '';
    const idleAt = now() + sessionIdleMinutes * MINUTE;

    const response = streamSSE(
      c,
      async (stream) => {
        try {
          const end = await watch(stream);
          if (!stream.aborted) await stream.writeSSE({ event: 'end', data: end });
        } finally {
          const left = (connections.get(userId) ?? 1) - 1;
          if (left > 0) connections.set(userId, left);
          else connections.delete(userId);
        }
      },
      async (error) => deps.logger.warn({ err: error, requestId: c.get('requestId') }, 'live updates broke off'),
    );
    // Kept nowhere, and passed on at once also by nginx.
    response.headers.set('Cache-Control', 'no-store');
    response.headers.set('X-Accel-Buffering', 'no');
    // Used for nothing else afterwards: a server that stops need not wait until the browser lets it go.
    response.headers.set('Connection', 'close');
    return response;

    async function watch(stream: SSEStreamingApi): Promise<End> {
      // Says that the stream works before there is anything to tell.
      await stream.write(': here\n\n');
      for (let looks = 1; !stream.aborted; looks++) {
        const current = await orderSearch.version(resellerId, orderId);
        if (current === undefined) return 'gone';
        if (current.version !== seen) {
          const fresh = await find(c);
          if (fresh === undefined) return 'gone';
          seen = fresh.version;
          await stream.writeSSE({ event: 'order', id: fresh.version, data: draw(c, fresh) });
          if (isTerminal(fresh.order.state)) return 'terminal';
        } else if (isTerminal(current.state)) return 'terminal';
        if (isStopping(c)) return 'stopping';
        if (now() >= idleAt) return 'idle';
        await stream.sleep(lookEveryMs);
        if (looks % HEARTBEAT_EVERY_LOOKS === 0) {
          if (!(await sessionIsOpen())) return 'session';
          await stream.write(': still here\n\n');
        }
      }
      return 'gone';
    }

    /** Logged out, or too old. An open page is not activity: asked so, the session does not count as seen. */
    async function sessionIsOpen(): Promise<boolean> {
      const secret = cookie.read(c);
      const limits = { idle: Number.MAX_SAFE_INTEGER / 1000, absolute: sessionHours * 60 * MINUTE };
      return secret !== undefined && (await accounts.userOfSession(secret, limits, new Date(now()))) !== undefined;
    }
  });
}

/** Whether the server has stopped taking connections: it waits for open ones, and these would never end. */
function isStopping(c: Context): boolean {
  const { incoming } = (c.env ?? {}) as { incoming?: { socket?: { server?: { listening?: boolean } } } };
  return incoming?.socket?.server?.listening === false;
}
