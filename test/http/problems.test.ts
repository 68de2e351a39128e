import { PROBLEMS, type ProblemCode } from '../../client/http/problems.ts';
import { ADA, edge, ORDER, OTHER_TOKEN } from './doubles.ts';

describe('problems', () => {
  test('every problem code is documented: a page, the docs, and OpenAPI', async () => {
    const { open } = edge();
    const docs = (await open('/api/docs')).text;
    const openapi = (await open('/api/openapi.json')).text;
    for (const [code, kind] of Object.entries(PROBLEMS)) {
      const page = await open(`/api/problems/${code}`);
      expect([code, page.status]).toEqual([code, 200]);
      expect(page.text).toContain(kind.title);
      expect(docs).toContain(`/api/problems/${code}"`);
      expect(JSON.parse(openapi).components.schemas.Problem.properties.code.enum).toContain(code);
    }
    expect((await open('/api/problems/constructor')).status).toBe(404);
  });

  test('every code that an operation may answer stands with it, and none is documented that no operation answers', async () => {
    const { open } = edge();
    const { paths } = JSON.parse((await open('/api/openapi.json')).text);
    const text = JSON.stringify(paths);
    // These are answers of the app and not of an operation.
    const ofTheApp: ProblemCode[] = ['not-found', 'method-not-allowed'];
    for (const code of Object.keys(PROBLEMS))
      expect([code, text.includes(`\`${code}\``)]).toEqual([code, !ofTheApp.includes(code as ProblemCode)]);
  });

  test('a problem has the shape of RFC 9457, and its type is an address that explains it', async () => {
    const { call, open } = edge();
    const answer = await call('GET', '/api/orders/nothing');
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    const requestId = answer.headers.get('x-request-id');
    expect(answer.json).toEqual({
      type: 'https://orders.example/api/problems/order-not-found',
      title: PROBLEMS['order-not-found'].title,
      status: 404,
      detail: 'There is no order with this id.',
      code: 'order-not-found',
      instance: `urn:request:${requestId}`,
      requestId,
    });
    expect((await open(new URL(answer.json.type).pathname)).status).toBe(200);
  });

  test('the caller’s trace id is the request id', async () => {
    const { call } = edge();
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const answer = await call('GET', '/api/orders/nothing', undefined, {
      traceparent: `00-${trace}-00f067aa0ba902b7-01`,
    });
    expect(answer.json.requestId).toBe(trace);
    const forged = await call('GET', '/api/orders/nothing', undefined, {
      traceparent: `00-${'0'.repeat(32)}-x\n-01`.replace('\n', ''),
    });
    expect(forged.json.requestId).toMatch(/^(?!0{32})[0-9a-f]{32}$/);
  });

  test('an error inside is 500 without its message', async () => {
    const { call, world } = edge();
    world.place = () => {
      throw new Error('password=hunter2 at 10.0.0.7');
    };
    const answer = await call('POST', '/api/orders', ORDER, { 'idempotency-key': 'k' });
    expect([answer.status, answer.json.code]).toEqual([500, 'internal']);
    expect(answer.text).not.toMatch(/hunter2|10\.0\.0\.7|at .*\.ts/);
  });
});

