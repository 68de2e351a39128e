/** The people and services of each order: who buys it, and what they do until it ends. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { MESSAGES, workflowIdOf } from '../workflows/contract/names.ts';
import type { Caller } from './caller.ts';
import { KINDS, type OrderKind, type PlannedOrder } from './plan.ts';
import type { Watch } from './watch.ts';
import type { Placed } from './world.ts';

export interface Setting {
  caller: Caller;
  watch: Watch;
  temporal: Client;
  /** Of the reseller with credit, and of the one who has none. */
  tokens: { rich: string; poor: string };
  customers: { usual: readonly string[]; bouncing: string; ofPoor: string };
  /** Sets the runs on one product apart. */
  round: string;
  signal: AbortSignal;
}

/** Kinds whose customer is asked by mail. */
const BY_MAIL: ReadonlySet<OrderKind> = new Set<OrderKind>([
  ...(['answered', 'reminded', 'expired', 'resent', 'extended', 'cancelled', 'answeredAndCancelled'] as const),
  ...(['answeredTwice', 'twoAnswers', 'resellerToo', 'bounced'] as const),
]);

const TERMS: Partial<Record<OrderKind, { deadline: string; reminders: string[] }>> = {
  reminded: { deadline: 'PT1H', reminders: ['PT3S', 'PT8S'] },
  expired: { deadline: 'PT12S', reminders: ['PT4S'] },
  extended: { deadline: 'PT15S', reminders: [] },
};

/** One order, or the two of `sameAdministrator`. */
export class Dealing {
  readonly placed: Placed[] = [];
  readonly #setting: Setting;
  readonly #order: PlannedOrder;
  #resent = new Set<string>();
  #saidAt = 0;

  constructor(setting: Setting, order: PlannedOrder) {
    this.#setting = setting;
    this.#order = order;
  }

  /** From Buy until nobody has anything to say any more; the order may still be on its way to its end. */
  async run(): Promise<void> {
    const { kind } = this.#order;
    await Promise.all(
      (kind === 'sameAdministrator' ? [1, 2] : [1]).map(async (copy) => {
        const placed = await this.#buy(copy);
        await this.#talk(placed, placed.orderIds[0] ?? '');
      }),
    );
  }

  async #buy(copy: number): Promise<Placed> {
    const { kind, number, lines } = this.#order;
    const { caller, customers, tokens, round } = this.#setting;
    const placed: Placed = {
      ...{ key: `${round}-${number}-${copy}`, kind, orderIds: [], mayEnd: KINDS[kind] },
      ...{ accepted: [], cancelled: false, endsSeen: [] },
    };
    this.placed.push(placed);
    const poor = kind === 'creditRefused';
    const usual = customers.usual[number % customers.usual.length];
    const customerId = poor ? customers.ofPoor : kind === 'bounced' ? customers.bouncing : usual;
    const byMail = BY_MAIL.has(kind) || (poor && number % 2 === 0);
    const body = {
      customerId,
      lines: Array.from({ length: lines }, (_, line) => ({ productId: 'veritas-o365-backup', quantity: 5 + line })),
      administrator: byMail ? { mode: 'email' } : { mode: 'provided', details: this.#details('buyer') },
      termsVersion: '2026-01',
      ...(byMail && TERMS[kind] && { informationRequest: TERMS[kind] }),
    };
    const once = async () => {
      const { status, body: order } = await caller.post<{ orderId: string }>(
        ...(['/api/orders', poor ? tokens.poor : tokens.rich, body, placed.key] as const),
      );
      if (status !== 202) throw new Error(`Buy ${placed.key}: ${status} ${JSON.stringify(order)}`);
      if (!placed.orderIds.includes(order.orderId)) placed.orderIds.push(order.orderId);
    };
    await Promise.all(kind === 'retriedBuy' ? [once(), once(), once()] : [once()]);
    return placed;
  }

