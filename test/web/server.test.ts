import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { Hono } from 'hono';
import { MESSAGE_PATIENCE_MS } from '../../client/orders.ts';
import { GRACE_MS, PortTaken, startHttp } from '../../web/site/server.ts';
import { useEdge } from './support/edge.ts';

const edge = useEdge();

test('an order is placed over real HTTP, at the address that a free port gave', async () => {
  const { app, world } = await edge();
  let given = '';
  const server = await startHttp({
    port: 0,
    app(url) {
      given = url;
      return app;
    },
  });
  try {
    expect(given).toBe(server.url);
    const response = await fetch(`${server.url}/api/orders`, {
      method: 'POST',
      headers: { authorization: `Bearer ${world.token}`, 'content-type': 'application/json', 'idempotency-key': 'k' },
      body: JSON.stringify(world.buy),
    });
    expect(response.status).toBe(202);
    const order = await fetch(server.url + response.headers.get('location'), {
      headers: { authorization: `Bearer ${world.token}` },
    });
    expect(((await order.json()) as { state: string }).state).toBe('acknowledged');
    const head = await fetch(`${server.url}/healthz`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const tooLarge = await fetch(`${server.url}/api/orders`, {
      method: 'POST',
      headers: { authorization: `Bearer ${world.token}`, 'content-type': 'application/json', 'idempotency-key': 'k' },
      body: 'x'.repeat(1_000_000),
    });
    expect(tooLarge.status).toBe(413);
  } finally {
    await server.close();
  }
});

test('a request that makes no sense as HTTP or as an address breaks nothing', async () => {
  const { app, world } = await edge();
  const server = await startHttp({ port: 0, app });
  const { token } = await world.asking();
  try {
    for (const line of [
      `GET //complete/${token} HTTP/1.1\r\nHost: x`,
      'GET /%E0%A4%A HTTP/1.1\r\nHost: x',
      'GET / HTTP/1.1\r\nHost: a b',
      `GET /complete/%00${token} HTTP/1.1\r\nHost: x`,
    ]) {
      const answer = await raw(server.port, `${line}\r\nConnection: close\r\n\r\n`);
      expect([line, answer.split(' ')[1]]).toEqual([line, expect.stringMatching(/^[24]\d\d$/)]);
    }
    expect(world.log.join('')).not.toContain(token);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  } finally {
    await server.close();
  }
});

test('a taken port is one clear sentence', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as { port: number };
  const failure = await startHttp({ port, app: new Hono() }).catch((error: unknown) => error);
  await new Promise((resolve) => other.close(resolve));
  expect(failure).toBeInstanceOf(PortTaken);
  expect((failure as Error).message).toBe(
    `Port ${port} on 127.0.0.1 is already in use: stop the program that uses it, or set PORT to a free one.`,
  );
});

/** `/slow` is in flight from `inFlight` on, and answered once `finish` is called. */
function slowApp() {
  const app = new Hono();
  let arrived = () => {};
  const inFlight = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  app.get('/slow', async (c) => {
    arrived();
    await finished;
    return c.text('done');
  });
  return { app, inFlight, finish: () => finish() };
}

test('closing lets a request in flight finish, and takes no new one', async () => {
  const { app, inFlight, finish } = slowApp();
  const server = await startHttp({ port: 0, app });
  const response = fetch(`${server.url}/slow`);
  await inFlight;
  const closed = server.close();
  // What comes in the moment of stopping is taken; after it nothing is.
  for (let turns = 0; turns < 10; turns++) await new Promise((resolve) => setImmediate(resolve));
  await expect(fetch(`${server.url}/slow`)).rejects.toThrow();
  finish();
  expect(await (await response).text()).toBe('done');
  await closed;
});

test('while it stops, what is in flight is answered as the last on its connection, and connections without a request are closed at once', async () => {
  const { app, inFlight, finish } = slowApp();
  app.get('/quick', (c) => c.text('done'));
  const server = await startHttp({ port: 0, app });
  const [silent, kept, slow, late] = await Promise.all(Array.from({ length: 4 }, () => keptAlive(server.port)));
  if (!silent || !kept || !slow || !late) throw new Error('four were opened');
  kept.send('GET /quick HTTP/1.1\r\nHost: x\r\n\r\n');
  expect(await kept.answer()).toContain('Connection: keep-alive');
  slow.send('GET /slow HTTP/1.1\r\nHost: x\r\n\r\n');
  late.send('GET /quick HTTP/1.1\r\nHost: x\r\n');
  await inFlight;

  const closed = server.close();
  // Both resolve although the slow request is still in flight.
  expect(await Promise.all([silent.closed, kept.closed])).toEqual(['ended', 'ended']);
  late.send('\r\n');
  expect(await late.answer()).toMatch(/200 OK[\s\S]*Connection: close/i);
  finish();
  expect(await slow.answer()).toMatch(/200 OK[\s\S]*Connection: close/i);
  expect(await Promise.all([slow.closed, late.closed])).toEqual(['ended', 'ended']);
  await closed;
});

test('whoever asks while it stops whether it is ready learns that it is not', async () => {
  const { app } = await edge();
  const server = await startHttp({ port: 0, app });
  const probe = await keptAlive(server.port);
  probe.send('GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n');
  expect(await probe.answer()).toContain('200 OK');
  probe.send('GET /readyz HTTP/1.1\r\nHost: x\r\n');
  const closed = server.close();
  probe.send('\r\n');
  expect(await probe.answer()).toMatch(/503 Service Unavailable[\s\S]*not-ready/);
  await closed;
});

test('whoever waits for an order to answer a message is not cut off by a stop', () => {
  expect(GRACE_MS).toBeGreaterThan(MESSAGE_PATIENCE_MS + 5000);
});

test('closing does not wait for ever for a request that never ends', async () => {
  const app = new Hono();
  let arrived = () => {};
  const inFlight = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  app.get('/never', () => {
    arrived();
    return new Promise<Response>(() => {});
  });
  const server = await startHttp({ port: 0, app });
  const response = fetch(`${server.url}/never`).catch(() => 'cut');
  await inFlight;
  await server.close(50);
  expect(await response).toBe('cut');
});

/** A connection that is used for one request after another. */
async function keptAlive(port: number) {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  let text = '';
  socket.on('data', (chunk) => {
    text += String(chunk);
  });
  const closed = new Promise<string>((resolve) => {
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.on('close', () => resolve('ended'));
  });
  return {
    closed,
    send: (part: string) => socket.write(part),
    /** The next one, as long as it says that it is. */
    async answer(): Promise<string> {
      for (;;) {
        const [head = '', body] = text.split('\r\n\r\n');
        const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
        if (body !== undefined && Buffer.byteLength(body) >= length) {
          text = '';
          return `${head}\r\n\r\n${body}`;
        }
        const more = await Promise.race([once(socket, 'data'), closed]);
        if (typeof more === 'string') return `${text}${more}`;
      }
    },
  };
}

function raw(port: number, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.end(request));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += String(chunk);
    });
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
  });
}
