/** Looks at all orders and mails at once, again and again, so that not everybody who waits for something has to ask. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isTerminal, type OrderStateName } from '../workflows/contract/states.ts';

/** An order as the API lists it. */
export interface Seen {
  orderId: string;
  state: OrderStateName;
  cause?: string;
  waitingOn?: { who: string; since: string; corrections?: unknown[] };
}

export interface Mail {
  id: string;
  messageId: string;
  to: string;
  text: string;
}

interface Request {
  link: string;
  revision: number;
  number: number;
}

export interface WatchOptions {
  /** Any API that may answer. */
  apiUrl: () => string;
  inboxUrl: string;
  /** One for each reseller. */
  tokens: readonly string[];
  signal: AbortSignal;
}

const EVERY_MS = 700;
const PATIENCE_MS = 10_000;

export class Watch {
  readonly #options: WatchOptions;
  readonly #orders = new Map<string, Seen>();
  readonly #ends = new Map<string, Set<OrderStateName>>();
  readonly #mails: Mail[] = [];
  /** Mails with a link, by their order. */
  readonly #requests = new Map<string, Request[]>();
  /** Orders of rounds that are over: nothing is expected of them any more, so they are not asked for again. */
  #settled: ReadonlySet<string> = new Set();
  #changedAt = Date.now();
  #onLook: (() => void)[] = [];

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  /** Looks until the signal; whoever does not answer is asked at the next look. */
  async run(): Promise<void> {
    const { signal } = this.#options;
    while (!signal.aborted) {
      await Promise.allSettled([this.#lookAtOrders(), this.#lookAtMails()]);
      for (const look of this.#onLook.splice(0)) look();
      await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
    for (const look of this.#onLook.splice(0)) look();
  }

  /** Resolves after the next look. @throws if the run is over */
  async look(): Promise<void> {
    const { signal } = this.#options;
    signal.throwIfAborted();
    await new Promise<void>((resolve) => this.#onLook.push(resolve));
    signal.throwIfAborted();
  }

  get orders(): ReadonlyMap<string, Seen> {
    return this.#orders;
  }

  /** Every mail that the inbox has taken, oldest first, as of the last look. */
  get mails(): readonly Mail[] {
    return this.#mails;
  }

  /** A new round begins: what has ended by now is not looked at again. */
  newRound(): void {
    this.#settled = new Set([...this.#orders.keys()].filter((orderId) => this.hasEnded(orderId)));
  }

  /** Each terminal state that an order was ever seen in. */
  endsOf(orderId: string): OrderStateName[] {
    return [...(this.#ends.get(orderId) ?? [])];
  }

  hasEnded(orderId: string): boolean {
    const state = this.#orders.get(orderId)?.state;
    return state !== undefined && isTerminal(state);
  }

  /** When something was last seen to change, in epoch milliseconds. */
  get changedAt(): number {
    return this.#changedAt;
  }

  /** The newest link that the order's customer was sent, its revision, and how many mails have asked. */
  request(orderId: string): { link: string; revision: number; mails: number } | undefined {
    const asked = this.#requests.get(orderId) ?? [];
    const [newest] = asked.toSorted((one, other) => other.revision - one.revision || other.number - one.number);
    return (
      newest && { link: newest.link, revision: newest.revision, mails: new Set(asked.map(({ number }) => number)).size }
    );
  }

  async #lookAtOrders(): Promise<void> {
    for (const token of this.#options.tokens) {
      let cursor: string | null = null;
      do {
        const page: { items: Seen[]; nextCursor: string | null } = await this.#read(
          `${this.#options.apiUrl()}/api/orders?limit=100${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
          { Authorization: `Bearer ${token}` },
        );
        for (const order of page.items) this.#saw(order);
        // Newest first, so what follows is of rounds that are over, too.
        const allSettled = page.items.every(({ orderId }) => this.#settled.has(orderId));
        cursor = allSettled ? null : page.nextCursor;
      } while (cursor !== null);
    }
  }

  #saw(order: Seen): void {
    const before = this.#orders.get(order.orderId);
    if (before?.state !== order.state || before.waitingOn?.since !== order.waitingOn?.since)
      this.#changedAt = Date.now();
    this.#orders.set(order.orderId, order);
    if (!isTerminal(order.state)) return;
    const ends = this.#ends.get(order.orderId) ?? new Set();
    this.#ends.set(order.orderId, ends.add(order.state));
  }

  async #lookAtMails(): Promise<void> {
    const after = this.#mails.at(-1)?.id ?? '0';
    const newer = await this.#read<Mail[]>(`${this.#options.inboxUrl}/messages?after=${after}`, {});
    for (const { id, messageId, to, text } of newer.reverse()) {
      this.#mails.push({ id, messageId, to, text });
      const [, orderId, revision, number] = REQUEST.exec(messageId) ?? [];
      const [link] = LINK.exec(text) ?? [];
      if (orderId === undefined || link === undefined) continue;
      const request = { link, revision: Number(revision), number: Number(number) };
      this.#requests.set(orderId, [...(this.#requests.get(orderId) ?? []), request]);
    }
  }

  async #read<T>(url: string, headers: Record<string, string>): Promise<T> {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    return (await response.json()) as T;
  }
}

/** Its order, its revision, and which mail of that revision it is. */
const REQUEST = /^([^.]+)\.request\.(\d+)\.(\d+)@/;
const LINK = /https?:\/\/\S+\/complete\/[\w.-]+/;
