/**
 * A disk that may lose what it was not told to keep, as disks do when the power fails. Files under a directory of this
 * process are watched through `node:fs`, by which PGlite reaches them.
 *
 * Names (made, moved, removed) count as kept at once, as on a file system with a journal; contents only when they were
 * flushed. Of what was not, any block may have reached the disk or not.
 */
import fs, { type PathLike } from 'node:fs';
import { open } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join, relative } from 'node:path';

const BLOCK = 4096;

/** What the disk surely has of a file, where that differs from what the system shows. */
interface Kept {
  size: number;
  blocks: Map<number, Buffer>;
}

const real = { ...fs };

export class VolatileDisk {
  readonly #root: string;
  /** By inode. */
  readonly #kept = new Map<number, Kept>();
  readonly #watched = new Set<number>();
  /** Called at every instant at which the power may fail. */
  onInstant: () => void = () => {};

  private constructor(root: string) {
    this.#root = root;
  }

  static async under(root: string): Promise<VolatileDisk> {
    const disk = new VolatileDisk(root);
    await disk.#watch();
    return disk;
  }

  async #watch(): Promise<void> {
    const inside = (path: PathLike) => !relative(this.#root, String(path)).startsWith('..');
    const instantAfter = <T>(done: T): T => {
      this.onInstant();
      return done;
    };
    Object.assign(fs, {
      openSync: (path: string, flags: number, mode?: number) => {
        if (inside(path) && flags & fs.constants.O_TRUNC) this.#keep(path, 0);
        const fd = real.openSync(path, flags, mode);
        if (inside(path)) this.#watched.add(fd);
        return fd;
      },
      closeSync: (fd: number) => {
        this.#watched.delete(fd);
        real.closeSync(fd);
      },
      writeSync: (fd: number, bytes: NodeJS.ArrayBufferView, offset: number, length: number, position: number) => {
        if (!this.#watched.has(fd)) return real.writeSync(fd, bytes, offset, length, position);
        this.#keep(fd, position, position + length);
        return instantAfter(real.writeSync(fd, bytes, offset, length, position));
      },
      writeFileSync: (path: string, text: string, options?: object) => {
        real.writeFileSync(path, text, options);
        if (inside(path)) this.#kept.set(real.statSync(path).ino, { size: 0, blocks: new Map() });
      },
      truncateSync: (path: string, size: number) => {
        if (inside(path)) this.#keep(path, size);
        real.truncateSync(path, size);
      },
      ftruncateSync: (fd: number, size: number) => {
        if (this.#watched.has(fd)) this.#keep(fd, size);
        real.ftruncateSync(fd, size);
      },
      unlinkSync: (path: string) => {
        if (inside(path)) this.#kept.delete(real.lstatSync(path).ino);
        instantAfter(real.unlinkSync(path));
      },
      renameSync: (from: string, to: string) => {
        const replaced = inside(to) ? real.lstatSync(to, { throwIfNoEntry: false })?.ino : undefined;
        if (replaced !== undefined) this.#kept.delete(replaced);
        instantAfter(real.renameSync(from, to));
      },
      fsyncSync: (fd: number) => {
        real.fsyncSync(fd);
        this.#flushed(fd);
      },
      fdatasyncSync: (fd: number) => {
        real.fdatasyncSync(fd);
        this.#flushed(fd);
      },
    });
    const handle = await open('/');
    const handles = Object.getPrototypeOf(handle) as { fd: number; sync(): Promise<void> };
    await handle.close();
    const { sync } = handles;
    const flushed = (fd: number) => this.#flushed(fd);
    handles.sync = async function (this: typeof handles) {
      await sync.call(this);
      flushed(this.fd);
    };
    syncBuiltinESMExports();
  }

  #flushed(fd: number): void {
    this.#kept.delete(real.fstatSync(fd).ino);
  }

  /** Before a range of a file changes. */
  #keep(file: string | number, from: number, to = Number.POSITIVE_INFINITY): void {
    const fd = typeof file === 'number' ? file : real.openSync(file, 'r');
    const { ino, size } = real.fstatSync(fd);
    const kept = this.#kept.get(ino) ?? { size, blocks: new Map() };
    this.#kept.set(ino, kept);
    for (let n = Math.floor(from / BLOCK); n * BLOCK < Math.min(to, kept.size); n++) {
      if (kept.blocks.has(n)) continue;
      const block = Buffer.alloc(Math.min(BLOCK, kept.size - n * BLOCK));
      // The descriptor itself may be open for writing only.
      const reader = real.openSync(`/proc/self/fd/${fd}`, 'r');
      real.readSync(reader, block, 0, block.length, n * BLOCK);
      real.closeSync(reader);
      kept.blocks.set(n, block);
    }
    if (typeof file !== 'number') real.closeSync(fd);
  }

  /** Copies a directory under the root as the disk has it if the power fails now. */
  fail(from: string, to: string, random: () => number): void {
    const lost = () => random() < 0.5;
    real.mkdirSync(to, { recursive: true, mode: 0o700 });
    for (const entry of real.readdirSync(from, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      const copy = join(to, relative(from, path));
      if (entry.isDirectory()) {
        real.mkdirSync(copy, { recursive: true });
        continue;
      }
      real.mkdirSync(join(copy, '..'), { recursive: true });
      real.copyFileSync(path, copy);
      const { ino, size } = real.statSync(path);
      const kept = this.#kept.get(ino);
      if (!kept) continue;
      const fd = real.openSync(copy, 'r+');
      for (const [n, block] of kept.blocks) if (lost()) real.writeSync(fd, block, 0, block.length, n * BLOCK);
      if (size > kept.size && lost()) real.ftruncateSync(fd, kept.size);
      real.closeSync(fd);
    }
  }
}
