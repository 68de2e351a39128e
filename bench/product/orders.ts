/** Buys and answers over HTTP, and learns from the inbox what has become of each order: that asks nothing of the product. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Buyer } from './market.ts';

export type Way = 'atHand' | 'byMail';

interface Mail {
  id: string;
  to: string;
  subject: string;
  text: string;
}

const LINK = /https?:\/\/\S+\/complete\/[\w.-]+/;
const LOOK_EVERY_MS = 50;
/** Far longer than any order takes; a measurement that hangs should say so. */
const PATIENCE_MS = 120_000;

interface Urls {
  /** Each Buy goes to the next one. */
  apiUrls: readonly string[];
  inboxUrl: string;
}

export class Orders {
  readonly #urls: Urls;
  readonly #stopped = new AbortController();
  /** Mails whose subject names this order, and who waits for one of them. */
  readonly #mails = new Map<string, Mail[]>();
  readonly #heard = new Map<string, () => void>();
  readonly #watching: Promise<void>;
  #last = '0';
  #turn = 0;
  #sentAgain = 0;

  constructor(urls: Urls) {
    this.#urls = urls;
    this.#watching = this.#watch();
    this.#watching.catch(() => undefined);
  }

  /** How many answers of customers were not taken at once, and sent again. */
  get sentAgain(): number {
    return this.#sentAgain;
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#watching;
  }

  /** Buys, answers if the customer is asked, and resolves when the reseller is told that the order is set up. */
  async complete(buyer: Buyer, way: Way): Promise<void> {
    const orderId = await this.buy(buyer, way);
    if (way === 'byMail') await this.answer(await this.asked(buyer, orderId));
    await this.completed(buyer, orderId);
  }

  /** @returns the order's id, as soon as Buy is answered */
  async buy(buyer: Buyer, way: Way): Promise<string> {
    const mode = way === 'byMail' ? { mode: 'email' } : { mode: 'provided', details: someone() };
    const response = await fetch(`${this.#nextUrl()}/api/orders`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${buyer.token}`,
        'Content-Type': 'application/json',
        'Idempotency-Key': randomUUID(),
      },
      body: JSON.stringify({
        customerId: buyer.customers[Math.floor(Math.random() * buyer.customers.length)],
        lines: [{ productId: 'veritas-o365-backup', quantity: 1 }],
        administrator: mode,
        termsVersion: '2026-01',
      }),
    });
    const body = await response.text();
    if (response.status !== 202) throw new Error(`Buy answered ${response.status}: ${body}`);
    return (JSON.parse(body) as { orderId: string }).orderId;
  }

  /** @returns the link, once the customer has it */
  async asked(buyer: Buyer, orderId: string): Promise<string> {
    const { text } = await this.#mail(orderId, (mail) => mail.to !== buyer.email && LINK.test(mail.text));
    return LINK.exec(text)?.[0] ?? '';
  }

  /** Fills in the form at the link, and presses its button again where the page asks for that. */
  async answer(link: string): Promise<void> {
    const body = new URLSearchParams(someone());
    for (;;) {
      const { status, headers } = await fetch(link, { method: 'POST', body, redirect: 'manual' });
      if (status === 303) return;
      if (status !== 503) throw new Error(`the form at the link was answered ${status}`);
      this.#sentAgain += 1;
      await sleep(1000 * Number(headers.get('retry-after') ?? 1));
    }
  }

  /** @throws if the reseller is told anything else of the order */
  async completed(buyer: Buyer, orderId: string): Promise<void> {
    const { subject } = await this.#mail(orderId, ({ to }) => to === buyer.email);
    this.#mails.delete(orderId);
    this.#heard.delete(orderId);
    if (!subject.startsWith('Your order is set up:')) throw new Error(`an order did not complete: ${subject}`);
  }

  /** How many of the reseller's newest orders (at most 100) the product itself calls something else than completed. */
  async notCompleted(buyer: Buyer): Promise<number> {
    const headers = { Authorization: `Bearer ${buyer.token}` };
    const response = await fetch(`${this.#nextUrl()}/api/orders?limit=100`, { headers });
    const { items } = (await response.json()) as { items: { state: string }[] };
    return items.filter(({ state }) => state !== 'completed').length;
  }

  #nextUrl(): string {
    const { apiUrls } = this.#urls;
    this.#turn += 1;
    return apiUrls[this.#turn % apiUrls.length] ?? '';
  }

  async #mail(orderId: string, which: (mail: Mail) => boolean): Promise<Mail> {
    for (;;) {
      const found = this.#mails.get(orderId)?.find(which);
      if (found) return found;
      await new Promise<void>((resolve, reject) => {
        const late = () => reject(new Error(`nothing was heard of order ${orderId} for ${PATIENCE_MS / 1000} s`));
        const timer = setTimeout(late, PATIENCE_MS);
        this.#heard.set(orderId, () => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  async #watch(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      const response = await fetch(`${this.#urls.inboxUrl}/messages?after=${this.#last}`);
      const mails = (await response.json()) as Mail[];
      this.#last = mails[0]?.id ?? this.#last;
      for (const { id, to, subject, text } of mails) {
        const mail = { id, to, subject, text };
        const orderId = /\(order (\S+)\)$/.exec(subject)?.[1] ?? '';
        this.#mails.set(orderId, [...(this.#mails.get(orderId) ?? []), mail]);
        this.#heard.get(orderId)?.();
      }
      await sleep(LOOK_EVERY_MS);
    }
  }
}

const someone = () => ({ firstName: 'Grace', lastName: 'Hopper', email: `grace.${randomUUID()}@customer.example` });
