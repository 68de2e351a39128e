import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import type { Context } from 'hono';

/** What can answer requests: any Hono app. */
export interface FetchApp {
  fetch(request: Request, env?: unknown): Response | Promise<Response>;
}

export interface HttpServer {
  /** Where it listens, such as `http://127.0.0.1:3000`. */
  url: string;
  port: number;
  /**
   * Takes no new connections, closes those on which nothing is asked, lets requests in flight finish with `Connection:
   * close`, then resolves; after `graceMs` it cuts them.
   */
  close(graceMs?: number): Promise<void>;
}

/** Longer than any request takes that is not stuck: two waits for the database, or a message to an order and what follows. */
export const GRACE_MS = 15_000;

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
  const drain = drainable(server);
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
  return { url, port: bound, close: drain };
}

const stopping = new WeakMap<object, AbortController>();

/** Aborts when the server that has the request is about to end; absent where no server has it. */
export function stopSignalOf(c: Context): AbortSignal | undefined {
  const server = serverOf(c);
  return server && stopOf(server).signal;
}

function stopOf(server: object): AbortController {
  const known = stopping.get(server) ?? new AbortController();
  stopping.set(server, known);
  return known;
}

/** Whether the server that has the request is about to end, and only finishes what it has begun. */
export function isStopping(c: Context): boolean {
  return stopSignalOf(c)?.aborted === true;
}

function serverOf(c: Context): object | undefined {
  const env: { incoming?: { socket?: { server?: object } } } | undefined = c.env;
  return env?.incoming?.socket?.server;
}

/** Must see every request before the app does: an answer that is begun can no longer say that it is the last. */
function drainable(server: Server): (graceMs?: number) => Promise<void> {
  const sockets = new Set<Socket>();
  const inFlight = new Set<ServerResponse>();
  const stop = stopOf(server);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('request', (_request, response) => {
    inFlight.add(response);
    response.once('close', () => inFlight.delete(response));
    if (stop.signal.aborted) last(response);
  });

  return async (graceMs = GRACE_MS) => {
    stop.abort();
    // What has arrived already, on connections that are about to be taken, too, is read before it could be cut off.
    for (let turns = 0; turns < 3; turns++) await setImmediate();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const response of inFlight) last(response);
    server.closeIdleConnections();
    // Opened in advance, as browsers do: nothing has been asked on it, and for Node it is not idle.
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    await closed;
    clearTimeout(cut);
  };
}

/** So that whoever asked takes another connection, and thus another server, for the next request. */
function last(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}
