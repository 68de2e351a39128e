/** What makes a commit of the embedded database survive a power failure. */
import { constants, fdatasyncSync, fsyncSync, writeSync } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/**
 * PostgreSQL as PGlite starts it, but with fsync (`-F` turns it off). PGlite's fdatasync does nothing, whatever the file
 * system, so the log is flushed by fsync, which asks the file system below.
 */
export const DURABLE = [...PGlite.defaultStartParams.filter((param) => param !== '-F'), '-c', 'wal_sync_method=fsync'];

/** An open file or directory, as Emscripten's NODEFS keeps it. */
interface Stream {
  /** The descriptor in this process. */
  nfd: number;
  node: { mode: number };
}

/** A directory of this machine whose files reach the disk when PostgreSQL says so; PGlite's own has no fsync (0.5). */
export class DurableFiles extends NodeFS {
  override async init(...given: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(...given);
    type Module = Parameters<NonNullable<typeof emscriptenOpts.preRun>[number]>[0];
    const addFsync = (module: Module) => {
      const files = module.NODEFS as unknown as { stream_ops: { fsync?: (stream: Stream) => number } };
      files.stream_ops.fsync = ({ nfd, node }) => {
        try {
          // Contents and size are what counts of a file; a new date is a second write to the disk.
          if (isDirectory(node.mode)) fsyncSync(nfd);
          else fdatasyncSync(nfd);
          return 0;
        } catch (error) {
          // As a PostgreSQL server does. PGlite would acknowledge the commit, or loop for ever (0.5).
          writeSync(
            2,
            `The disk failed under the embedded database, so this process ends: ${(error as Error).message}\n`,
          );
          process.exit(1);
        }
      };
    };
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), addFsync] } };
  }
}

const isDirectory = (mode: number) => (mode & constants.S_IFMT) === constants.S_IFDIR;

/** Brings a directory with all that is in it on the disk: for files that were written without fsync. */
export async function syncTree(directory: string): Promise<void> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  for (const entry of entries) await sync(join(entry.parentPath, entry.name));
  await sync(directory);
}

/** Brings a file's contents, or the names in a directory, on the disk. */
export async function sync(path: string): Promise<void> {
  const file = await open(path);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
