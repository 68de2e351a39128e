/** What resellers, customers and auditors do with a running product, all of it from outside. */
import type { Client } from '@temporalio/client';
import { workflowIdOf } from '../../workflows/contract/names.ts';
import { isTerminal, type OrderStateName } from '../../workflows/contract/states.ts';
import { until } from '../support/processes.ts';

export interface Mail {
  to: string;
  subject: string;
  text: string;
  messageId: string;
}

export interface OrderSeen {
  orderId: string;
  state: OrderStateName;
  cause?: string;
  lines: { lineId: string; state: string; subscriptionId?: string }[];
  administrator: { details?: { email: string } };
}

interface VendorCall {
  method: string;
  status: number | null;
}

export interface Details {
  firstName: string;
  lastName: string;
  email: string;
}

export interface Place {
  apiUrl: string;
  token: string;
  inboxUrl: string;
  vendorUrl: string;
  client: Client;
}

/** An administrator whose address nobody else has. */
export function administrator(): Details {
  return { firstName: 'Grace', lastName: 'Hopper', email: `grace.${crypto.randomUUID()}@customer.example` };
}

export class Dealings {
  readonly #place: () => Place;

  constructor(place: () => Place) {
    this.#place = place;
  }

  /** One attempt to buy. Without details the customer is asked by mail. */
  async buyOnce(key: string, details?: Details, customerId = 'cust-hafen'): Promise<Response> {
    return this.#post('/api/orders', {
      key,
      body: {
        customerId,
        lines: [{ productId: 'veritas-o365-backup', quantity: 5 }],
        administrator: details ? { mode: 'provided', details } : { mode: 'email' },
        termsVersion: '2026-01',
      },
    });
  }

  /** Buys as a service does: tries again with the same key until the order is accepted. */
  async buy(details?: Details, customerId?: string): Promise<OrderSeen> {
    const key = crypto.randomUUID();
    return until('an order to be accepted', async () => {
      const response = await this.buyOnce(key, details, customerId);
      if (response.status !== 202) throw new Error(`${response.status} ${await response.text()}`);
      return (await response.json()) as OrderSeen;
    });
  }

  async order(orderId: string): Promise<OrderSeen> {
    const { apiUrl, token } = this.#place();
    const response = await fetch(`${apiUrl}/api/orders/${orderId}`, { headers: { Authorization: `Bearer ${token}` } });
    if (!response.ok) throw new Error(`reading ${orderId}: ${response.status}`);
    return (await response.json()) as OrderSeen;
  }

  async becomes(orderId: string, ...states: OrderStateName[]): Promise<OrderSeen> {
    const reached = await until(`order ${orderId} to be ${states.join(' or ')}`, async () => {
      const order = await this.order(orderId);
      if (states.includes(order.state) || isTerminal(order.state)) return order;
      throw new Error(`it is ${order.state}`);
    });
    if (!states.includes(reached.state)) throw new Error(`order ${orderId} ended as ${reached.state} ${reached.cause}`);
    return reached;
  }

  cancel(orderId: string): Promise<Response> {
    return this.#post(`/api/orders/${orderId}/cancellation`, { body: {} });
  }

  /** All mails about an order, by Message-ID: a mail that came twice under one Message-ID is one mail. */
  async mails(orderId: string): Promise<Mail[]> {
    const all = (await (await fetch(`${this.#place().inboxUrl}/messages`)).json()) as Mail[];
    const ours = all.filter(({ messageId }) => messageId.startsWith(`${orderId}.`));
    return [...new Map(ours.map((mail) => [mail.messageId, mail])).values()];
  }

  /** The link in the customer's mail, once it has come. */
  async link(orderId: string): Promise<string> {
    const mail = await until(`the mail of order ${orderId}`, async () =>
      (await this.mails(orderId)).find(({ text }) => text.includes('/complete/')),
    );
    return /https?:\/\/\S+\/complete\/[\w.-]+/.exec(mail.text)?.[0] ?? '';
  }

  /** One attempt to answer; the status, 303 if the answer was accepted. */
  async answerOnce(link: string, details: Details): Promise<number> {
    const body = new URLSearchParams({ ...details });
    return (await fetch(link, { method: 'POST', body, redirect: 'manual' })).status;
  }

  /** Answers as a customer does, who presses the button again until there is a receipt. */
  async answer(link: string, details: Details): Promise<void> {
    await until('an answer to be accepted', async () => {
      const status = await this.answerOnce(link, details);
      if (status !== 303) throw new Error(`the portal says ${status}`);
      return true;
    });
  }

  /** What the vendor holds for a line. */
  async subscriptions(lineId: string): Promise<{ id: string; login: string }[]> {
    const all = (await (await fetch(`${this.#place().vendorUrl}/sandbox/subscriptions`)).json()) as {
      id: string;
      login: string;
      externalId: string;
    }[];
    return all.filter(({ externalId }) => externalId === lineId);
  }

  async arm(fault: object): Promise<void> {
    await control(`${this.#place().vendorUrl}/sandbox/faults`, fault);
  }

  /** Counts from now on: the answer waits until the vendor has so many more calls in hand that it has not answered. */
  async watchVendor(method: 'HEAD' | 'POST'): Promise<(calls: number) => Promise<void>> {
    const unanswered = async () => {
      const all = (await (await fetch(`${this.#place().vendorUrl}/sandbox/calls`)).json()) as VendorCall[];
      return all.filter((call) => call.method === method && call.status === null).length;
    };
    const before = await unanswered();
    return async (calls) => {
      await until(`${calls} unanswered ${method} at the vendor`, async () => (await unanswered()) >= before + calls);
    };
  }

  async armInbox(fault: object): Promise<void> {
    await control(`${this.#place().inboxUrl}/faults`, fault);
  }

  /** Waits until every armed fault of the inbox has struck. */
  async inboxStruck(): Promise<void> {
    const url = `${this.#place().inboxUrl}/faults`;
    await until('the inbox to misbehave', async () => ((await (await fetch(url)).json()) as unknown[]).length === 0);
  }

  /** How the order's workflow ended: nothing more will be done for the order after it. */
  async closed(orderId: string): Promise<string> {
    const handle = this.#place().client.workflow.getHandle(workflowIdOf(orderId));
    return until(`the workflow of ${orderId} to close`, async () => {
      const { name } = (await handle.describe()).status;
      return name !== 'RUNNING' && name;
    });
  }

  async #post(path: string, { key, body }: { key?: string; body: unknown }): Promise<Response> {
    const { apiUrl, token } = this.#place();
    return fetch(`${apiUrl}${path}`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${token}`,
        'Content-Type': 'application/json',
        ...(key === undefined ? {} : { 'Idempotency-Key': key }),
      },
      body: JSON.stringify(body),
    });
  }
}

async function control(url: string, fault: object): Promise<void> {
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(fault) });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
}
