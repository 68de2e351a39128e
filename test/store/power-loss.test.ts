/** The embedded database when the power fails: what was acknowledged is on the disk. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../store/index.ts';

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
  expect(failures).toHaveLength(4);
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

test('a disk that fails: nothing is acknowledged any more, the process ends, and the next has what was acknowledged', async () => {
  const dataDir = join(folder, 'data');
  const script = join(__dirname, 'disk-failure-process.ts');
  const ended = spawnSync(process.execPath, ['--import', 'tsx', script, dataDir], { encoding: 'utf8' });
  expect(ended).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('The disk failed under the embedded database'),
  });
  const acknowledged = ended.stdout.trim().split('\n');
  expect(acknowledged).toHaveLength(1);

  const next = await openStore({ dataDir });
  for (const orderId of acknowledged) expect(await next.orders.getAny(orderId)).toMatchObject({ orderId });
  await next.close();
});