describe('requests that no schema sees', () => {
  const key = { 'idempotency-key': 'k' };

  test('a body that is not JSON is 400, one of another type 415, one that is too large 413', async () => {
    const { call, world } = edge();
    for (const [body, headers, status, code] of [
      ['{"a":', {}, 400, 'malformed-json'],
      ['', {}, 400, 'malformed-json'],
      [JSON.stringify(ORDER), { 'content-type': 'text/plain' }, 415, 'unsupported-media-type'],
      [JSON.stringify(ORDER), { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'unsupported-media-type'],
      [JSON.stringify(ORDER), { 'content-type': 'application/json; charset=latin1' }, 415, 'unsupported-media-type'],
      [`"${'x'.repeat(64 * 1024)}"`, {}, 413, 'payload-too-large'],
    ] as const) {
      const answer = await call('POST', '/api/orders', body, { ...key, ...headers });
      expect([answer.status, answer.json.code]).toEqual([status, code]);
    }
    expect(world.orders.size).toBe(0);
  });

  test('a body whose size nobody announced is limited too', async () => {
    const { app, world } = edge();
    const chunk = new TextEncoder().encode(' '.repeat(16 * 1024));
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        sent += 1;
        if (sent > 100) controller.close();
        else controller.enqueue(chunk);
      },
    });
    const response = await app.request('/api/orders', {
      method: 'POST',
      headers: { authorization: 'Bearer token-of-alpha', 'content-type': 'application/json', ...key },
      body,
      duplex: 'half',
    } as RequestInit);
    expect(response.status).toBe(413);
    expect(sent).toBeLessThan(20);
    expect(world.orders.size).toBe(0);
  });

  test('JSON with a charset is JSON', async () => {
    const { call } = edge();
    const headers = { ...key, 'content-type': 'application/json; charset=utf-8' };
    expect((await call('POST', '/api/orders', ORDER, headers)).status).toBe(202);
  });

  test('an unknown address is 404, and a known one tells the methods that it takes', async () => {
    const { call, open } = edge();
    expect((await call('GET', '/api/nothing')).json.code).toBe('not-found');
    expect((await open('/nothing')).text).toContain('There is no such page');
    const wrong = await call('DELETE', '/api/orders/o-1');
    expect([wrong.status, wrong.json.code, wrong.headers.get('allow')]).toEqual([
      405,
      'method-not-allowed',
      'GET, HEAD',
    ]);
  });
});

describe('who may call', () => {
  test('every operation but health needs a valid token', async () => {
    const { app, open } = edge();
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
    expect(seen).toBe(11);
  });

  test.each([
    'Bearer',
    'Bearer ',
    'Basic dXNlcjpwYXNz',
    'Bearer wrong',
    `Bearer ${'x'.repeat(5000)}`,
    'token-of-alpha',
  ])('a header that is no valid token is 401: %.30s', async (authorization) => {
    const { call } = edge();
    const answer = await call('GET', '/api/orders', undefined, { authorization });
    expect([answer.status, answer.json.code]).toEqual([401, 'unauthorized']);
  });

  test('guessing is slowed down, and locks out nobody who has a token', async () => {
    const { call } = edge();
    const guess = () => call('GET', '/api/orders', undefined, { authorization: 'Bearer guess' });
    let last = await guess();
    for (let tries = 0; tries < 30; tries++) last = await guess();
    expect([last.status, last.json.code]).toEqual([429, 'too-many-requests']);
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await call('GET', '/api/orders')).status).toBe(200);
  });

  test('a proxy’s word on the address is believed only where there is a proxy of ours', async () => {
    for (const [trustedProxies, limited] of [
      [0, true],
      [1, false],
    ] as const) {
      const { call } = edge({ trustedProxies });
      let last = 401;
      for (let tries = 0; tries < 25; tries++) {
        const headers = { authorization: 'Bearer guess', 'x-forwarded-for': `10.0.0.${tries}` };
        last = (await call('GET', '/api/orders', undefined, headers)).status;
      }
      expect(last === 429).toBe(limited);
    }
  });
});

