import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A file of JSON lines. A line is with the operating system before `append` returns, so it survives a SIGKILL of this
 * process (not a power cut). One process for one directory.
 */
export class Journal<Entry> {
  readonly #file: string | undefined;
  #handle: number | undefined;

  /** @param directory absent: nothing is kept */
  constructor(directory: string | undefined) {
    if (directory !== undefined) mkdirSync(directory, { recursive: true, mode: 0o700 });
    this.#file = directory && join(directory, 'vendor-sandbox.jsonl');
  }

  /** What was appended so far. A last line that was cut off by a kill was never acknowledged, and is dropped. */
  read(): Entry[] {
    if (this.#file === undefined || !existsSync(this.#file)) return [];
    const lines = readFileSync(this.#file, 'utf8').split('\n');
    return lines.slice(0, -1).map((line) => JSON.parse(line) as Entry);
  }

  /** Replaces the whole file, atomically. */
  rewrite(entries: readonly Entry[]): void {
    if (this.#file === undefined) return;
    this.close();
    const handle = openSync(`${this.#file}.new`, 'w');
    writeSync(handle, entries.map(lineOf).join(''));
    fsyncSync(handle);
    closeSync(handle);
    renameSync(`${this.#file}.new`, this.#file);
    this.#handle = openSync(this.#file, 'a');
  }

  append(entry: Entry): void {
    if (this.#handle !== undefined) writeSync(this.#handle, lineOf(entry));
  }

  close(): void {
    if (this.#handle !== undefined) closeSync(this.#handle);
    this.#handle = undefined;
  }
}

function lineOf(entry: unknown): string {
  return `${JSON.stringify(entry)}\n`;
}
