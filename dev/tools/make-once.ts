import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cached, type Found, type Missing, type OnProgress, type Source } from './look-up.ts';

interface Cache {
  /** What is moved into the cache when it is made: a file or a folder. */
  target: string;
  /** The executable: the target itself or a file in it. */
  executable: string;
}

/** Makes the tool below `folder` and answers with the path of what becomes the target; or says why it cannot. */
export type Make = (folder: string, onProgress: OnProgress) => Promise<Found | Missing>;

/**
 * A source that makes the tool. It is made in a folder of its own beside the cache and moved there by one rename, so a
 * half-made tool is never found. Of several processes that want it at once, one makes it and the others wait.
 */
export function makeOnce(name: string, cache: Cache, make: Make): Source {
  return {
    name,
    async find(onProgress) {
      mkdirSync(dirname(cache.target), { recursive: true });
      const release = await takeLock(`${cache.target}.lock`, onProgress);
      try {
        const already = await cached(cache.executable).find(onProgress);
        if ('path' in already) return already;
        return await makeInto(cache, make, onProgress);
      } finally {
        release();
      }
    },
  };
}

async function makeInto({ target, executable }: Cache, make: Make, onProgress: OnProgress): Promise<Found | Missing> {
  const prefix = `${target}.making-`;
  // We hold the lock, so whatever lies here is from a process that was killed.
  for (const entry of readdirSync(dirname(target))) {
    if (entry.startsWith(basename(prefix))) rmSync(join(dirname(target), entry), { recursive: true, force: true });
  }
  const folder = mkdtempSync(prefix);
  try {
    const made = await make(folder, onProgress);
    if ('missing' in made) return made;
    rmSync(target, { recursive: true, force: true });
    renameSync(made.path, target);
    return { path: executable };
  } catch (error) {
    return { missing: error instanceof Error ? error.message.replaceAll('\n', '\n      ') : String(error) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Waits for the lock file and takes it; a lock whose owner is dead is free. */
async function takeLock(lock: string, onProgress: OnProgress): Promise<() => void> {
  for (let told = false; ; await sleep(200)) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return () => rmSync(lock, { force: true });
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
    }
    const owner = ownerOf(lock);
    if (owner === 'dead') rmSync(lock, { force: true });
    if (owner === 'alive' && !told) onProgress(`another process is getting ${basename(lock, '.lock')}; waiting for it`);
    told ||= owner === 'alive';
  }
}

function ownerOf(lock: string): 'alive' | 'dead' | 'unknown' {
  try {
    process.kill(Number(readFileSync(lock, 'utf8')), 0);
    return 'alive';
  } catch (error) {
    if (hasCode(error, 'ESRCH')) return 'dead';
    // ENOENT: released in this moment. EPERM: it lives and belongs to somebody else.
    return hasCode(error, 'EPERM') ? 'alive' : 'unknown';
  }
}

function hasCode(error: unknown, code: string): boolean {
  // Not `instanceof Error`: in a test file that is another Error than the one Node's own modules throw.
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