describe('catalogue and customers', () => {
  test('the catalogue is searched, with prices as decimals', async () => {
    const { call } = edge();
    expect((await call('GET', '/api/catalogue?q=office')).json).toEqual({
      items: [
        {
          productId: 'veritas-o365-backup',
          name: 'Office 365 Backup',
          vendor: 'Veritas',
          description: 'Backs up mail, files and sites.',
          price: { amount: '3.50', currency: 'EUR', per: 'seat/month' },
          quantity: { minimum: 1, maximum: 1000, step: 1 },
          termsVersion: '2026-01',
        },
      ],
      nextCursor: null,
    });
    expect((await call('GET', '/api/catalogue?q=%00')).status).toBe(400);
    expect((await call('GET', '/api/catalogue')).json.items).toHaveLength(1);
  });

  test('a customer is added, read, listed, and its admin contact changed', async () => {
    const { call } = edge();
    const address = { street: 'Hauptstr. 1', city: 'Köln', postalCode: '50667', country: 'DE' };
    const body = { name: 'Mühle GmbH', address, contacts: { admin: { name: 'Jo', email: 'jo@muehle.example' } } };
    const added = await call('POST', '/api/customers', body);
    expect([added.status, added.headers.get('location')]).toEqual([201, '/api/customers/c-2']);
    expect(added.json).toEqual({ customerId: 'c-2', ...body, onHold: false });
    const contact = { name: 'Kim', email: 'kim@muehle.example' };
    const changed = await call('PUT', '/api/customers/c-2/admin-contact', contact);
    expect([changed.status, changed.json.contacts.admin]).toEqual([200, contact]);
    expect((await call('GET', '/api/customers/c-2')).json).toEqual(changed.json);
    expect((await call('GET', '/api/customers')).json.items).toHaveLength(2);
  });

  test("another reseller's customer is 404 and unchanged", async () => {
    const { call, world } = edge();
    const before = world.customers.get('c-1');
    const asBeta = { authorization: `Bearer ${OTHER_TOKEN}` };
    expect((await call('GET', '/api/customers/c-1', undefined, asBeta)).status).toBe(404);
    const contact = { name: 'Eve', email: 'eve@beta.example' };
    expect((await call('PUT', '/api/customers/c-1/admin-contact', contact, asBeta)).status).toBe(404);
    expect(world.customers.get('c-1')).toBe(before);
  });

  test('a customer without an admin contact, or in no country, is refused', async () => {
    const { call } = edge();
    const address = { street: 'a', city: 'b', postalCode: 'c', country: 'Germany' };
    const { json } = await call('POST', '/api/customers', { name: 'x', address, contacts: {} });
    expect(json.errors.map((error: { pointer: string }) => error.pointer)).toEqual([
      '/address/country',
      '/contacts/admin',
    ]);
  });
});

describe('health', () => {
  test('the process is healthy while it runs, and ready only if it reaches what it needs', async () => {
    const { call, world } = edge();
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
    const { call, submit, open, world, app } = edge();
    const { path, token } = world.asking();
    await open(path);
    await submit(path, { ...ADA, email: 'wrong' });
    await submit(path, { ...ADA });
    await open(`${path}/receipt`);
    await open(`${path}/unknown/${token}`);
    await app.request(path, { method: 'PUT' });
    await open(`/Complete/${token}`);
    await call('GET', `/api/orders?q=${token}`);
    await call('POST', '/api/orders', ORDER, { 'idempotency-key': 'k' });
    world.databaseUp = false;
    await open(path);
    world.databaseUp = true;
    world.place = () => {
      throw new Error(`GET /complete/${token} said Bearer token-of-alpha`, { cause: new Error(`jwt ${token}`) });
    };
    await call('POST', '/api/orders', ORDER, { 'idempotency-key': 'k2' });
    const log = world.log.join('');
    expect(log).not.toContain(token);
    expect(log).not.toContain('body-of-the-link');
    expect(log).not.toContain('token-of-alpha');
    expect(log).not.toMatch(/Ada|Lovelace|engines\.example/);
  });

  test('each request is one line with its route, its status and the id that the caller was told', async () => {
    const { call, world, open } = edge();
    const { headers } = await call('GET', '/api/orders/o-404');
    await open(world.asking().path);
    const lines = world.log.map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { method: 'GET', route: '/api/orders/:orderId', status: 404, requestId: headers.get('x-request-id') },
      { method: 'GET', route: '/complete/:token', status: 200 },
    ]);
  });
});

test('the stylesheet has a name of its own content, and may be kept for ever', async () => {
  const { open } = edge();
  const { text } = await open('/');
  const href = text.match(/<link rel="stylesheet" href="([^"]+)"/)?.[1] ?? '';
  const { status, headers } = await open(href);
  expect(status).toBe(200);
  expect(headers.get('content-type')).toContain('text/css');
  expect(headers.get('cache-control')).toContain('immutable');
});
