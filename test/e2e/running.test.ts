import { freePort } from '../../dev/ports.ts';
import { type Ended, Product, runProgram } from '../support/product.ts';
import { answer, mailboxOf } from './mailbox.ts';
import { administrator, resellerOf } from './reseller.ts';
import { vendorOf } from './vendor.ts';

const product = new Product();
const elsewhere = new Product();
const reseller = resellerOf(product);
const mailbox = mailboxOf(product);
const vendor = vendorOf(product);
let env: { PORT: string };

const A_START = 120_000;

beforeAll(async () => {
  // The same port each time, since links name it.
  env = { PORT: String(await freePort()) };
  await product.start(env);
}, A_START);

afterAll(async () => {
  expect(await product.stop()).toMatchObject({ code: 0, leftBehind: [] });
  expect(product.stackFileExists).toBe(false);
  product.forget();
  elsewhere.forget();
}, A_START);

const start = (variables: Record<string, string>) => runProgram('dist/dev/start.js', [], variables);

/** It refused to start with one sentence, and has touched nothing. */
function expectRefusal({ code, stdout, stderr }: Ended, sentence: RegExp) {
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr.trim()).toMatch(sentence);
  expect(stderr.trim().split('\n')).toHaveLength(1);
}

test('a second start on the same data says so in one sentence, and the first one runs on', async () => {
  const { dataDir, file } = product;
  const second = await start({ DATA_DIR: dataDir, PORT: '0' });
  expectRefusal(second, /already running on .+ \(process \d+\).+DATA_DIR/);
  expect(second.stderr).toContain(String(file.pid));
  expect(product.stackFileExists).toBe(true);
  expect((await fetch(`${file.apiUrl}/readyz`)).status).toBe(200);
});

test('a start on a port that is taken says so in one sentence', async () => {
  expectRefusal(await start({ DATA_DIR: elsewhere.dataDir, ...env }), /^Port \d+ .*already in use.*PORT/);
  expect(elsewhere.stackFileExists).toBe(false);
});

test(
  'an order that waits while everything is stopped and started again is answered through its old link',
  async () => {
    const customer = await reseller.customer();
    const { orderId } = await reseller.place(customer.id);
    const link = await mailbox.link(orderId);
    const before = await reseller.until(orderId, 'inquiring', ({ state }) => state === 'inquiring');
    const { token } = product.file;

    expect(await product.stop()).toMatchObject({ code: 0, leftBehind: [] });
    expect(product.stackFileExists).toBe(false);
    await product.start(env);

    expect(product.file.token).toBe(token);
    expect(await reseller.order(orderId)).toEqual(before);
    expect((await answer(link, administrator())).status).toBe(200);
    const order = await reseller.ended(orderId);
    expect(order).toMatchObject({ state: 'completed' });
    expect(await vendor.held(order)).toHaveLength(1);
    expect((await mailbox.mails(orderId)).filter(({ text }) => text.includes('/complete/'))).toHaveLength(1);
  },
  A_START,
);

test(
  'so it is when everything was killed, and nothing of the killed stack goes on behind the back of the new one',
  async () => {
    const customer = await reseller.customer();
    const { orderId } = await reseller.place(customer.id);
    const link = await mailbox.link(orderId);
    await reseller.until(orderId, 'inquiring', ({ state }) => state === 'inquiring');

    const { leftBehind } = await product.kill9();
    await product.start(env);

    expect((await answer(link, administrator())).status).toBe(200);
    const order = await reseller.ended(orderId);
    expect(order).toMatchObject({ state: 'completed', lines: [{ state: 'active' }] });
    expect(await vendor.held(order)).toHaveLength(1);
    expect(leftBehind).toEqual([]);
  },
  A_START,
);
