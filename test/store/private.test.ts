/** Whoever else has an account on the machine reads nothing of the embedded database. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../store/index.ts';

const modeOf = (path: string) => statSync(path).mode & 0o777;

describe('under a umask that lets everybody read', () => {
  let dataDir: string;
  let before: number;
  beforeEach(() => {
    before = process.umask(0o022);
    dataDir = mkdtempSync(join(tmpdir(), 'order-saga-private-'));
  });
  afterEach(() => {
    process.umask(before);
    rmSync(dataDir, { recursive: true, force: true });
  });

  test('a new database is in a directory that only its owner can enter', async () => {
    const store = await openStore({ dataDir });
    expect(modeOf(join(dataDir, 'postgres'))).toBe(0o700);
    await store.close();
  });

  test('one that an earlier release left open is closed when it is opened', async () => {
    await (await openStore({ dataDir })).close();
    chmodSync(join(dataDir, 'postgres'), 0o755);
    const store = await openStore({ dataDir });
    expect(modeOf(join(dataDir, 'postgres'))).toBe(0o700);
    await store.close();
  });

  test('what a killed start left behind is no way in either', async () => {
    mkdirSync(join(dataDir, 'postgres.new'), { mode: 0o777 });
    const store = await openStore({ dataDir });
    expect(modeOf(join(dataDir, 'postgres'))).toBe(0o700);
    await store.close();
  });
});
