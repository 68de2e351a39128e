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
  messageId: string;
  to: string;
  text: string;
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
  #mails: readonly Mail[] = [];
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
    const asked = this.#mails.flatMap(({ messageId, text }) => {
      const [, revision, number] = messageId.startsWith(`${orderId}.`) ? (REQUEST.exec(messageId) ?? []) : [];
      const [link] = LINK.exec(text) ?? [];
      return link && revision ? [{ link, revision: Number(revision), number: Number(number) }] : [];
    });
    const newest = asked.sort((one, other) => other.revision - one.revision || other.number - one.number)[0];
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
        cursor = page.nextCursor;
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
    this.#mails = await this.#read<Mail[]>(`${this.#options.inboxUrl}/messages`, {});
  }

  async #read<T>(url: string, headers: Record<string, string>): Promise<T> {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    return (await response.json()) as T;
  }
}

const REQUEST = /\.request\.(\d+)\.(\d+)@/;
const LINK = /https?:\/\/\S+\/complete\/[\w.-]+/;
