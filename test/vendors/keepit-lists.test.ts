/** The list of our children: for doubt only, shared, and of any size. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { ChildrenReader } from '../../activities/vendors/keepit/children.ts';
import { KeepitClient } from '../../activities/vendors/keepit/client.ts';
import { Pace } from '../../activities/vendors/limits.ts';
import { DEMO_ACCOUNT } from '../../dev/vendor-sandbox/app.ts';
import { callOf, orderOf } from './contract.ts';
import { adapterAt, KeepitBench, MemoryAccounts, SOURCE } from './keepit-bench.ts';

const never = new AbortController().signal;
const order = orderOf(SOURCE, 'line-1');
const CHILD = '<user><id>a</id><created>2026-11-02T00:00:00.000Z</created><email>somebody@customer.example</email>';
const PADDING = `<full_name>${'x'.repeat(150)}</full_name></user>`;
const OURS = `<user><id>ours</id><email>${order.administratorEmail}</email></user>`;
const ACCOUNT = '<user><enabled>true</enabled><external_id>line-1</external_id></user>';

describe('those who look at the same time', () => {
  let vendor: KeepitBench;
  beforeEach(async () => {
    vendor = await KeepitBench.start();
  });
  afterEach(() => vendor.close());

  test('share one list that began after they asked, and find in it what was made before', async () => {
    const lines = [1, 2, 3].map((number) => orderOf(SOURCE, `line-${number}`, `zoe${number}@customer.example`));
    for (const { key } of lines) vendor.accounts.sent(key);
    await vendor.hold('list');
    const first = vendor.adapter.find(order, never);
    await vendor.untilHeld();
    // Made when the list in hand had begun; whoever asks from now on must not be answered from that one.
    for (const line of lines) await adapterAt(vendor.url).create(line, callOf());
    const before = await vendor.lists();
    const others = lines.map((line) => vendor.adapter.find(line, never));
    await vendor.letGo();
    expect((await Promise.all(others)).every((found) => found?.active)).toBe(true);
    await first;
    expect(await vendor.lists()).toBe(before + 1);
  });

  test('do not lose it to one who gives up', async () => {
    vendor.accounts.sent(order.key);
    await adapterAt(vendor.url).create(order, callOf());
    await vendor.hold('list');
    const giveUp = new AbortController();
    const [impatient, patient] = [giveUp.signal, never].map((signal) => vendor.adapter.find(order, signal));
    await vendor.untilHeld();
    const reason = new Error('the order was cancelled');
    giveUp.abort(reason);
    await expect(impatient).rejects.toBe(reason);
    await vendor.letGo();
    expect(await patient).toMatchObject({ active: true });
  });
});

describe('a list', () => {
  let server: Server | undefined;
  afterEach(async () => {
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
  });

  /** A vendor whose list `answer` writes. */
  async function serveList(answer: (response: ServerResponse) => void): Promise<string> {
    server = createServer((request, response) => {
      if (request.url?.endsWith('/users')) answer(response);
      else response.end(ACCOUNT);
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  function adapterInDoubt(url: string) {
    const accounts = new MemoryAccounts();
    accounts.sent(order.key);
    return adapterAt(url, { accounts, maxReplyBytes: 100_000 });
  }

  test('has no size at which it ends, and while it is read other work gets its turn again and again', async () => {
    const children = 10_000;
    const url = await serveList((response) => {
      response.write('<users>');
      response.write((CHILD + PADDING).repeat(children));
      response.end(`${OURS}</users>`);
    });
    expect((await adapterInDoubt(url).find(order, never))?.subscriptionId).toBe('ours');

    let inThisTurn = 0;
    let most = 0;
    let read = 0;
    let reading = true;
    const turn = () => {
      inThisTurn = 0;
      if (reading) setImmediate(turn);
    };
    setImmediate(turn);
    const timeoutMs = { list: 8_000, read: 0, login: 0, create: 0, update: 0, remove: 0 };
    const options = { userAgent: 'OrderSagaTest/1.0', timeoutMs, maxReplyBytes: 0, pace: new Pace(1000) };
    const onChild = () => {
      read++;
      most = Math.max(most, ++inThisTurn);
    };
    await new KeepitClient({ baseUrl: url, ...DEMO_ACCOUNT }, options).listChildren(onChild, never);
    reading = false;
    expect(read).toBe(children + 1);
    expect(most).toBeLessThan(children / 100);
  });

  test('that nobody waits for any more is given up', async () => {
    let began: () => void = () => {};
    const beginning = new Promise<void>((resolve) => {
      began = resolve;
    });
    let closed: () => void = () => {};
    const gone = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const url = await serveList((response) => {
      response.once('close', closed);
      response.write('<users>');
      began();
    });
    const giveUp = new AbortController();
    const finding = adapterInDoubt(url).find(order, giveUp.signal);
    await beginning;
    giveUp.abort(new Error('the order was cancelled'));
    await expect(finding).rejects.toThrow('cancelled');
    await gone;
  });
});

describe('children', () => {
  const name = fc.constantFrom('x', 'Müller &amp; Söhne', '<![CDATA[</user>]]>', '<!-- </user> -->', '', '😀');
  const child = fc
    .tuple(fc.stringMatching(/^[a-z0-9]{1,8}$/), fc.option(fc.constantFrom('a@b.example', 'ü@b.example')), name)
    .map(([id, email, full]) => ({ id, email: email ?? undefined, full }));
  const written = ({ id, email, full }: { id: string; email: string | undefined; full: string }) =>
    `<user><id>${id}</id>${email === undefined ? '' : `<email>${email}</email>`}<full_name>${full}</full_name></user>`;

  test('are the same, wherever the answer is cut on its way', () => {
    fc.assert(
      fc.property(
        fc.array(child, { maxLength: 8 }),
        fc.constantFrom('', '\n  '),
        fc.constantFrom('<users>', '<?xml version="1.0" encoding="UTF-8"?>\n<users>', '<k:users>'),
        fc.integer({ min: 1, max: 40 }),
        (children, between, opening, size) => {
          const closing = opening.endsWith('<k:users>') ? '</k:users>' : '</users>';
          const bytes = Buffer.from(`${opening}${children.map(written).join(between)}${between}${closing}\n`);
          const reader = new ChildrenReader();
          const read = [];
          for (let at = 0; at < bytes.length; at += size) read.push(...reader.read(bytes.subarray(at, at + size)));
          read.push(...reader.end());
          expect(read).toEqual(children.map(({ id, email }) => ({ id, email })));
        },
      ),
    );
  });
});
