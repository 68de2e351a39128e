/**
 * The control socket: how a command reaches the embedded database while a running stack owns it. Whoever may write to
 * the socket may make tokens, so it belongs to its owner alone (mode 600) and is no part of the public HTTP app.
 */
import { once } from 'node:events';
import { chmod, rm } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import {
  type AccountsStore,
  type ApiToken,
  type CatalogueChanges,
  EmailTaken,
  type MarketStore,
  type NewUser,
  type Product,
  type Reseller,
  type ShopStore,
  type Terms,
  type TokenStore,
  UnknownReseller,
  type User,
} from '../../store/store.ts';

/** Where the socket of a data directory is. */
export function controlSocketOf(dataDir: string): string {
  return join(dataDir, 'control.sock');
}

/** Linux keeps socket paths in 108 bytes, the last of which ends the text. */
const LONGEST_PATH = 107;

/** Thrown when a socket path is longer than the system can take. */
export class SocketPathTooLong extends Error {
  override readonly name = 'SocketPathTooLong';
  constructor(path: string) {
    super(
      `The path of the control socket is longer than ${LONGEST_PATH} bytes; set DATA_DIR to a shorter one: ${path}`,
    );
  }
}

/** What operators may do through the socket. */
export interface Controlled {
  tokens: TokenStore;
  market: Pick<MarketStore, 'loadCatalogue' | 'putReseller'>;
  accounts: Pick<AccountsStore, 'addUser' | 'listUsers' | 'resetPassword'>;
  shop: Pick<ShopStore, 'putTerms'>;
}

/** Refusals that the other side of the socket throws again, by the names of their errors. */
const REFUSALS: Record<string, string> = { UnknownReseller: 'unknown-reseller', EmailTaken: 'email-taken' };

/** What operators may do, over HTTP; for the control socket only, since it asks nobody who they are. */
function createControlApp({ tokens, market, accounts, shop }: Controlled): Hono {
  const app = new Hono();
  app.get('/', (c) => c.json({ control: 'order-saga' }));
  app.get('/tokens', async (c) => c.json(await tokens.listTokens()));
  app.post('/tokens', async (c) => {
    const { resellerId, label } = await c.req.json<{ resellerId: string; label: string }>();
    return c.json(await tokens.createToken(resellerId, label), 201);
  });
  app.post('/tokens/reseller', async (c) => {
    const { token } = await c.req.json<{ token: string }>();
    return c.json({ resellerId: (await tokens.resellerOf(token)) ?? null });
  });
  app.delete('/tokens/:tokenId', async (c) => c.json({ revoked: await tokens.revokeToken(c.req.param('tokenId')) }));
  app.put('/catalogue', async (c) => {
    const { products, dryRun } = await c.req.json<{ products: Product[]; dryRun: boolean }>();
    return c.json(await market.loadCatalogue(products, { dryRun }));
  });
  app.put('/resellers', async (c) => {
    await market.putReseller(await c.req.json<Reseller>());
    return c.json({});
  });
  app.put('/terms', async (c) => {
    await shop.putTerms(await c.req.json<Terms>());
    return c.json({});
  });
  app.get('/users', async (c) => c.json(await accounts.listUsers()));
  app.post('/users', async (c) => c.json(await accounts.addUser(await c.req.json<NewUser>()), 201));
  app.put('/users/password', async (c) => {
    const { email, passwordHash } = await c.req.json<{ email: string; passwordHash: string }>();
    return c.json({ changed: await accounts.resetPassword(email, passwordHash) });
  });
  app.onError((error, c) => {
    const code = REFUSALS[error.name];
    return c.json({ code: code ?? 'internal', message: error.message }, code === undefined ? 500 : 409);
  });
  return app;
}

/**
 * Listens on the socket of `dataDir`, and removes the file at the end. A socket file that a killed stack left behind
 * is replaced; the caller owns the data directory, so no living stack can be behind it.
 * @throws SocketPathTooLong
 */
export async function startControl({
  store,
  dataDir,
}: {
  store: Controlled;
  dataDir: string;
}): Promise<{ close(): Promise<void> }> {
  const path = controlSocketOf(dataDir);
  if (Buffer.byteLength(path) > LONGEST_PATH) throw new SocketPathTooLong(path);
  await rm(path, { force: true });
  const app = createControlApp(store);
  const server = createServer(getRequestListener(app.fetch));
  server.listen(path);
  await once(server, 'listening');
  await chmod(path, 0o600);
  return {
    async close() {
      // Every command has a connection of its own and needs a moment: what is under way is let finish.
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await rm(path, { force: true });
    },
  };
}

/** Whether a stack answers at the socket. */
export async function controlAnswers(socketPath: string): Promise<boolean> {
  return exchange(socketPath, 'GET', '/').then(
    (answer) => answer.status === 200,
    () => false,
  );
}

/** The store of the stack behind the socket. Each call may fail as the network may. */
export function connectControl(socketPath: string): Controlled {
  async function ask<T>(method: string, path: string, body?: object): Promise<T> {
    const { status, json } = await exchange(socketPath, method, path, body);
    if (status < 300) return json as T;
    const { code, message } = json as { code?: string; message?: string };
    if (code === REFUSALS.UnknownReseller) throw new UnknownReseller(message);
    if (code === REFUSALS.EmailTaken) throw new EmailTaken(message);
    throw new Error(message ?? `status ${status}`);
  }
  const tokens: TokenStore = {
    createToken: (resellerId, label) => ask('POST', '/tokens', { resellerId, label }),
    listTokens: () => ask<ApiToken[]>('GET', '/tokens'),
    async resellerOf(token) {
      const { resellerId } = await ask<{ resellerId: string | null }>('POST', '/tokens/reseller', { token });
      return resellerId ?? undefined;
    },
    async revokeToken(tokenId) {
      const answer = await ask<{ revoked: boolean }>('DELETE', `/tokens/${encodeURIComponent(tokenId)}`);
      return answer.revoked;
    },
  };
  return {
    tokens,
    market: {
      loadCatalogue: (products, { dryRun = false } = {}) =>
        ask<CatalogueChanges>('PUT', '/catalogue', { products, dryRun }),
      async putReseller(reseller) {
        await ask('PUT', '/resellers', reseller);
      },
    },
    shop: {
      async putTerms(terms) {
        await ask('PUT', '/terms', terms);
      },
    },
    accounts: {
      addUser: (user) => ask<User>('POST', '/users', user),
      listUsers: () => ask<User[]>('GET', '/users'),
      async resetPassword(email, passwordHash) {
        return (await ask<{ changed: boolean }>('PUT', '/users/password', { email, passwordHash })).changed;
      },
    },
  };
}

function exchange(socketPath: string, method: string, path: string, body?: object) {
  return new Promise<{ status: number; json: unknown }>((resolve, reject) => {
    const headers = body === undefined ? {} : { 'content-type': 'application/json' };
    const call = request({ socketPath, method, path, headers, agent: false, timeout: 10_000 }, async (response) => {
      try {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk as Buffer);
        resolve({ status: response.statusCode ?? 0, json: JSON.parse(Buffer.concat(chunks).toString('utf8')) });
      } catch (error) {
        reject(error);
      }
    });
    call.on('timeout', () => call.destroy(new Error('the stack did not answer in time')));
    call.on('error', reject);
    call.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
