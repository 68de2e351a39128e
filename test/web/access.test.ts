import { useEdge } from './support/edge.ts';

const edge = useEdge();

describe('who may call', () => {
  test('every operation but health needs a valid token', async () => {
    const { app, open } = await edge();
    const { paths } = JSON.parse((await open('/api/openapi.json')).text);
    let seen = 0;
    for (const [path, methods] of Object.entries(paths as Record<string, Record<string, { security?: unknown }>>)) {
      for (const [method, operation] of Object.entries(methods)) {
        if (path === '/healthz' || path === '/readyz') continue;
        seen += 1;
        expect(operation.security).toEqual([{ bearer: [] }]);
        const response = await app.request(path.replace(/{\w+}/, 'x'), { method: method.toUpperCase() });
        expect([path, response.status]).toEqual([path, 401]);
        expect(response.headers.get('www-authenticate')).toContain('Bearer');
      }
    }
    expect(seen).toBe(17);
  });

  test.each(['Bearer', 'Bearer ', 'Basic dXNlcjpwYXNz', 'Bearer wrong', `Bearer ${'x'.repeat(5000)}`])(
    'a header that is no valid token is 401: %.30s',
    async (authorization) => {
      const { call } = await edge();
      const answer = await call('GET', '/api/orders', undefined, { authorization });
      expect([answer.status, answer.json.code]).toEqual([401, 'unauthorized']);
    },
  );

  test('a valid token without "Bearer" before it is 401', async () => {
    const { call, world } = await edge();
    const answer = await call('GET', '/api/orders', undefined, { authorization: world.token });
    expect([answer.status, answer.json.code]).toEqual([401, 'unauthorized']);
  });

  test('an operator’s token opens what is for operators, a reseller’s everything else, and neither the other', async () => {
    const { call, world } = await edge();
    const { token } = await world.store.tokens.createOperatorToken('night shift');
    const asOperator = { authorization: `Bearer ${token}` };
    const refused = await call('GET', '/api/orders', undefined, asOperator);
    expect([refused.status, refused.json.code]).toEqual([403, 'token-not-allowed']);
    const kept = await call('GET', '/api/operator/x');
    expect([kept.status, kept.json.code]).toEqual([403, 'token-not-allowed']);
    expect((await call('GET', '/api/operator/x', undefined, { authorization: 'Bearer guess' })).status).toBe(401);
    expect((await call('GET', '/api/operator/x', undefined, asOperator)).status).toBe(404);
    expect((await call('GET', '/api/orders')).status).toBe(200);
  });

  test('guessing is slowed down, and locks out nobody who has a token', async () => {
    const { call } = await edge();
    const guess = () => call('GET', '/api/orders', undefined, { authorization: 'Bearer guess' });
    let last = await guess();
    for (let tries = 0; tries < 70; tries++) last = await guess();
    expect([last.status, last.json.code]).toEqual([429, 'too-many-requests']);
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await call('GET', '/api/orders')).status).toBe(200);
  });

  test('a proxy’s word on the address is believed only where there is a proxy of ours', async () => {
    for (const [trustedProxies, limited] of [
      [0, true],
      [1, false],
    ] as const) {
      const { call } = await edge({ trustedProxies });
      let last = 401;
      for (let tries = 0; tries < 70; tries++) {
        const headers = { authorization: 'Bearer guess', 'x-forwarded-for': `10.0.0.${tries}` };
        last = (await call('GET', '/api/orders', undefined, headers)).status;
      }
      expect(last === 429).toBe(limited);
    }
  });
});