  async #talk(placed: Placed, orderId: string): Promise<void> {
    const answer = (who: string) => this.#answer(placed, orderId, who);
    switch (this.#order.kind) {
      case 'answered':
        return answer('customer');
      case 'bounced':
        return this.#answerFromElsewhere(placed, orderId);
      case 'reminded':
        await this.#asked(orderId, 2);
        return answer('customer');
      case 'resent':
        await this.#asked(orderId, 1);
        await this.#sendAgain(orderId, 'wanted');
        await this.#askedElsewhere(orderId);
        return answer('colleague');
      case 'extended':
        await this.#asked(orderId, 1);
        await this.#message(orderId, MESSAGES.extendDeadline, { by: 'operator', extension: 'PT1H' });
        return answer('customer');
      case 'cancelled':
        if (this.#order.number % 2 === 0) await this.#asked(orderId, 1);
        return this.#cancel(placed, orderId);
      case 'answeredAndCancelled':
        await this.#asked(orderId, 1);
        await Promise.all([answer('customer'), this.#cancel(placed, orderId)]);
        return;
      case 'answeredTwice':
        await Promise.all([answer('customer'), answer('customer')]);
        return answer('customer');
      case 'twoAnswers':
        await Promise.all([answer('customer'), answer('colleague')]);
        return;
      case 'resellerToo':
        await this.#asked(orderId, 1);
        await Promise.all([answer('customer'), this.#answerAsReseller(placed, orderId)]);
        return;
    }
  }

  /** What reseller and operator do whenever the order waits on them; called at each look. */
  async tend(): Promise<void> {
    const { watch } = this.#setting;
    for (const [orderId] of this.placed.map(({ orderIds }) => orderIds)) {
      const seen = orderId === undefined ? undefined : watch.orders.get(orderId);
      if (orderId === undefined || seen === undefined) continue;
      if (seen.state === 'held' && Date.now() - this.#saidAt > 3_000) {
        this.#saidAt = Date.now();
        // Whoever gives up leftovers keeps them: that is no difference, and no test of anything.
        const action = seen.cause === 'leftovers' ? 'retry' : this.#order.operator;
        await this.#message(orderId, MESSAGES.resumeOrder, { by: 'operator', action }).catch(() => undefined);
      }
      const since = seen.waitingOn?.who === 'reseller' ? seen.waitingOn.since : undefined;
      if (seen.state === 'inquiring' && since !== undefined && !this.#resent.has(since)) {
        this.#resent.add(since);
        await this.#sendAgain(orderId, since).catch(() => undefined);
      }
    }
  }

  #details(who: string): { firstName: string; lastName: string; email: string } {
    const { number } = this.#order;
    return {
      firstName: 'Grace',
      lastName: 'Hopper',
      email: `${who}.${number}.${this.#setting.round}@customer.example`,
    };
  }

  /** Waits until the customer has had so many mails, or the order does not ask any more. */
  #asked(orderId: string, mails: number): Promise<void> {
    return this.#until(orderId, () => (this.#setting.watch.request(orderId)?.mails ?? 0) >= mails);
  }

  /** Mails are no measure here: one that is refused at once never was in the inbox. */
  #askedElsewhere(orderId: string): Promise<void> {
    return this.#until(orderId, () => (this.#setting.watch.request(orderId)?.revision ?? 0) > 1);
  }

  async #until(orderId: string, reached: () => boolean): Promise<void> {
    while (!reached() && this.#asks(orderId)) await this.#setting.watch.look();
  }

  #asks(orderId: string): boolean {
    const state = this.#setting.watch.orders.get(orderId)?.state ?? 'acknowledged';
    return state === 'acknowledged' || state === 'inquiring';
  }

  /** Through the newest link, however often it changes, until the answer is accepted or another one was. */
  async #answer(placed: Placed, orderId: string, who: string): Promise<void> {
    const { caller, watch } = this.#setting;
    const details = this.#details(who);
    while (!placed.accepted.includes(details.email)) {
      await this.#asked(orderId, 1);
      const link = watch.request(orderId)?.link;
      if (link !== undefined) {
        const status = await caller.submit(link, details);
        if (status === 303) placed.accepted.push(details.email);
        else if (status === 409 && !this.#asks(orderId)) return;
      }
      if (!this.#asks(orderId)) return;
      await watch.look();
    }
  }

  /** Nobody reads the mailbox that does not exist. If the report of it is lost, the reseller notices all the same, later. */
  async #answerFromElsewhere(placed: Placed, orderId: string): Promise<void> {
    await this.#asked(orderId, 1);
    const noticed = Date.now() + REPORT_WITHIN_MS;
    await this.#until(orderId, () => this.#resent.size > 0 || Date.now() > noticed);
    if (this.#resent.size === 0) await this.#sendAgain(orderId, 'unheard');
    await this.#askedElsewhere(orderId);
    return this.#answer(placed, orderId, 'colleague');
  }

  async #answerAsReseller(placed: Placed, orderId: string): Promise<void> {
    const { caller, tokens } = this.#setting;
    const details = this.#details('reseller');
    const { status } = await caller.post(`/api/orders/${orderId}/administrator`, tokens.rich, details);
    if (status === 202) placed.accepted.push(details.email);
  }

  async #cancel(placed: Placed, orderId: string): Promise<void> {
    const { caller, tokens } = this.#setting;
    const { status } = await caller.post(`/api/orders/${orderId}/cancellation`, tokens.rich, {});
    if (status === 202) placed.cancelled = true;
  }

  async #sendAgain(orderId: string, why: string): Promise<void> {
    const { caller, tokens } = this.#setting;
    const to = { email: `other.${this.#order.number}@customer.example` };
    await caller.post(`/api/orders/${orderId}/information-request`, tokens.rich, { to }, `${orderId}-${why}`);
  }

  /** A message that has no place in the API: straight to the workflow, with an id under which it counts once. */
  async #message(orderId: string, name: string, message: object): Promise<void> {
    const { temporal, signal } = this.#setting;
    const updateId = `chaos-${name}-${crypto.randomUUID()}`;
    const handle = temporal.workflow.getHandle(workflowIdOf(orderId));
    for (let tries = 0; tries < 20; tries++) {
      const sent = temporal.withDeadline(Date.now() + 5_000, () =>
        handle.executeUpdate(name, { args: [message], updateId }),
      );
      const failure = await sent.then(
        () => undefined,
        (error: Error) => error,
      );
      if (failure === undefined || REFUSED.has(failure.name)) return;
      await sleep(500, undefined, { signal });
    }
  }
}

const REPORT_WITHIN_MS = 20_000;

/** The workflow's own word, or that there is none any more. */
const REFUSED = new Set(['WorkflowUpdateFailedError', 'WorkflowNotFoundError']);
