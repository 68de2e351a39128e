/** Hands mail to the mailbox of bounces in to the product, as the mail server of a real installation does. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Where mail to a mailbox and its subaddresses is handed in. */
export interface InboundMail {
  /** Such as `bounces@example.com`. */
  mailbox: string;
  url: string;
  secret: string;
}

/** Between the tries; after them the mail stays where people see it, in the inbox. */
const PAUSES_MS = [500, 1000, 2000, 4000, 8000, 16_000];

export class HandingIn {
  readonly #ended = new AbortController();
  #inbound: InboundMail | undefined;

  to(inbound: InboundMail): void {
    this.#inbound = inbound;
  }

  /** Does not wait until the mail is handed in. */
  take(recipients: readonly string[], raw: Buffer): void {
    const [local = '', domain = ''] = this.#inbound?.mailbox.split('@') ?? [];
    for (const recipient of recipients) {
      if (!this.#inbound || !recipient.startsWith(`${local}+`) || !recipient.endsWith(`@${domain}`)) continue;
      this.#handIn(this.#inbound, recipient, raw).catch(() => undefined);
    }
  }

  close(): void {
    this.#ended.abort();
  }

  async #handIn({ url, secret }: InboundMail, recipient: string, raw: Buffer): Promise<void> {
    const { signal } = this.#ended;
    const headers = {
      Authorization: `Bearer ${secret}`,
      'Content-Type': 'message/rfc822',
      'X-Envelope-To': recipient,
    };
    for (const pause of [0, ...PAUSES_MS]) {
      await sleep(pause, undefined, { signal });
      const body = new Uint8Array(raw);
      const response = await fetch(url, { method: 'POST', headers, body, signal }).catch(() => undefined);
      // Anything else is an answer: the same mail would get it again.
      if (response && response.status !== 429 && response.status < 500) return;
    }
  }
}
