import { once } from 'node:events';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';

/** What can answer requests: any Hono app. */
export interface FetchApp {
  fetch(request: Request, env?: unknown): Response | Promise<Response>;
}

export interface HttpServer {
  /** Where it listens, such as `http://127.0.0.1:3000`. */
  url: string;
  port: number;
  /** Takes no new connections, lets requests in flight finish, then resolves; after `graceMs` it cuts them. */
  close(graceMs?: number): Promise<void>;
}

/** Thrown when another program already listens on the port. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';
  readonly port: number;
  constructor(port: number, host: string, options?: ErrorOptions) {
    super(
      `Port ${port} on ${host} is already in use: stop the program that uses it, or set PORT to a free one.`,
      options,
    );
    this.port = port;
  }
}

/** In which a request must be here, and how often Node looks for late ones: no body is larger than 64 kB. */
const RECEIVE_MS = { headersTimeout: 15_000, requestTimeout: 30_000, connectionsCheckingInterval: 5_000 };

/**
 * Listens, and resolves once connections are taken. `port: 0` takes a free one; since the app needs to know its own
 * public URL, `app` may be a function that is given the URL that came of it.
 * @throws PortTaken
 */
export async function startHttp(options: {
  app: FetchApp | ((url: string) => FetchApp);
  port: number;
  host?: string;
  receiveMs?: typeof RECEIVE_MS;
}): Promise<HttpServer> {
  const { port, host = '127.0.0.1' } = options;
  // The Host header of a request is not trusted for anything, and this one keeps URLs parseable where it is absent.
  const server = createServer(options.receiveMs ?? RECEIVE_MS);
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') throw new PortTaken(port, host, { cause: error });
    throw error;
  }
  const bound = (server.address() as AddressInfo).port;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${bound}`;
  const app = typeof options.app === 'function' ? options.app(url) : options.app;
  server.on(
    'request',
    getRequestListener((request, env) => app.fetch(request, env)),
  );
  return { url, port: bound, close: (graceMs) => closeGracefully(server, graceMs) };
}

async function closeGracefully(server: Server, graceMs = 10_000): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(cut);
}
