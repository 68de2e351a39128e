import { useEdge } from './support/edge.ts';
import { ADA } from './support/world.ts';

const edge = useEdge();

describe('health', () => {
  test('the process is healthy while it runs, and ready only if it reaches what it needs', async () => {
    const { call, world } = await edge();
    expect((await call('GET', '/readyz')).json).toEqual({
      status: 'ready',
      checks: { database: 'ok', temporal: 'ok' },
    });
    world.temporalUp = false;
    const answer = await call('GET', '/readyz');
    expect([answer.status, answer.json.checks]).toEqual([503, { database: 'ok', temporal: 'unreachable' }]);
    expect(answer.text).not.toContain('10.0.0.8');
    world.databaseUp = false;
    expect((await call('GET', '/readyz')).json.checks.database).toBe('unreachable');
    expect((await call('GET', '/healthz')).json).toEqual({ status: 'ok' });
  });
});

describe('logs', () => {
  test('a token never reaches a log line, nor does a body, a name or an address', async () => {
    const { call, submit, open, world, app } = await edge();
    const { path, token } = await world.asking();
    await open(path);
    await submit(path, { ...ADA, email: 'wrong' });
    await submit(path, { ...ADA });
    await open(`${path}/receipt`);
    await open(`${path}/unknown/${token}`);
    await app.request(path, { method: 'PUT' });
    await open(`/Complete/${token}`);
    await call('GET', `/api/orders?q=${token}`);
    await call('POST', '/api/orders', world.buy, { 'idempotency-key': 'k' });
    world.databaseUp = false;
    await open(path);
    world.databaseUp = true;
    const cause = new Error(`jwt ${token}`);
    world.placing = new Error(`GET /complete/${token} said Bearer ${world.token}`, { cause });
    await call('POST', '/api/orders', world.buy, { 'idempotency-key': 'k2' });
    const log = world.log.join('');
    // What was done is there, or what follows would say nothing.
    expect(log).toContain('"/complete/:token"');
    expect(log).not.toContain(token);
    expect(log).not.toContain('body-of-the-link');
    expect(log).not.toContain(world.token);
    expect(log).not.toMatch(/Ada|Lovelace|engines\.example/);
  });

  test('each request is one line with its route, its status and the id that the caller was told', async () => {
    const { call, world, open } = await edge();
    const { headers } = await call('GET', '/api/orders/o-404');
    await open((await world.asking()).path);
    const lines = world.log.map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { method: 'GET', route: '/api/orders/:orderId', status: 404, requestId: headers.get('x-request-id') },
      { method: 'GET', route: '/complete/:token', status: 200 },
    ]);
  });
});
