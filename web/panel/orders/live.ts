/**
 * `GET /panel/orders/{id}/events`: server-sent events (HTML standard §9.2). Each `order` event carries the changed part
 * of the page, drawn by the same code as the page; its id is the record's version. An `end` event says why no more will
 * come, so that the browser does not connect again.
 */
import type { Context, Handler } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import { isTerminal } from '../../../workflows/contract/states.ts';
import type { PanelHttpDeps } from '../../site/ports.ts';
import { Problem } from '../../site/problems.ts';
import { isStopping } from '../../site/server.ts';
import { whileWanted } from '../../site/waiting.ts';
import type { PanelEnv } from '../context.ts';
import { type FindOrder, type OrderVisit, visitOf } from './visit.ts';

/** Proxies cut what is silent for long; and a session that has ended meanwhile ends the stream. */
const HEARTBEAT_MS = 15_000;
/** Of one user in this process: more are tabs that nobody looks at, or not a browser. */
const MOST_CONNECTIONS = 8;

const MINUTE = 60_000;

export type DrawOrder = (c: Context<PanelEnv>, visit: OrderVisit) => string;

/** Why a stream ends: the order has ended, or the session has, or nobody has done anything for long, or we stop. */
type End = 'terminal' | 'session' | 'idle' | 'stopping' | 'gone';

export function orderEvents(
  deps: PanelHttpDeps,
  { find, draw, heartbeatMs = HEARTBEAT_MS }: { find: FindOrder; draw: DrawOrder; heartbeatMs?: number },
): Handler<PanelEnv> {
  const { accounts, sessionIdleMinutes, sessionHours } = deps.panel;
  const { logger, now = Date.now } = deps;
  const connections = connectionsByUser();

  return async function orderEvents(c) {
    const { userId, resellerId } = c.get('user');
    const visit = await find(c);
    if (visit === undefined) throw new Problem('not-found', 'There is no such order.');
    // Without a body there is nothing to watch, and no place to take up.
    if (c.req.method === 'HEAD') return c.body(null, 200, { 'Content-Type': 'text/event-stream' });
    if (!connections.take(userId)) {
      throw new Problem('too-many-requests', 'Too many pages update themselves.', { headers: { 'Retry-After': '60' } });
    }
    const { orderId } = visit.order;
    let seen = c.req.header('last-event-id') ?? c.req.query('since') ?? '';
    const idleAt = now() + sessionIdleMinutes * MINUTE;

    const response = streamSSE(
      c,
      async (stream) => {
        try {
          const end = await watch(stream, visit);
          if (!stream.aborted) await stream.writeSSE({ event: 'end', data: end });
        } finally {
          connections.give(userId);
        }
      },
      async (error) => logger.warn({ err: error, requestId: c.get('requestId') }, 'live updates broke off'),
    );
    // Kept nowhere, and passed on at once also by nginx.
    response.headers.set('Cache-Control', 'no-store');
    response.headers.set('X-Accel-Buffering', 'no');
    // Used for nothing else afterwards: a server that stops need not wait until the browser lets it go.
    response.headers.set('Connection', 'close');
    return response;

    async function watch(stream: SSEStreamingApi, first: OrderVisit): Promise<End> {
      // Says that the stream works before there is anything to tell.
      await stream.write(': here\n\n');
      for (let visit = first; !stream.aborted; ) {
        if (visit.version !== seen) {
          // Nothing more is told to somebody whose session has been ended meanwhile.
          if (!(await sessionIsOpen())) return 'session';
          seen = visit.version;
          await stream.writeSSE({ event: 'order', id: seen, data: draw(c, visit) });
        }
        if (isTerminal(visit.order.state)) return 'terminal';
        // A server that stops waits for open answers, and this one would never end.
        if (isStopping(c)) return 'stopping';
        if (now() >= idleAt) return 'idle';
        const news = await whileWanted(c, heartbeatMs, (signal) =>
          deps.store.orderWatch.changed({ orderId, resellerId, seen, signal }),
        );
        if (news === 'gone') return 'gone';
        if (news !== 'same') visit = visitOf(news);
        else if (!isStopping(c)) {
          if (!(await sessionIsOpen())) return 'session';
          await stream.write(': still here\n\n');
        }
      }
      return 'gone';
    }

    /** Logged out, or too old. An open page is not activity: asked so, the session does not count as seen. */
    async function sessionIsOpen(): Promise<boolean> {
      const limits = { idle: Number.MAX_SAFE_INTEGER / 1000, absolute: sessionHours * 60 * MINUTE };
      return (await accounts.userOfSession(c.get('secret'), limits, new Date(now()))) !== undefined;
    }
  };
}

function connectionsByUser() {
  const open = new Map<string, number>();
  const ofUser = (userId: string) => open.get(userId) ?? 0;
  return {
    /** Whether the user may have one more; if so, it is counted until it is given back. */
    take(userId: string): boolean {
      if (ofUser(userId) >= MOST_CONNECTIONS) return false;
      open.set(userId, ofUser(userId) + 1);
      return true;
    },
    give(userId: string): void {
      if (ofUser(userId) > 1) open.set(userId, ofUser(userId) - 1);
      else open.delete(userId);
    },
  };
}
