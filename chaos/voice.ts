/** What customer, reseller and operator say to one order, however often they have to. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { MESSAGES, workflowIdOf } from '../workflows/contract/names.ts';
import type { Caller } from './caller.ts';
import type { PlannedOrder } from './plan.ts';
import type { Seen, Watch } from './watch.ts';
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

export interface Details extends Record<string, string> {
  firstName: string;
  lastName: string;
  email: string;
}

export function detailsOf(who: string, number: number, round: string): Details {
  return { firstName: 'Grace', lastName: 'Hopper', email: `${who}.${number}.${round}@customer.example` };
}

const REPORT_WITHIN_MS = 20_000;
const OPERATOR_PAUSE_MS = 3_000;

/** The workflow's own word, or that there is none any more. */
const REFUSED = new Set(['WorkflowUpdateFailedError', 'WorkflowNotFoundError']);

export class Voice {
  readonly #setting: Setting;
  readonly #order: PlannedOrder;
  readonly #placed: Placed;
  readonly #orderId: string;
  #resent = new Set<string>();
  /** The waits for a correction that was given, each by when it began. */
  #corrected = new Set<string>();
  #saidAt = 0;

  constructor(setting: Setting, order: PlannedOrder, placed: Placed, orderId: string) {
    this.#setting = setting;
    this.#order = order;
    this.#placed = placed;
    this.#orderId = orderId;
  }

  /** Waits until the customer has had so many mails, or the order does not ask any more. */
  asked(mails: number): Promise<void> {
    return this.#until(() => (this.#request?.mails ?? 0) >= mails);
  }

  /** Mails are no measure here: one that is refused at once never was in the inbox. */
  askedElsewhere(): Promise<void> {
    return this.#until(() => (this.#request?.revision ?? 0) > 1);
  }

  /** Through the newest link, however often it changes, until the answer is accepted or another one was. */
  async answer(who: string): Promise<void> {
    const details = detailsOf(who, this.#order.number, this.#setting.round);
    while (!this.#placed.accepted.includes(details.email)) {
      await this.asked(1);
      if (await this.#submit(details)) return;
      if (!this.#asks()) return;
      await this.#setting.watch.look();
    }
  }

  /** Nobody reads the mailbox that does not exist. If the report of it is lost, the reseller notices all the same, later. */
  async answerFromElsewhere(): Promise<void> {
    await this.asked(1);
    const noticed = Date.now() + REPORT_WITHIN_MS;
    await this.#until(() => this.#resent.size > 0 || Date.now() > noticed);
    if (this.#resent.size === 0) await this.sendAgain('unheard');
    await this.askedElsewhere();
    return this.answer('colleague');
  }

  async answerAsReseller(details = detailsOf('reseller', this.#order.number, this.#setting.round)): Promise<void> {
    const { caller, tokens } = this.#setting;
    const { status } = await caller.post(`/api/orders/${this.#orderId}/administrator`, tokens.rich, details);
    if (status === 202) this.#accepted(details);
  }

  async cancel(): Promise<void> {
    const { caller, tokens } = this.#setting;
    const { status } = await caller.post(`/api/orders/${this.#orderId}/cancellation`, tokens.rich, {});
    if (status === 202) this.#placed.cancelled = true;
  }

  async sendAgain(why: string): Promise<void> {
    const { caller, tokens } = this.#setting;
    const to = { email: `other.${this.#order.number}@customer.example` };
    const key = `${this.#orderId}-${why}`;
    await caller.post(`/api/orders/${this.#orderId}/information-request`, tokens.rich, { to }, key);
  }

  extend(): Promise<void> {
    return this.#message(MESSAGES.extendDeadline, { by: 'operator', extension: 'PT1H' });
  }

  /** What everybody does whenever the order waits on them; called at each look. */
  async tend(): Promise<void> {
    const seen = this.#setting.watch.orders.get(this.#orderId);
    if (seen?.state === 'held') return this.#resolve(seen);
    const wait = seen?.state === 'inquiring' ? seen.waitingOn : undefined;
    if (wait?.corrections) return this.#correct(wait);
    if (wait?.who !== 'reseller' || this.#resent.has(wait.since)) return;
    this.#resent.add(wait.since);
    await this.sendAgain(wait.since).catch(() => undefined);
  }

  async #resolve({ cause }: Seen): Promise<void> {
    if (Date.now() - this.#saidAt <= OPERATOR_PAUSE_MS) return;
    this.#saidAt = Date.now();
    // Whoever gives up leftovers keeps them: that is no difference, and no test of anything.
    const action = cause === 'leftovers' ? 'retry' : this.#order.operator;
    await this.#message(MESSAGES.resumeOrder, { by: 'operator', action }).catch(() => undefined);
  }

  /** Whoever gave what the vendor refused gives something else. */
  async #correct({ who, since }: NonNullable<Seen['waitingOn']>): Promise<void> {
    if (this.#corrected.has(since)) return;
    const { number } = this.#order;
    const details = detailsOf(`${who}.corrected-${this.#corrected.size + 1}`, number, this.#setting.round);
    const other = { ...details, firstName: `Grace ${this.#corrected.size + 1}` };
    if (who === 'reseller') await this.answerAsReseller(other);
    else if (!(await this.#submit(other))) return;
    this.#corrected.add(since);
  }

  /** @returns whether there is nothing more to say: it was accepted, or another answer was */
  async #submit(details: Details): Promise<boolean> {
    const link = this.#request?.link;
    if (link === undefined) return false;
    const status = await this.#setting.caller.submit(link, details);
    if (status === 303) this.#accepted(details);
    return status === 303 || (status === 409 && !this.#asks());
  }

  #accepted({ email }: Details): void {
    if (!this.#placed.accepted.includes(email)) this.#placed.accepted.push(email);
  }

  get #request() {
    return this.#setting.watch.request(this.#orderId);
  }

  async #until(reached: () => boolean): Promise<void> {
    while (!reached() && this.#asks()) await this.#setting.watch.look();
  }

  #asks(): boolean {
    const state = this.#setting.watch.orders.get(this.#orderId)?.state ?? 'acknowledged';
    return state === 'acknowledged' || state === 'inquiring';
  }

  /** A message that has no place in the API: straight to the workflow, with an id under which it counts once. */
  async #message(name: string, message: object): Promise<void> {
    const { temporal, signal } = this.#setting;
    const updateId = `chaos-${name}-${crypto.randomUUID()}`;
    const handle = temporal.workflow.getHandle(workflowIdOf(this.#orderId));
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
