import { readFile } from 'node:fs/promises';

/** Thrown when a file cannot be read. */
class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

/** All of a file. @throws Unreadable */
export async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Unreadable(`${file} cannot be read: ${code === 'ENOENT' ? 'there is no such file' : message}.`, {
      cause: error,
    });
  }
}
