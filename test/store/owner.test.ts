/** The embedded database has one owner, and survives that owner's death. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import promises from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { takeOwnership } from '../../store/database/embedded/owner-lock.ts';
import { thisProcess } from '../../store/database/embedded/process-identity.ts';
import { DatabaseInUse, openStore } from '../../store/index.ts';
import { addDatabase } from '../support/data-directories.ts';
import { aCustomer, aProduct } from './market.ts';

const RESELLER = 'reseller';
const directories: string[] = [];
const children: ChildProcess[] = [];

function aDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'order-saga-owner-'));
  directories.push(directory);
  return directory;
}

/** Starts an owner; `line` answers what it says next, `undefined` after its end. */
function startOwner(dataDir: string, mode = 'write') {
  const script = join(process.cwd(), 'test/store/owner-process.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, dataDir, RESELLER, mode], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async () => (await lines.next()).value as string | undefined;
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return { child, line, kill };
}

/** Made once, since making a database takes seconds; each test gets a copy. */
const withMarket = aDirectory();
beforeAll(async () => {
  await addDatabase(withMarket);
  const store = await openStore({ dataDir: withMarket });
  const creditLimit = { minor: 1e12, currency: 'EUR' };
  await store.market.putReseller({ resellerId: RESELLER, name: 'Reseller', email: 'r@example.com', creditLimit });
  await store.market.putCustomer(aCustomer(RESELLER, { customerId: 'customer' }));
  await store.market.putProduct(aProduct({ productId: 'product' }));
  await store.close();
});

function aMarketDirectory(): string {
  const directory = aDirectory();
  cpSync(withMarket, directory, { recursive: true });
  return directory;
}

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

test('after kill -9 of the owner under load the next one opens at once and finds every acknowledged order', async () => {
  const dataDir = aMarketDirectory();
  const acknowledged: string[] = [];
  for (let round = 0; round < 3; round++) {
    const owner = startOwner(dataDir);
    expect(await owner.line()).toBe('open');
    for (let n = 0; n < 20; n++) acknowledged.push((await owner.line()) as string);
    await owner.kill();
    for (let said = await owner.line(); said !== undefined; said = await owner.line()) {
      if (said.length === 10) acknowledged.push(said);
    }
  }
  const store = await openStore({ dataDir });
  for (const orderId of acknowledged) {
    expect(await store.orders.getAny(orderId)).toMatchObject({ orderId, lines: [{ quantity: 5 }], timeline: [{}] });
    expect(await store.worker.reserveCredit(orderId)).toEqual({ reserved: true });
  }
  await store.close();
});

test('a second opener is told in one sentence, and the owner works on', async () => {
  const dataDir = aMarketDirectory();
  const owner = startOwner(dataDir);
  expect(await owner.line()).toBe('open');
  const refusal = openStore({ dataDir });
  await expect(refusal).rejects.toThrow(DatabaseInUse);
  await expect(refusal).rejects.toThrow(`The embedded database is in use by process ${owner.child.pid} (`);
  expect(await owner.line()).toHaveLength(10);
  await owner.kill();
});

test('of several processes that follow a killed owner exactly one opens', async () => {
  const dataDir = aMarketDirectory();
  const killed = startOwner(dataDir, 'wait');
  expect(await killed.line()).toBe('open');
  await killed.kill();
  const heirs = Array.from({ length: 4 }, () => startOwner(dataDir, 'wait'));
  const said = await Promise.all(heirs.map((heir) => heir.line()));
  expect(said.sort()).toEqual(['DatabaseInUse', 'DatabaseInUse', 'DatabaseInUse', 'open']);
  await Promise.all(heirs.map((heir) => heir.kill()));
});

test('a kill during the very first start leaves nothing broken', async () => {
  const dataDir = aDirectory();
  const owner = startOwner(dataDir, 'wait');
  const begun = () => existsSync(join(dataDir, 'postgres.new', 'PG_VERSION'));
  for (let waited = 0; !begun() && waited < 30_000; waited += 5) await sleep(5);
  expect(begun()).toBe(true);
  await owner.kill();
  expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
  const store = await openStore({ dataDir });
  await store.ping();
  await store.close();
  expect(readdirSync(dataDir)).toEqual(['postgres']);
});

test('a store that was closed can be opened again, and closing twice is closing once', async () => {
  const dataDir = aMarketDirectory();
  const store = await openStore({ dataDir });
  await expect(openStore({ dataDir })).rejects.toThrow(DatabaseInUse);
  await Promise.all([store.close(), store.close()]);
  await expect(store.ping()).rejects.toThrow();
  const again = await openStore({ dataDir });
  await again.close();
  expect(readdirSync(dataDir)).toEqual(['postgres']);
});

describe('the owner lock', () => {
  const path = (directory: string) => join(directory, 'postgres.lock');
  /** A lock that somebody else left. */
  const left = (directory: string, owner: object) =>
    writeFileSync(path(directory), JSON.stringify({ ...thisProcess(), number: 'left', ...owner }));

  test('is taken over from a dead owner by exactly one of those that try at once', async () => {
    for (let round = 0; round < 30; round++) {
      const directory = aDirectory();
      left(directory, { startTime: '1' });
      const attempts = await Promise.allSettled(Array.from({ length: 12 }, () => takeOwnership(path(directory))));
      const winners = attempts.flatMap((attempt) => (attempt.status === 'fulfilled' ? [attempt.value] : []));
      expect(winners).toHaveLength(1);
      for (const attempt of attempts) {
        if (attempt.status === 'rejected') expect(attempt.reason).toBeInstanceOf(DatabaseInUse);
      }
      expect(readdirSync(directory)).toEqual(['postgres.lock']);
      expect(JSON.parse(readFileSync(path(directory), 'utf8'))).toMatchObject({ pid: process.pid });
      await winners[0]?.();
      expect(readdirSync(directory)).toEqual([]);
    }
  });

  test('is not taken by a rival that was slow and still sees the dead owner', async () => {
    const directory = aDirectory();
    left(directory, { startTime: '1' });
    const { readFile } = promises;
    let winner: (() => Promise<void>) | undefined;
    // The rival has read the dead owner's lock; before it looks for a successor, another comes, wins and tidies up.
    const spy = jest.spyOn(promises, 'readFile').mockImplementation(async (...call: Parameters<typeof readFile>) => {
      if (String(call[0]).endsWith('.after-left')) {
        spy.mockRestore();
        winner = await takeOwnership(path(directory));
      }
      return readFile(...call);
    });
    await expect(takeOwnership(path(directory))).rejects.toThrow(DatabaseInUse);
    expect(winner).toBeDefined();
    expect(readdirSync(directory)).toEqual(['postgres.lock']);
    await winner?.();
  });

  test('is taken over from a successor that died on the way', async () => {
    const directory = aDirectory();
    left(directory, { startTime: '1' });
    writeFileSync(
      `${path(directory)}.after-left`,
      JSON.stringify({ ...thisProcess(), startTime: '2', number: 'second' }),
    );
    const giveUp = await takeOwnership(path(directory));
    await expect(takeOwnership(path(directory))).rejects.toThrow(DatabaseInUse);
    await giveUp();
  });

  test('is not taken from a process that cannot be seen from here, but after a reboot it is', async () => {
    const directory = aDirectory();
    left(directory, { host: 'elsewhere' });
    await expect(takeOwnership(path(directory))).rejects.toThrow('on elsewhere, which cannot be seen from here');
    left(directory, { pidNamespace: 'pid:[1]' });
    await expect(takeOwnership(path(directory))).rejects.toThrow('which cannot be seen from here');
    writeFileSync(path(directory), '{');
    await expect(takeOwnership(path(directory))).rejects.toThrow('is unreadable');
    left(directory, { boot: 'an earlier one' });
    await (await takeOwnership(path(directory)))();
  });
});
