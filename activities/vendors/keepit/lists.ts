/**
 * One look among our children at a time, for all who look: a list takes the vendor long, and whoever is in doubt is rarely
 * alone. Lines with one administrator find one another's accounts in it, so these are read together, too.
 */
import type { KeepitChild } from './children.ts';
import type { KeepitAccount } from './client.ts';

/** The vendor's calls that a look is made of. */
export interface LookCalls {
  /** Reads the list from its beginning, and hands on the children as they come. Ends with the list. */
  list: (onChild: (child: KeepitChild) => void, signal: AbortSignal) => Promise<void>;
  /** `undefined`: it is not there any more. */
  read: (id: string, signal: AbortSignal) => Promise<KeepitAccount | undefined>;
}

/** Reads an account of the list, once for all who share it. */
export type ReadListed = (id: string) => Promise<KeepitAccount | undefined>;

interface Reading {
  readers: Set<(child: KeepitChild) => void>;
  giveUp: AbortController;
  listed: Promise<void>;
  accounts: Map<string, Promise<KeepitAccount | undefined>>;
}

export class SharedList {
  readonly #calls: LookCalls;
  /** The list that has not begun, and can still be joined. */
  #next: Reading | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(calls: LookCalls) {
    this.#calls = calls;
  }

  /**
   * Hands the wanted children to `judge`: those of a list that began after this was called, as all do who share it, and
   * accounts that are read after it. So what happened before is in them, as far as the vendor's lists do not lag. A look that
   * nobody waits for any more is given up.
   * @throws the signal's reason; what the vendor's calls and `judge` throw
   */
  async look<T>(
    wanted: (child: KeepitChild) => boolean,
    judge: (children: readonly KeepitChild[], read: ReadListed) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    signal.throwIfAborted();
    const found: KeepitChild[] = [];
    const reader = (child: KeepitChild) => {
      if (wanted(child)) found.push(child);
    };
    this.#next ??= this.#begin();
    const reading = this.#next;
    reading.readers.add(reader);
    try {
      await doneOrAborted(reading.listed, signal);
      return await judge(found, (id) => doneOrAborted(this.#account(id, reading), signal));
    } finally {
      reading.readers.delete(reader);
      if (reading.readers.size === 0 && this.#next !== reading) reading.giveUp.abort();
    }
  }

  #begin(): Reading {
    const readers: Reading['readers'] = new Set();
    const giveUp = new AbortController();
    const listed = this.#last.then(async () => {
      this.#next = undefined;
      if (readers.size === 0) return;
      await this.#calls.list((child) => {
        for (const reader of readers) reader(child);
      }, giveUp.signal);
    });
    this.#last = listed.catch(() => undefined);
    return { readers, giveUp, listed, accounts: new Map() };
  }

  #account(id: string, { accounts, giveUp }: Reading): Promise<KeepitAccount | undefined> {
    // A signal for each: a hundred that listen to one look like a leak.
    const account = accounts.get(id) ?? this.#calls.read(id, AbortSignal.any([giveUp.signal]));
    accounts.set(id, account);
    return account;
  }
}

async function doneOrAborted<T>(done: Promise<T>, signal: AbortSignal): Promise<T> {
  const stop = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true, signal: stop.signal });
  });
  return Promise.race([done, aborted]).finally(() => stop.abort());
}
