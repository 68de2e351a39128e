/** Embedded databases for tests. Making one takes seconds and copying one a moment, so a test run makes one. */
import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../store/database/open.ts';

/** A new data directory with an empty embedded database of the newest schema; `prefix` tells whose it is. */
export async function newDataDir(prefix: string): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), prefix));
  await addDatabase(dataDir);
  return dataDir;
}

/** The same in a directory that is there already. */
export async function addDatabase(dataDir: string): Promise<void> {
  cpSync(await original(), dataDir, { recursive: true });
}

/** Made by whoever needs it first. Of two who make it at once, the second throws its own away. */
async function original(): Promise<string> {
  const folder = process.env.TEST_FOLDER;
  if (!folder) throw new Error("TEST_FOLDER is set by the tests' global set-up");
  const path = join(folder, 'database');
  if (existsSync(path)) return path;
  const unfinished = mkdtempSync(join(folder, 'database-'));
  await (await openDatabase({ dataDir: unfinished })).close();
  try {
    renameSync(unfinished, path);
  } catch (error) {
    if (!existsSync(path)) throw error;
    rmSync(unfinished, { recursive: true });
  }
  return path;
}
