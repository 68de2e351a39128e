/** The app before a world of its own, and those who call it. */
import { rmSync } from 'node:fs';
import { Writable } from 'node:stream';
import { type Logger, pino } from 'pino';
import { openStore } from '../../../store/index.ts';
import type { Store } from '../../../store/store.ts';
import { createApp } from '../../../web/app.ts';
import type { HttpDeps } from '../../../web/site/ports.ts';
import { newDataDir } from '../../support/data-directories.ts';
import { World } from './world.ts';

/** Opens one embedded database for the tests of a file; each call makes a world in it that knows nothing of the others. */
export function useWorlds(): () => Promise<World> {
  let dataDir: string;
  let store: Store | undefined;
  beforeAll(async () => {
    dataDir = await newDataDir('order-saga-web-');
    store = await openStore({ dataDir });
  });
  afterAll(async () => {
    await store?.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return async () => {
    if (!store) throw new Error('the store is opened in beforeAll');
    return World.on(store);
  };
}

/** An app before a new world, for each call. */
export function useEdge(): (more?: Partial<HttpDeps>) => Promise<ReturnType<typeof edgeOf>> {
  const newWorld = useWorlds();
  return async (more) => edgeOf(await newWorld(), more);
}

export function edgeOf(world: World, more: Partial<HttpDeps> = {}) {
  const app = createApp({
    store: world.httpStore,
    orders: world.workflows,
    reconciliation: world.reconciliation,
    links: { verify: async (token) => world.links.get(token) ?? { kind: 'broken' } },
    publicUrl: 'https://orders.example',
    logger: loggerTo(world.log),
    now: () => world.now,
    trustedProxies: 0,
    timeZone: 'UTC',
    ...more,
  });

  async function request(path: string, init: RequestInit) {
    const response = await app.request(path, init);
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  return {
    world,
    app,
    /** Headers of beta's service. */
    asBeta: { authorization: `Bearer ${world.otherToken}` },
    asOperator: { authorization: `Bearer ${world.operatorToken}` },
    /** A call of a reseller's service: alpha's, unless the headers say otherwise. A text is sent as it is. */
    async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
      const answer = await request(path, {
        method,
        headers: {
          authorization: `Bearer ${world.token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
      });
      const isJson = answer.headers.get('content-type')?.includes('json');
      return { ...answer, json: isJson ? JSON.parse(answer.text) : undefined };
    },
    /** The form, sent by a browser. */
    submit: (path: string, fields: object) =>
      request(path, { method: 'POST', body: new URLSearchParams({ ...fields }) }),
    open: (path: string) => request(path, { headers: { accept: 'text/html' } }),
  };
}

/** A log that can be read, at the level that writes most. */
function loggerTo(lines: string[]): Logger {
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  return pino({ level: 'trace' }, sink);
}
