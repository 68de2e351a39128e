import { PROBLEMS, type ProblemCode } from '../../web/site/problems.ts';
import { useEdge } from './support/edge.ts';

const edge = useEdge();

describe('problems', () => {
  test('every problem code is documented: a page, the docs, and OpenAPI', async () => {
    const { open } = await edge();
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
    const { open } = await edge();
    const { paths } = JSON.parse((await open('/api/openapi.json')).text);
    const text = JSON.stringify(paths);
    // These are answers of the app and not of an operation.
    const ofTheApp: ProblemCode[] = ['not-found', 'method-not-allowed'];
    for (const code of Object.keys(PROBLEMS))
      expect([code, text.includes(`\`${code}\``)]).toEqual([code, !ofTheApp.includes(code as ProblemCode)]);
  });

  test('a problem has the shape of RFC 9457, and its type is an address that explains it', async () => {
    const { call, open } = await edge();
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
    const { call } = await edge();
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
    const { call, world } = await edge();
    world.placing = new Error('password=hunter2 at 10.0.0.7');
    const answer = await call('POST', '/api/orders', world.buy, { 'idempotency-key': 'k' });
    expect([answer.status, answer.json.code]).toEqual([500, 'internal']);
    expect(answer.text).not.toMatch(/hunter2|10\.0\.0\.7|at .*\.ts/);
  });
});

describe('requests that no schema sees', () => {
  const key = { 'idempotency-key': 'k' };

  test('a body that is not JSON is 400, one of another type 415, one that is too large 413', async () => {
    const { call, world } = await edge();
    for (const [body, headers, status, code] of [
      ['{"a":', {}, 400, 'malformed-json'],
      ['', {}, 400, 'malformed-json'],
      [JSON.stringify(world.buy), { 'content-type': 'text/plain' }, 415, 'unsupported-media-type'],
      [
        JSON.stringify(world.buy),
        { 'content-type': 'application/x-www-form-urlencoded' },
        415,
        'unsupported-media-type',
      ],
      [
        JSON.stringify(world.buy),
        { 'content-type': 'application/json; charset=latin1' },
        415,
        'unsupported-media-type',
      ],
      [`"${'x'.repeat(64 * 1024)}"`, {}, 413, 'payload-too-large'],
    ] as const) {
      const answer = await call('POST', '/api/orders', body, { ...key, ...headers });
      expect([answer.status, answer.json.code]).toEqual([status, code]);
    }
    expect(await world.placed()).toBe(0);
  });

  test('a body whose size nobody announced is limited too', async () => {
    const { app, world } = await edge();
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
      headers: { authorization: `Bearer ${world.token}`, 'content-type': 'application/json', ...key },
      body,
      duplex: 'half',
    } as RequestInit);
    expect(response.status).toBe(413);
    expect(sent).toBeLessThan(20);
    expect(await world.placed()).toBe(0);
  });

  test('JSON with a charset is JSON', async () => {
    const { call, world } = await edge();
    const headers = { ...key, 'content-type': 'application/json; charset=utf-8' };
    expect((await call('POST', '/api/orders', world.buy, headers)).status).toBe(202);
  });

  test('an unknown address is 404, and a known one tells the methods that it takes', async () => {
    const { call, open } = await edge();
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

test('the stylesheet has a name of its own content, and may be kept for ever', async () => {
  const { open } = await edge();
  const { text } = await open('/');
  const href = text.match(/<link rel="stylesheet" href="([^"]+)"/)?.[1] ?? '';
  const { status, headers } = await open(href);
  expect(status).toBe(200);
  expect(headers.get('content-type')).toContain('text/css');
  expect(headers.get('cache-control')).toContain('immutable');
});
