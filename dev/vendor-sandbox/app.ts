/** The sandbox as an HTTP application: the Partner API behind authentication and faults, and the controls beside it. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { ownHostOnly } from '../own-host.ts';
import { Accounts } from './accounts.ts';
import { type Call, controlApi } from './control.ts';
import { type Fault, Faults, type Operation } from './faults.ts';
import { partnerApi } from './partner-api.ts';

/** Our own account at the sandbox, unless it is told otherwise. Not secrets: nothing but this sandbox takes them. */
export const DEMO_ACCOUNT = {
  parentAccount: 'ordrsg-parent-demo01',
  user: 'order-saga',
  password: 'sandbox-only',
} as const;

export interface SandboxOptions {
  parentAccount?: string | undefined;
  user?: string | undefined;
  password?: string | undefined;
  /** Where accounts, settings and activation mails are kept; absent: in memory. */
  directory?: string | undefined;
  now?: () => number;
}

export interface SandboxApp {
  app: Hono<{ Bindings: HttpBindings }>;
  close: () => void;
}

const CALLS_KEPT = 10_000;

export function createSandboxApp(options: SandboxOptions = {}): SandboxApp {
  const { parentAccount, user, password } = DEMO_ACCOUNT;
  const root = options.parentAccount ?? parentAccount;
  const expected = `${options.user ?? user}:${options.password ?? password}`;
  const now = options.now ?? Date.now;
  const accounts = new Accounts({ root, directory: options.directory, now });
  const faults = new Faults();
  const calls: Call[] = [];

  const app = new Hono<{ Bindings: HttpBindings }>();
  app.use(ownHostOnly);
  app.route('/sandbox', controlApi(accounts, faults, calls));

  app.use(async (c, next) => {
    const call: Call = { at: new Date(now()).toISOString(), method: c.req.method, path: c.req.path, status: null };
    calls.push(call);
    if (calls.length > CALLS_KEPT) calls.shift();
    await next();
    if (c.res.status !== UNANSWERED) call.status = c.res.status;
  });
  app.use(async (c, next) => misbehave(c, next, faults));
  app.use(async (c, next) => {
    const given = c.req.header('authorization');
    if (given !== undefined && sameText(given, `Basic ${Buffer.from(expected).toString('base64')}`)) return next();
    c.header('www-authenticate', 'Basic realm="Keepit"');
    const text = given ? 'User authentication error: Username or password is incorrect.' : ANONYMOUS;
    return c.text(text, 401);
  });
  app.use(bodyLimit({ maxSize: 1_000_000 }));
  app.route('/', partnerApi(accounts, root));
  return { app, close: () => accounts.close() };
}

const ANONYMOUS = 'Anonymous access denied - suggest authentication.';

type SandboxContext = Context<{ Bindings: HttpBindings }>;

async function misbehave(c: SandboxContext, next: () => Promise<void>, faults: Faults): Promise<void> {
  const operation = operationOf(c.req.method, c.req.path);
  const fault = operation && faults.take(operation);
  if (fault?.fault === 'delay') await sleep(fault.delayMs);
  if (fault?.fault === 'hold') await faults.hold(fault.operation);
  const performed = fault === undefined || !isInstead(fault);
  if (performed) await next();
  if (fault === undefined || fault.fault === 'delay' || fault.fault === 'hold') return;
  const spoilt = await spoil(c, fault);
  // Hono merges the headers of an answer that is set over another one.
  c.res = undefined;
  c.res = spoilt;
}

/** Whether the fault comes instead of what was asked, rather than after it. */
function isInstead(fault: Fault): boolean {
  return fault.fault === 'hang' || fault.fault === 'refuseField' || (fault.fault === 'status' && !fault.performed);
}

async function spoil(c: SandboxContext, fault: Exclude<Fault, { fault: 'delay' | 'hold' }>): Promise<Response> {
  const headers = new Headers({ 'content-type': 'text/plain; charset=UTF-8' });
  switch (fault.fault) {
    case 'hang':
    case 'hangAfterCreate':
      return clientGone(c);
    case 'dropReply': {
      const gone = clientGone(c);
      c.env.incoming.socket.destroy();
      return gone;
    }
    case 'status': {
      if (fault.retryAfter !== undefined) headers.set('retry-after', String(fault.retryAfter));
      const text = [204, 205, 304].includes(fault.status) ? null : (fault.reason ?? TEXTS[fault.status] ?? '');
      return new Response(text, { status: fault.status, headers });
    }
    case 'refuseField':
      return new Response(`Invalid value of ${fault.field}: ${fault.reason}`, { status: fault.status, headers });
  }
}

const TEXTS: Readonly<Record<number, string>> = {
  401: 'User authentication error: Username or password is incorrect.',
  403: 'Forbidden',
  404: 'Account not found.',
  429: 'Too many requests',
  503: 'Service unavailable',
};

/** Stands for "no answer" where the framework wants one; nobody is there to receive it. */
const UNANSWERED = 499;

/** Never answers; ends when the client gives up. */
async function clientGone(c: SandboxContext): Promise<Response> {
  const { signal } = c.req.raw;
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  return new Response(null, { status: UNANSWERED });
}

function operationOf(method: string, path: string): Operation | undefined {
  const [, users, id, below] = path.split('/');
  if (users !== 'users' || !id) return undefined;
  if (below === 'users') return method === 'POST' ? 'create' : 'list';
  if (below === 'tokens') return 'login';
  if (method === 'PUT') return 'update';
  if (method === 'DELETE') return 'delete';
  return method === 'GET' ? 'get' : undefined;
}

function sameText(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
