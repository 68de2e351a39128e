/** The embedded database when the power fails: what was acknowledged is on the disk. */
import { execFileSync } from 'node:child_process';
import fs, { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../store/index.ts';
import { aMarket } from './market.ts';

interface Image {
  image: number;
  when: string;
  acknowledged: string[];
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'order-saga-power-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the power fails at any instant: the embedded database opens, and has every order that was acknowledged', async () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const images = join(folder, 'images');
  const script = join(__dirname, 'power-process.ts');
  const said = execFileSync(process.execPath, ['--import', 'tsx', script, join(folder, 'data'), images, `${seed}`], {
    encoding: 'utf8',
  });
  const failures = said
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Image);
  expect(failures).toHaveLength(5);
  for (const { image, when, acknowledged } of failures) {
    const at = `seed ${seed}, ${when}`;
    const store = await openStore({ dataDir: join(images, `${image}`) }).catch((cause: unknown) => {
      throw new Error(`${at}: the database does not open`, { cause });
    });
    const found = await Promise.all(acknowledged.map((orderId) => store.orders.getAny(orderId)));
    expect([at, found.map((order) => order?.orderId)]).toEqual([at, acknowledged]);
    await store.close();
  }
});

test('a disk that fails: nothing is acknowledged any more, and the next start has what was acknowledged before', async () => {
  const dataDir = join(folder, 'data');
  const store = await openStore({ dataDir });
  const { order } = await aMarket(store);
  const before = await store.orders.place(order());
  const failing = jest.spyOn(fs, 'fdatasyncSync').mockImplementation(() => {
    throw Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' });
  });
  await expect(store.orders.place(order())).rejects.toThrow(/must be started again: could not fsync file/);
  failing.mockRestore();
  await expect(store.orders.place(order())).rejects.toThrow('must be started again');
  await store.close();

  const next = await openStore({ dataDir });
  if (before.kind !== 'placed') throw new Error(before.kind);
  expect(await next.orders.getAny(before.order.orderId)).toMatchObject({ orderId: before.order.orderId });
  await next.close();
});
