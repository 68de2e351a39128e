/**
 * IMOnline's stand-in: an OpenID Connect issuer made of `oidc-provider`, on this machine only, with demo accounts. The
 * protocol is the library's; ours are the accounts and the page for signing in.
 */
import { generateKeyPair } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import type Provider from 'oidc-provider';
import { isOwnHost } from '../own-host.ts';
import { createMemory } from './memory.ts';
import { failurePage, signInPage } from './pages.ts';

export interface ImonlineAccount {
  /** Stays the same whatever becomes of the e-mail address. */
  subject: string;
  email: string;
  emailVerified: boolean;
  name: string;
  password: string;
}

export interface Imonline {
  /** The issuer: what OIDC_ISSUER is set to. */
  url: string;
  clientId: string;
  clientSecret: string;
  /** Takes logins for the app that is reached at `publicUrl`; until then nobody can log in. */
  register(publicUrl: string): Promise<void>;
  close(): Promise<void>;
}

export async function startImonline(options: {
  port: number;
  accounts: readonly ImonlineAccount[];
  clientSecret: string;
}): Promise<Imonline> {
  const { accounts, clientSecret } = options;
  const clientId = 'order-saga';
  let handle: ReturnType<Provider['callback']> | undefined;
  const server = createServer((request, response) => {
    if (!isOwnHost(request.headers.host)) return void response.writeHead(421).end();
    if (handle !== undefined) return handle(request, response);
    response.writeHead(503, { 'Retry-After': '1' }).end();
  });
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    clientId,
    clientSecret,
    async register(publicUrl) {
      const client = { id: clientId, secret: clientSecret, publicUrl };
      const provider = await createProvider(url, client, accounts);
      const protocol = provider.callback();
      const pages = getRequestListener(signInPages(provider, accounts, new URL(publicUrl).origin).fetch);
      handle = (request, response) =>
        request.url?.startsWith('/interaction/') ? void pages(request, response) : protocol(request, response);
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function createProvider(
  issuer: string,
  client: { id: string; secret: string; publicUrl: string },
  accounts: readonly ImonlineAccount[],
): Promise<Provider> {
  const Provider = await quietly(async () => (await import('oidc-provider')).default);
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return new Provider(issuer, {
    adapter: createMemory(),
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [`${client.publicUrl.replace(/\/$/, '')}/panel/login/callback`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'demo' }] },
    cookies: { keys: [client.secret] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 86_400, IdToken: 600, Interaction: 3600, Session: 86_400 },
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    findAccount: (_: unknown, subject: string) => {
      const account = accounts.find((one) => one.subject === subject);
      return account && { accountId: subject, claims: async () => claimsOf(account) };
    },
    // Whoever runs this machine has agreed that its own panel may know who they are.
    loadExistingGrant: async ({ oidc }: GrantContext) => {
      const { accountId } = oidc.session;
      if (accountId === undefined) return undefined;
      const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
    renderError: (context: { type: string; body: string }, out: { error_description?: string; error: string }) => {
      context.type = 'html';
      context.body = String(failurePage(out.error_description ?? out.error));
    },
  });
}

/** It warns of Node.js 20 whenever it is loaded; our tests run with every version that we support. */
async function quietly<T>(load: () => Promise<T>): Promise<T> {
  const { warn } = console;
  console.warn = () => {};
  try {
    return await load();
  } finally {
    console.warn = warn;
  }
}

interface GrantContext {
  oidc: { session: { accountId?: string }; client: { clientId: string }; provider: Provider };
}

function claimsOf({ subject, email, emailVerified, name }: ImonlineAccount): Record<string, unknown> {
  return { sub: subject, email, email_verified: emailVerified, name };
}

function signInPages(provider: Provider, accounts: readonly ImonlineAccount[], client: string) {
  const app = new Hono<{ Bindings: HttpBindings }>();
  const [demo] = accounts;
  app.use(async (c, next) => {
    await next();
    // The answer to the form leads on to the panel, which the browser must be allowed to follow.
    const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'self' ${client}; frame-ancestors 'none'`;
    c.header('Content-Security-Policy', policy);
    c.header('Cache-Control', 'no-store');
    c.header('X-Content-Type-Options', 'nosniff');
  });
  app.onError((_error, c) => c.html(failurePage('This sign-in has ended. Go back to the panel and begin again.'), 400));

  app.get('/interaction/:uid', async (c) => {
    const { uid } = await provider.interactionDetails(c.env.incoming, c.env.outgoing);
    return c.html(signInPage({ uid, demo }));
  });
  app.post('/interaction/:uid', async (c) => {
    const { email, password } = await c.req.parseBody<{ email: string; password: string }>();
    const { uid } = await provider.interactionDetails(c.env.incoming, c.env.outgoing);
    const account = accounts.find((one) => one.email === String(email).trim().toLowerCase());
    if (account === undefined || account.password !== password) {
      return c.html(signInPage({ uid, email: String(email), wrong: true, demo }), 422);
    }
    const login = { accountId: account.subject };
    return c.redirect(await provider.interactionResult(c.env.incoming, c.env.outgoing, { login }), 303);
  });
  app.get('/interaction/:uid/cancel', async (c) => {
    const declined = { error: 'access_denied', error_description: 'the user went back' };
    return c.redirect(await provider.interactionResult(c.env.incoming, c.env.outgoing, declined), 303);
  });
  return app;
}
