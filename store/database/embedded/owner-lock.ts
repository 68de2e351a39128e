/**
 * The lock that says which process owns a directory. It is never taken from a process that lives, and is taken over
 * from one that was killed, by exactly one of those that try at once.
 *
 * How: a lock is a file with the owner's identity and a number that is never used again. Only one file can be made
 * under a name, so whoever makes `<lock>` owns it, and whoever makes `<lock>.after-<number of a dead owner>` is that
 * owner's one successor; if it dies as well, it has a number and thus a successor of its own. The new owner then puts
 * its file in the place of `<lock>` and removes the name it came by. A slow rival may have read `<lock>` before that
 * and make the removed name anew, so everybody looks again from the start after making a file: it finds the new owner.
 */
import { randomUUID } from 'node:crypto';
import { copyFile, link, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { lifeOf, type ProcessIdentity, thisProcess } from './process-identity.ts';

/** Thrown when another process owns the embedded database, or may own it. */
export class DatabaseInUse extends Error {
  override readonly name = 'DatabaseInUse';
}

interface Owner extends ProcessIdentity {
  number: string;
}

/**
 * Makes this process the owner.
 * @param path where the lock file is; its directory exists.
 * @returns how to give the ownership up.
 * @throws DatabaseInUse if a process that lives, this one included, is the owner, or if that cannot be told.
 */
export async function takeOwnership(path: string): Promise<() => Promise<void>> {
  const me: Owner = { ...thisProcess(), number: randomUUID() };
  const mine = `${path}.${me.number}`;
  // Written before it gets its name: nobody ever reads half a lock.
  await writeFile(mine, JSON.stringify(me));
  try {
    for (;;) {
      const { owner, next } = await lastOwner(path);
      if (owner) refuseUnlessDead(owner, path);
      if (!(await makeExclusively(mine, next))) continue;
      if ((await lastOwner(path)).owner?.number !== me.number) {
        await rm(next, { force: true });
        continue;
      }
      if (next !== path) {
        await replace(mine, path);
        await rm(next, { force: true });
      }
      return async () => {
        if ((await read(path))?.number === me.number) await unlink(path);
      };
    }
  } finally {
    await rm(mine, { force: true });
  }
}

/** Follows the successors to the last one. `next` is the name that the one after it would have to make. */
async function lastOwner(path: string): Promise<{ owner: Owner | undefined; next: string }> {
  let owner: Owner | undefined;
  let next = path;
  for (;;) {
    const found = await read(next);
    if (!found) return { owner, next };
    owner = found;
    next = `${path}.after-${found.number}`;
  }
}

function refuseUnlessDead(owner: Owner, path: string): void {
  const life = lifeOf(owner);
  if (life === 'dead') return;
  throw new DatabaseInUse(
    life === 'alive'
      ? `The embedded database is in use by process ${owner.pid} (${path}); stop that process, or set DATABASE_URL to a PostgreSQL server, which many processes can share.`
      : `The embedded database is locked by process ${owner.pid} on ${owner.host}, which cannot be seen from here; if it no longer runs, delete ${path}.`,
  );
}

async function read(path: string): Promise<Owner | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const owner = JSON.parse(text) as Owner;
    if (typeof owner.pid === 'number' && typeof owner.number === 'string') return owner;
  } catch {
    // falls through to the same refusal
  }
  throw new DatabaseInUse(`The lock file ${path} is unreadable; if no process uses the database, delete it.`);
}

async function makeExclusively(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** A copy is moved, since moving one of two links to the same file on the other does nothing (rename(2)). */
async function replace(from: string, to: string): Promise<void> {
  const copy = `${from}.copy`;
  await copyFile(from, copy);
  await rename(copy, to);
}
