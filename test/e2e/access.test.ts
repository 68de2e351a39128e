import { runProgram, useProduct } from '../support/product.ts';
import { mailboxOf, open } from './mailbox.ts';
import { type ProblemBody, resellerOf } from './reseller.ts';

const product = useProduct();
const reseller = resellerOf(product);
const mailbox = mailboxOf(product);

const get = async (path: string, authorization?: string) => {
  const response = await fetch(`${product.file.apiUrl}${path}`, {
    headers: authorization === undefined ? {} : { authorization },
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
};

test('without a token, or with one that nobody made, there is no way in', async () => {
  const paths = ['/api/orders', '/api/orders/x', '/api/customers', '/api/customers/cust-hafen', '/api/catalogue'];
  for (const path of paths) {
    for (const authorization of [undefined, 'Bearer made-up', `Basic ${product.file.token}`, 'Bearer']) {
      const { status, headers, text } = await get(path, authorization);
      expect([path, authorization, status]).toEqual([path, authorization, 401]);
      expect((JSON.parse(text) as ProblemBody).code).toBe('unauthorized');
      expect(headers.get('www-authenticate')).toMatch(/^Bearer /);
    }
  }
});

test('tokens are made, listed and revoked while the stack runs, and a revoked one ends at once', async () => {
  const { dataDir } = product;
  const cli = (...args: string[]) => runProgram('dist/client/cli/main.js', ['token', ...args], { DATA_DIR: dataDir });
  const created = await cli('create', '--reseller', 'southgate', '--label', 'back office');
  expect(created).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\S+\n$/) });
  const token = created.stdout.trim();
  const customers = await get('/api/customers', `Bearer ${token}`);
  expect(customers.status).toBe(200);
  expect(customers.text).toContain('Millbrook Dental');

  const listed = await cli('list', '--json');
  const records = JSON.parse(listed.stdout) as { tokenId: string; label: string; resellerId: string }[];
  const record = records.find(({ label }) => label === 'back office');
  expect(record).toMatchObject({ resellerId: 'southgate' });
  expect(listed.stdout).not.toContain(token);

  expect(await cli('revoke', record?.tokenId ?? '')).toMatchObject({ code: 0 });
  expect((await get('/api/customers', `Bearer ${token}`)).status).toBe(401);
  expect(await cli('revoke', record?.tokenId ?? '')).toMatchObject({ code: 1, stdout: '' });
  const unknown = await cli('create', '--reseller', 'nobody', '--label', 'x');
  expect(unknown).toMatchObject({ code: 1, stderr: 'There is no such reseller.\n' });
  expect((await get('/api/customers', `Bearer ${product.file.token}`)).status).toBe(200);
});

test('the API describes itself, with every call, each of its problems and who may make it', async () => {
  const { status, text } = await get('/api/openapi.json');
  expect(status).toBe(200);
  type Operation = { responses: Record<string, object>; security?: object[] };
  const document = JSON.parse(text) as {
    openapi: string;
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Record<string, object> };
  };
  expect(document.openapi).toMatch(/^3\.1\./);
  const calls = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(calls).toEqual(
    expect.arrayContaining([
      'POST /api/orders',
      'GET /api/orders',
      'GET /api/orders/{orderId}',
      'POST /api/orders/{orderId}/administrator',
      'POST /api/orders/{orderId}/information-request',
      'POST /api/orders/{orderId}/cancellation',
      'GET /api/catalogue',
      'GET /api/customers',
      'POST /api/customers',
      'GET /api/customers/{customerId}',
      'GET /healthz',
      'GET /readyz',
    ]),
  );
  for (const [path, methods] of Object.entries(document.paths)) {
    if (!path.startsWith('/api/')) continue;
    for (const { responses, security } of Object.values(methods)) {
      expect([path, security]).toEqual([path, [{ bearer: [] }]]);
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['401', '429', '500']));
    }
  }
  // Nothing is referred to that is not there.
  const names = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name as string);
  expect(names.length).toBeGreaterThan(0);
  expect(Object.keys(document.components.schemas)).toEqual(expect.arrayContaining([...new Set(names)]));
});

test('it says that it is alive and ready, and who looks for documentation finds it', async () => {
  expect(await get('/healthz')).toMatchObject({ status: 200, text: '{"status":"ok"}' });
  expect(await get('/readyz')).toMatchObject({ status: 200, text: expect.stringContaining('"temporal":"ok"') });
  expect(await get('/api/docs')).toMatchObject({ status: 200, text: expect.stringContaining('/api/orders/{orderId}') });
  expect((await get('/api/problems/order-state')).status).toBe(200);
  expect(JSON.parse((await get('/api/nothing')).text)).toMatchObject({ status: 404, code: 'not-found' });
  expect((await get('/api/catalogue', `Bearer ${product.file.token}`)).text).toContain('veritas-o365-backup');
});

test('the pages of the portal give nothing away: no script, no referrer, no cache, no frame, no index', async () => {
  const customer = await reseller.customer();
  const { orderId } = await reseller.place(customer.id);
  const response = await fetch(await mailbox.link(orderId));
  expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
  expect(response.headers.get('referrer-policy')).toBe('no-referrer');
  expect(response.headers.get('cache-control')).toContain('no-store');
  expect(response.headers.get('x-robots-tag')).toContain('noindex');
  expect(await response.text()).not.toContain('<script');
});

test('a link that is opened too often is slowed down, and nobody else is', async () => {
  const customer = await reseller.customer();
  const [first, second] = [await reseller.place(customer.id), await reseller.place(customer.id)];
  const link = await mailbox.link(first.orderId);
  const visits = await Promise.all(Array.from({ length: 100 }, () => open(link)));
  expect(new Set(visits.map(({ status }) => status))).toEqual(new Set([200, 429]));
  expect((await open(await mailbox.link(second.orderId))).status).toBe(200);
});
