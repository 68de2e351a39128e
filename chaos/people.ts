/** Each order: who buys it, and what they do until it ends. */
import { KINDS, type OrderKind, type PlannedOrder } from './plan.ts';
import { detailsOf, type Setting, Voice } from './voice.ts';
import type { Placed } from './world.ts';

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
  readonly #voices: Voice[] = [];
  readonly #setting: Setting;
  readonly #order: PlannedOrder;

  constructor(setting: Setting, order: PlannedOrder) {
    this.#setting = setting;
    this.#order = order;
  }

  /** From Buy until nobody has anything to say any more; the order may still be on its way to its end. */
  async run(): Promise<void> {
    const { kind } = this.#order;
    const copies = kind === 'sameAdministrator' ? [1, 2] : [1];
    await Promise.all(copies.map(async (copy) => this.#talk(await this.#buy(copy))));
  }

  /** What everybody does whenever an order waits on them; called at each look. */
  async tend(): Promise<void> {
    await Promise.allSettled(this.#voices.map((voice) => voice.tend()));
  }

  async #buy(copy: number): Promise<Voice> {
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
      administrator: byMail ? { mode: 'email' } : { mode: 'provided', details: detailsOf('buyer', number, round) },
      termsVersion: '2026-01',
      ...(byMail && TERMS[kind] && { informationRequest: TERMS[kind] }),
      ...(kind === 'allOrNothing' && { lineFailure: 'undoAll' }),
    };
    const once = async () => {
      const { status, body: order } = await caller.post<{ orderId: string }>(
        ...(['/api/orders', poor ? tokens.poor : tokens.rich, body, placed.key] as const),
      );
      if (status !== 202) throw new Error(`Buy ${placed.key}: ${status} ${JSON.stringify(order)}`);
      if (!placed.orderIds.includes(order.orderId)) placed.orderIds.push(order.orderId);
    };
    await Promise.all(kind === 'retriedBuy' ? [once(), once(), once()] : [once()]);
    const voice = new Voice(this.#setting, this.#order, placed, placed.orderIds[0] ?? '');
    this.#voices.push(voice);
    return voice;
  }

  async #talk(voice: Voice): Promise<void> {
    switch (this.#order.kind) {
      case 'answered':
        return voice.answer('customer');
      case 'bounced':
        return voice.answerFromElsewhere();
      case 'reminded':
        await voice.asked(2);
        return voice.answer('customer');
      case 'resent':
        await voice.asked(1);
        await voice.sendAgain('wanted');
        await voice.askedElsewhere();
        return voice.answer('colleague');
      case 'extended':
        await voice.asked(1);
        await voice.extend();
        return voice.answer('customer');
      case 'cancelled':
        if (this.#order.number % 2 === 0) await voice.asked(1);
        return voice.cancel();
      case 'cancelledInHand':
        return voice.cancel();
      case 'answeredAndCancelled':
        await voice.asked(1);
        await Promise.all([voice.answer('customer'), voice.cancel()]);
        return;
      case 'answeredTwice':
        await Promise.all([voice.answer('customer'), voice.answer('customer')]);
        return voice.answer('customer');
      case 'twoAnswers':
        await Promise.all([voice.answer('customer'), voice.answer('colleague')]);
        return;
      case 'resellerToo':
        await voice.asked(1);
        await Promise.all([voice.answer('customer'), voice.answerAsReseller()]);
        return;
    }
  }
}
