/** Reading an order only if it has changed, and as soon as it does. */
import { startHttp } from '../../web/site/server.ts';
import { statementsOf } from '../support/statements.ts';
import { useEdge } from './support/edge.ts';

const edge = useEdge();

test('an order’s ETag says whether it has changed, and with If-None-Match only what has changed is answered', async () => {
  const { call, world } = await edge();
  const { orderId } = await world.order();
  const path = `/api/orders/${orderId}`;
  const first = await call('GET', path);
  const tag = first.headers.get('etag') as string;
  expect(tag).toMatch(/^W\/"[\w-]{22}"$/);
  for (const condition of [tag, `"other", ${tag}`, tag.replace('W/', ''), '*']) {
    const same = await call('GET', path, undefined, { 'if-none-match': condition });
    expect([condition, same.status, same.text, same.headers.get('etag')]).toEqual([condition, 304, '', tag]);
  }
  await world.apply(orderId, 'inquiring');
  const changed = await call('GET', path, undefined, { 'if-none-match': tag });
  expect([changed.status, changed.json.state]).toEqual([200, 'inquiring']);
  expect(changed.headers.get('etag')).not.toBe(tag);
});

test('a request for an order, or for a list of them, is two statements: one for the token, one for the orders', async () => {
  const { call, world } = await edge();
  const { orderId } = await world.order();
  for (const path of [`/api/orders/${orderId}`, '/api/orders']) {
    const statements = await statementsOf(() => call('GET', path));
    expect([path, statements.length]).toEqual([path, 2]);
  }
});

test('who waits with the ETag is answered as soon as the order changes; without one, or with another, at once', async () => {
  const { call, world } = await edge();
  const { orderId } = await world.order();
  const path = `/api/orders/${orderId}?wait=60`;
  const at = await call('GET', path);
  const tag = at.headers.get('etag') as string;
  expect(at.status).toBe(200);
  expect((await call('GET', path, undefined, { 'if-none-match': '"other"' })).status).toBe(200);
  expect((await call('GET', path, undefined, { 'if-none-match': '*' })).status).toBe(304);
  const waiting = call('GET', path, undefined, { 'if-none-match': tag });
  await world.apply(orderId, 'inquiring');
  const answer = await waiting;
  expect([answer.status, answer.json.state]).toEqual([200, 'inquiring']);
  const now = answer.headers.get('etag') as string;
  const brief = await call('GET', path.replace('60', '1'), undefined, { 'if-none-match': now });
  expect([brief.status, brief.headers.get('etag')]).toEqual([304, now]);
});

test.each(['0', '61', '1.5', '-1', 'x', ''])(
  'a wait of "%s" seconds is refused, and the parameter named',
  async (wait) => {
    const { call, world } = await edge();
    const { orderId } = await world.order();
    const answer = await call('GET', `/api/orders/${orderId}?wait=${wait}`);
    expect([answer.status, answer.json.code, answer.json.errors[0].parameter]).toEqual([
      400,
      'invalid-request',
      'wait',
    ]);
  },
);

test('of the requests in hand half may wait; one more is refused at once, and those who go away make room', async () => {
  const { call, world, app } = await edge({ mostRequests: 2 });
  const { orderId } = await world.order();
  const path = `/api/orders/${orderId}?wait=60`;
  const tag = (await call('GET', path)).headers.get('etag') as string;
  const headers = { 'if-none-match': tag, authorization: `Bearer ${world.token}` };
  const gone = new AbortController();
  let one = app.request(path, { headers, signal: gone.signal });
  let other = await app.request(path, { headers });
  expect([other.status, Number(other.headers.get('retry-after')) > 0]).toEqual([503, true]);
  gone.abort();
  expect((await one).status).toBe(304);
  one = app.request(path, { headers });
  await world.apply(orderId, 'inquiring');
  other = await one;
  expect(other.status).toBe(200);
});

test('a server that stops answers those who wait at once', async () => {
  const { app, world, call } = await edge();
  const { orderId } = await world.order();
  const server = await startHttp({ port: 0, app });
  const tag = (await call('GET', `/api/orders/${orderId}`)).headers.get('etag') as string;
  const changed = jest.spyOn(world.store.orderWatch, 'changed');
  const waiting = fetch(`${server.url}/api/orders/${orderId}?wait=60`, {
    headers: { 'if-none-match': tag, authorization: `Bearer ${world.token}` },
  });
  while (changed.mock.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
  changed.mockRestore();
  const closed = server.close(3_600_000);
  expect((await waiting).status).toBe(304);
  await closed;
});
