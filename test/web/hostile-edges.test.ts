/** What strangers send to the edge: links that are none, requests that never end, words that are meant for the log. */
import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { createLinkIssuer } from '../../activities/email/links.ts';
import { createLinkVerifier } from '../../web/site/links.ts';
import { startHttp } from '../../web/site/server.ts';
import { useEdge } from './support/edge.ts';
import { UNTIL } from './support/world.ts';

const edge = useEdge();

const KEYS = [{ id: 'k', secret: new Uint8Array(32).fill(7) }];

/** A link that holds, of an order that waits. */
async function genuine() {
  const made = await edge({ links: createLinkVerifier(KEYS) });
  const { orderId } = await made.world.asking();
  const issuer = createLinkIssuer({ publicUrl: 'https://orders.example', keys: KEYS });
  const link = await issuer.issue({ orderId, revision: 1, expires: UNTIL });
  const token = link.slice(link.lastIndexOf('/') + 1);
  expect((await made.open(`/complete/${token}`)).status).toBe(200);
  return { ...made, token };
}

/** A browser takes them for another address. */
const DOTS = /^(?:\.|%2e){1,2}$/i;

test('whatever stands in the place of a link is a page that says so: nothing fails, and nothing of it is logged', async () => {
  const { world, token, app } = await genuine();
  const [header = '', payload = '', signature = ''] = token.split('.');
  const part = (change: object) => Buffer.from(JSON.stringify(change)).toString('base64url');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
  const headers = fc.record({
    alg: fc.constantFrom<unknown>('HS256', 'none', 'RS256', 'HS512', null, {}, 7),
    typ: fc.constantFrom<unknown>('JWT', 'at+jwt', '', null, []),
    kid: fc.constantFrom<unknown>('k', '__proto__', 'constructor', '../k', '\u0000', 'x'.repeat(900), null, 1),
    crit: fc.constantFrom<unknown>(undefined, ['exp'], 'b64'),
  });
  const altered = fc.oneof(
    fc.nat({ max: token.length - 1 }).map((at) => token.slice(0, at)),
    fc
      .tuple(fc.nat({ max: token.length - 1 }), fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }))
      .map(([at, other]) => token.slice(0, at) + other + token.slice(at + 1)),
    headers.map((other) => `${part(other)}.${payload}.${signature}`),
    fc.jsonValue({ maxDepth: 2 }).map((other) => `${header}.${part({ ...claims, sub: other })}.${signature}`),
    fc.constantFrom(
      `${token}${'.'.repeat(5)}`,
      `${token}\u0000`,
      `\u0000${token}`,
      token.repeat(40),
      'x'.repeat(100_000),
      '..',
      '%',
      '%00',
      '%E0%A4%A',
      '%2e%2e%2f',
    ),
  );
  // As a browser encodes it, and as only an attacker writes it.
  const paths = fc
    .tuple(
      altered.filter((text) => text !== token && !DOTS.test(text)),
      fc.boolean(),
    )
    .map(([text, raw]) =>
      raw && /^[\x21-\x7e]*$/.test(text)
        ? text.replace(/[?#/\\]/g, '')
        : encodeURIComponent(text.replace(/\p{Surrogate}/gu, '')),
    );
  await fc.assert(
    fc.asyncProperty(
      paths,
      fc.constantFrom('', '/receipt'),
      fc.constantFrom('GET', 'POST'),
      async (text, rest, method) => {
        world.now += 60_000;
        world.log.length = 0;
        const body = method === 'POST' && rest === '' ? new URLSearchParams({ firstName: 'Ada' }) : undefined;
        const response = await app.request(`/complete/${text}${rest}`, { method, body });
        expect([404, 405]).toContain(response.status);
        expect(await response.text()).not.toMatch(/node_modules|\bat .*\.ts|Error:/);
        const log = world.log.join('');
        expect(log).not.toMatch(/"level":50|request failed/);
        for (const piece of [text, header, payload, signature]) if (piece.length > 12) expect(log).not.toContain(piece);
      },
    ),
    { numRuns: 250 },
  );
});

test('what a failure says is logged on one line, without links, tokens, passwords and addresses', async () => {
  const { world, call } = await edge();
  const secrets = ['eyJhbGciOi.eyJzdWIi.c2lnbmF0dXJl', 'os_s3cr3tT0ken', 'hunter2', 'ada.lovelace@engines.example'];
  const [link, token, password, address] = secrets;
  world.placing = new Error(
    `for ${address}: ${link}\n\u001b[31mat postgres://orders:${password}@db/orders, Bearer ${token} or ${token}`,
    {
      cause: new Error(`Key (email)=(${address}) is taken`),
    },
  );
  const { status } = await call('POST', '/api/orders', world.buy, { 'idempotency-key': 'k' });
  expect(status).toBe(500);
  const failed = world.log.filter((line) => line.includes('request failed'));
  expect(failed).toHaveLength(1);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is what is tested
  expect(failed[0]?.trimEnd()).not.toMatch(/[\u0000-\u001f]/);
  for (const secret of secrets) expect(failed[0]).not.toContain(secret);
  // The way to the fault is still there.
  expect(failed[0]).toContain('hostile-edges.test.ts');
});

test('a request that only trickles in is ended, and is no failure of ours', async () => {
  const { app, world } = await edge();
  const receiveMs = { headersTimeout: 150, requestTimeout: 300, connectionsCheckingInterval: 50 };
  const server = await startHttp({ port: 0, app, receiveMs });
  const head = `POST /api/orders HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${world.token}\r\nIdempotency-Key: k\r\n`;
  const body = 'Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n';
  try {
    for (const beginning of [head, head + body]) {
      const socket = connect(server.port, '127.0.0.1');
      let answer = '';
      socket.on('data', (chunk) => {
        answer += String(chunk);
      });
      socket.on('error', () => {});
      socket.write(beginning);
      const trickle = setInterval(() => socket.write(beginning === head ? 'X: y\r\n' : ' '), 20);
      await once(socket, 'close');
      clearInterval(trickle);
      expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    }
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    expect(world.log.join('')).not.toContain('"level":50');
    expect(await world.placed()).toBe(0);
  } finally {
    await server.close();
  }
});
