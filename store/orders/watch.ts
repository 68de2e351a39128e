/** Waiting for orders to change: one look for all who wait, when a notice says that there is something to see. */
import type { Listen } from '../database/notices.ts';
import type { OrderLook } from './look.ts';

/** `same`: not changed in time. `gone`: there is no such order of this reseller. */
export type Watched = OrderLook | 'same' | 'gone';

export interface Wait {
  orderId: string;
  /** Whose order it must be. */
  resellerId: string;
  /** The version that was seen: only another one is news. */
  seen: string;
  /** Ends the wait. */
  signal: AbortSignal;
}

interface Waiter extends Wait {
  tell(what: Watched): void;
  fail(error: unknown): void;
}

export interface WatchOptions {
  /** Looks at several orders in one statement. */
  look(orderIds: readonly string[]): Promise<Map<string, OrderLook>>;
  listen: Listen;
  /** Milliseconds between looks without a notice, while notices are heard and while they are not. */
  lookEveryMs?: { heard: number; deaf: number };
}

/** A connection may be dead for long before anybody notices; so nobody relies on notices alone. */
const LOOK_EVERY_MS = { heard: 10_000, deaf: 1_000 };
/** Orders in one statement. */
const MOST_AT_ONCE = 100;

/** As the triggers of migration 019 name it. */
const CHANNEL = 'order_changes';

/** Begins to listen when somebody first waits. */
export class OrderWatch {
  readonly #look: WatchOptions['look'];
  readonly #listen: Listen;
  readonly #every: { heard: number; deaf: number };
  readonly #waiting = new Map<string, Set<Waiter>>();
  /** Orders at which a look is due. */
  readonly #due = new Set<string>();
  #looking = false;
  #hears = false;
  #timer: NodeJS.Timeout | undefined;
  #stopListening: (() => Promise<void>) | undefined;
  #closed = false;

  constructor({ look, listen, lookEveryMs = LOOK_EVERY_MS }: WatchOptions) {
    this.#look = look;
    this.#listen = listen;
    this.#every = lookEveryMs;
  }

  /**
   * The order as soon as it is not what was seen, at once if it is not that already. @throws DatabaseAway
   */
  changed(wait: Wait): Promise<Watched> {
    const { orderId, signal } = wait;
    if (this.#closed || signal.aborted) return Promise.resolve('same');
    this.#stopListening ??= this.#listen(CHANNEL, {
      heard: (changed) => this.#lookSoon([changed]),
      open: () => this.#nowHears(true),
      lost: () => this.#nowHears(false),
    });
    return new Promise<Watched>((resolve, reject) => {
      const end = () => {
        signal.removeEventListener('abort', onAbort);
        this.#leave(waiter);
      };
      const onAbort = () => waiter.tell('same');
      const waiter: Waiter = {
        ...wait,
        tell(what) {
          end();
          resolve(what);
        },
        fail(error) {
          end();
          reject(error);
        },
      };
      signal.addEventListener('abort', onAbort);
      // Who waits is there before the look: a change after it is looked at again.
      const others = this.#waiting.get(orderId);
      if (others) others.add(waiter);
      else this.#waiting.set(orderId, new Set([waiter]));
      if (this.#timer === undefined) this.#schedule();
      this.#lookSoon([orderId]);
    });
  }

  /** Ends all waits. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const waiters of this.#waiting.values()) for (const waiter of waiters) waiter.tell('same');
    await this.#stopListening?.();
  }

  #leave(waiter: Waiter): void {
    const waiters = this.#waiting.get(waiter.orderId);
    waiters?.delete(waiter);
    if (waiters?.size === 0) this.#waiting.delete(waiter.orderId);
    if (this.#waiting.size > 0) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #nowHears(hears: boolean): void {
    this.#hears = hears;
    if (this.#waiting.size === 0) return;
    this.#schedule();
    // What happened before it heard was not heard.
    if (hears) this.#lookSoon(this.#waiting.keys());
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        this.#schedule();
        this.#lookSoon(this.#waiting.keys());
      },
      this.#hears ? this.#every.heard : this.#every.deaf,
    );
  }

  #lookSoon(orderIds: Iterable<string>): void {
    for (const orderId of orderIds) if (this.#waiting.has(orderId)) this.#due.add(orderId);
    if (!this.#looking) void this.#lookWhileDue();
  }

  async #lookWhileDue(): Promise<void> {
    this.#looking = true;
    while (this.#due.size > 0) {
      const orderIds = [...this.#due].slice(0, MOST_AT_ONCE);
      // Only those who wait before the look begins: whoever comes later may have seen more than it does.
      const waiters = orderIds.flatMap((orderId) => {
        this.#due.delete(orderId);
        return [...(this.#waiting.get(orderId) ?? [])];
      });
      if (waiters.length === 0) continue;
      try {
        const found = await this.#look(orderIds);
        for (const waiter of waiters) tellIfNews(waiter, found.get(waiter.orderId));
      } catch (error) {
        for (const waiter of waiters) waiter.fail(error);
      }
    }
    this.#looking = false;
  }
}

function tellIfNews(waiter: Waiter, found: OrderLook | undefined): void {
  if (found?.order.resellerId !== waiter.resellerId) waiter.tell('gone');
  else if (found.version !== waiter.seen) waiter.tell(found);
}
