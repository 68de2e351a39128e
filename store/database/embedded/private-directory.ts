import { chmod, mkdir, stat } from 'node:fs/promises';

/** Thrown when other users of the machine can read a directory, and that cannot be changed. */
class NotPrivate extends Error {
  override readonly name = 'NotPrivate';
}

const OTHERS = 0o077;

/**
 * Makes a directory that only its owner can enter, whatever the umask; so it does not matter with which modes files are
 * made in it. One that is there and open to others is closed to them.
 * @returns whether it was open to others before.
 * @throws NotPrivate
 */
export async function makePrivate(directory: string): Promise<boolean> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  if (((await stat(directory)).mode & OTHERS) === 0) return false;
  try {
    await chmod(directory, 0o700);
  } catch (error) {
    throw new NotPrivate(
      `${directory} is open to other users of this machine; its owner must run: chmod 700 ${directory}`,
      {
        cause: error,
      },
    );
  }
  return true;
}
