/** One list at a time for all who look: a list takes the vendor long, and whoever is in doubt is rarely alone. */
import type { KeepitChild } from './children.ts';

/** Reads the list from its beginning, and hands on the children as they come. Ends with the list. */
type ReadList = (onChild: (child: KeepitChild) => void, signal: AbortSignal) => Promise<void>;

interface Reading {
  readers: Set<(child: KeepitChild) => void>;
  giveUp: AbortController;
  done: Promise<void>;
}

export class SharedList {
  readonly #readList: ReadList;
  /** The list that has not begun, and can still be joined. */
  #next: Reading | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(readList: ReadList) {
    this.#readList = readList;
  }

  /**
   * The wanted children of a list that began after this was called, as all do who share it: what happened before is in it,
   * as far as the vendor's lists do not lag. A list that nobody waits for any more is given up.
   * @throws the signal's reason; what reading the list throws
   */
  async children(wanted: (child: KeepitChild) => boolean, signal: AbortSignal): Promise<KeepitChild[]> {
    signal.throwIfAborted();
    const found: KeepitChild[] = [];
    const reader = (child: KeepitChild) => {
      if (wanted(child)) found.push(child);
    };
    this.#next ??= this.#begin();
    const reading = this.#next;
    reading.readers.add(reader);
    await doneOrAborted(reading.done, signal).finally(() => {
      reading.readers.delete(reader);
      if (reading.readers.size === 0 && this.#next !== reading) reading.giveUp.abort();
    });
    return found;
  }

  #begin(): Reading {
    const readers: Reading['readers'] = new Set();
    const giveUp = new AbortController();
    const done = this.#last.then(async () => {
      this.#next = undefined;
      if (readers.size === 0) return;
      await this.#readList((child) => {
        for (const reader of readers) reader(child);
      }, giveUp.signal);
    });
    this.#last = done.catch(() => undefined);
    return { readers, giveUp, done };
  }
}

async function doneOrAborted(done: Promise<void>, signal: AbortSignal): Promise<void> {
  const stop = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true, signal: stop.signal });
  });
  await Promise.race([done, aborted]).finally(() => stop.abort());
}
