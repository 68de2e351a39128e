/** `order-saga hold`, against an API that answers as told. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { apiAt } from '../../client/cli/api.ts';
import { runCli } from '../../client/cli/program.ts';

interface Asked {
  method: string | undefined;
  url: string | undefined;
  authorization: string | undefined;
  key: string | string[] | undefined;
  body: unknown;
}

/** Runs commands against a server that gives these answers, one after the other. */
async function against(answers: [status: number, body: unknown][], token: string | undefined = 'secret') {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { method, url, headers } = request;
    const key = headers['idempotency-key'];
    asked.push({ method, url, authorization: headers.authorization, key, body: body && JSON.parse(body) });
    const [status, answer] = answers.shift() ?? [500, {}];
    response.writeHead(status).end(typeof answer === 'string' ? answer : JSON.stringify(answer));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const printed: string[] = [];
  const errors = jest.spyOn(console, 'error').mockImplementation(() => {});
  const run = async (...argv: string[]) => {
    const code = await runCli(argv, {
      operate: () => Promise.reject(new Error('no command of these asks for it')),
      api: apiAt({ url, token }),
      readInput: async () => '',
      print: (text) => void printed.push(text),
    });
    return { code, printed: printed.join('\n'), errors: errors.mock.calls.flat().join('\n') };
  };
  return { run, asked, url, close: () => server.close() };
}
afterEach(() => jest.restoreAllMocks());

const held = (orderId: string) => ({
  orderId,
  resellerId: 'nordwind',
  state: 'held',
  waitingOn: { what: 'a decision on how to go on', since: '2026-11-20T10:00:00.000Z' },
});

test('the held orders of all pages are listed, oldest first', async () => {
  const { run, asked, close } = await against([
    [200, { items: [held('A')], nextCursor: 'a b' }],
    [200, { items: [held('B')], nextCursor: null }],
  ]);
  const { code, printed } = await run('hold', 'list');
  close();
  expect(code).toBe(0);
  expect(printed.split('\n').map((line) => line.split(/ {2,}/)[0])).toEqual(['ORDER', 'A', 'B']);
  expect(asked.map(({ url }) => url)).toEqual([
    '/api/operator/held-orders?limit=100',
    '/api/operator/held-orders?limit=100&cursor=a%20b',
  ]);
  expect(asked[0]?.authorization).toBe('Bearer secret');
});

test('that no order is held is said', async () => {
  const { run, close } = await against([[200, { items: [], nextCursor: null }]]);
  expect(await run('hold', 'list')).toMatchObject({ code: 0, printed: 'No order is held.' });
  close();
});

test('a decision is sent with its reason, under a key of its own', async () => {
  const { run, asked, close } = await against([[202, held('A')]]);
  const words = ['adopt', '--subscription', 's-1', '--line', 'A-2', '--reason', 'made by hand'];
  const { code, printed } = await run('hold', 'resolve', 'A', ...words);
  close();
  expect([code, printed]).toEqual([0, 'Order A: adopt is accepted, and the order goes on.']);
  expect(asked).toMatchObject([
    {
      method: 'POST',
      url: '/api/operator/orders/A/resolution',
      key: expect.stringMatching(/^[\w-]{36}$/),
      body: { action: 'adopt', reason: 'made by hand', lineId: 'A-2', subscriptionId: 's-1' },
    },
  ]);
});

test('what the API refuses is told in its words, with what is wrong where', async () => {
  const problem = { detail: 'The order is completed.', errors: [{ pointer: '/reason', detail: 'Enter why' }] };
  const { run, close } = await against([[409, problem]]);
  const { code, errors } = await run('hold', 'resolve', 'A', 'retry', '--reason', 'x');
  close();
  expect([code, errors]).toEqual([1, 'The order is completed.\n  - /reason: Enter why']);
});

test('something else than the API, an API that is away, and missing settings are told as such', async () => {
  const other = await against([[404, '<html>']]);
  expect((await other.run('hold', 'list')).errors).toContain('Is ORDER_SAGA_URL right?');
  other.close();
  const gone = await against([]);
  gone.close();
  expect((await gone.run('hold', 'list')).errors).toMatch(/The API at http:\S+ did not answer: .*ECONNREFUSED/);
  await expect(apiAt({})('GET', '/')).rejects.toThrow('ORDER_SAGA_URL, and ORDER_SAGA_TOKEN');
});

test('a decision without a reason, or of another kind, is not sent', async () => {
  const { run, asked, close } = await against([]);
  const exit = jest.spyOn(process, 'exit').mockImplementation((code) => {
    throw new Error(`exit ${code}`);
  });
  jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  expect((await run('hold', 'resolve', 'A', 'retry')).code).toBe(1);
  expect((await run('hold', 'resolve', 'A', 'shrug', '--reason', 'x')).code).toBe(1);
  exit.mockRestore();
  close();
  expect(asked).toEqual([]);
});
