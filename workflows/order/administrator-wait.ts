/** Asking the end customer for the administrator's details, and waiting for days. */
import { CancellationScope, condition, isCancellation, patched } from '@temporalio/workflow';
import type { RequestMail, SentRequest } from '../../activities/index.ts';
import type { OrderEnd } from '../contract/causes.ts';
import { milliseconds } from '../contract/durations.ts';
import type { AcceptedAnswer, ExtendRequest } from '../contract/messages.ts';
import { type Actor, waitAfter } from '../contract/order.ts';
import { Alarm } from '../support/deadlines.ts';
import { knownFailureIn } from '../support/failures.ts';
import * as steps from '../support/steps.ts';
import type { AcceptedResend } from './inbox.ts';
import { Outgoing } from './outgoing.ts';
import type { Run } from './run.ts';

/** What came of asking who will administer the subscription. */
export type AdministratorKnown =
  | { kind: 'answered'; answer: AcceptedAnswer }
  | { kind: 'ended'; end: OrderEnd; by: Actor };

/**
 * Opens the order (credit, first mail), then waits for the answer with reminders, until the deadline. What has arrived
 * is looked at before the clock, so an answer that was accepted beats a deadline of the same instant.
 */
export async function askAdministrator(run: Run): Promise<AdministratorKnown> {
  return new AdministratorWait(run).over();
}

/** The end that a refused credit is, or `undefined` if the failure is another. */
export function creditRefusedIn(error: unknown): OrderEnd | undefined {
  const failure = knownFailureIn(error);
  if (failure?.type !== 'CreditRefused') return undefined;
  return { state: 'rejected', cause: 'creditRefused', shortage: failure.details[0] };
}

class AdministratorWait {
  readonly #order: Run['order'];
  readonly #progress: Run['progress'];
  readonly #inbox: Run['inbox'];
  readonly #alarm = new Alarm();
  readonly #outgoing = new Outgoing<SentRequest | undefined>();
  #number = 0;
  /** The mail that was sent last, or is on its way. */
  #mailed: RequestMail | undefined;
  /** What came of the last mail that the server took, or refused for good. */
  #last: SentRequest | undefined;
  /** The link that somebody has, and whom the reseller had named for it. */
  #delivered: { sent: SentRequest; recipient: RequestMail['to'] } | undefined;
  /** Epoch milliseconds. */
  #deadline = Number.POSITIVE_INFINITY;
  #reminders: number[] = [];
  /** Time that was added before the first mail was out. */
  #extraMs = 0;

  constructor({ order, progress, inbox }: Run) {
    this.#order = order;
    this.#progress = progress;
    this.#inbox = inbox;
  }

  async over(): Promise<AdministratorKnown> {
    this.#sendFirst();
    const inbox = this.#inbox;
    try {
      for (;;) {
        this.#setAlarm();
        await condition(
          () =>
            inbox.answer !== undefined ||
            inbox.cancel !== undefined ||
            inbox.resends.length > 0 ||
            inbox.extensions.length > 0 ||
            this.#outgoing.settled ||
            this.#alarm.rang,
        );
        const done = await this.#step();
        if (done) return done;
      }
    } finally {
      // Also when the workflow is cancelled: no mail may go out after the order has moved on.
      await CancellationScope.nonCancellable(() => this.#outgoing.stop());
    }
  }

  async #step(): Promise<AdministratorKnown | undefined> {
    const { answer, cancel, resends, extensions } = this.#inbox;
    if (answer) return { kind: 'answered', answer };
    if (cancel) return this.#ended({ state: 'cancelled', cause: 'requested' }, cancel.by);
    if (this.#outgoing.settled) return this.#settle(this.#outgoing.take());
    if (this.#alarm.rang && this.#alarm.at >= this.#deadline) {
      const cause = this.#delivered === undefined ? 'undeliverable' : 'customerNoResponse';
      return this.#ended({ state: 'expired', cause }, 'system');
    }
    const extension = extensions.shift();
    const resend = extension ? undefined : resends.shift();
    if (extension || resend) {
      // A mail that cannot be delivered must not stand in the way of one to somebody else.
      const done = this.#settle(await this.#outgoing.stop());
      if (done || this.#inbox.answer || this.#inbox.cancel) return done;
      if (extension) this.#extend(extension);
      else if (resend) this.#resend(resend);
      return undefined;
    }
    this.#remind();
    return undefined;
  }

  /** From this instant on no answer is accepted any more, however long it takes to stop what is on its way. */
  #ended(end: OrderEnd, by: Actor): AdministratorKnown {
    this.#progress.decide(end);
    return { kind: 'ended', end, by };
  }

  #settle(settled: ReturnType<Outgoing<SentRequest | undefined>['take']>): AdministratorKnown | undefined {
    if (settled && 'failure' in settled) {
      if (isCancellation(settled.failure)) return undefined;
      const refused = creditRefusedIn(settled.failure);
      if (!refused) throw settled.failure;
      return this.#ended(refused, 'system');
    }
    if (settled?.sent) this.#sent(settled.sent);
    return undefined;
  }

  #sent(sent: SentRequest): void {
    const { links } = this.#progress;
    const revision = this.#mailed?.revision ?? sent.revision;
    if (sent.refused === undefined) {
      links.settle(revision, sent.revision);
      this.#delivered = { sent, recipient: this.#recipient };
    } else if (this.#delivered) {
      // Nobody has this link; whoever has the one before can still answer.
      links.settle(revision, this.#delivered.sent.revision);
      this.#recipient = this.#delivered.recipient;
    }
    this.#waitOn(sent);
  }

  /** The question is out: from here the customer is waited for, or the reseller if the address was refused. */
  #waitOn(sent: SentRequest): void {
    if (!this.#last) {
      const since = Date.parse(sent.sentAt);
      this.#reminders = this.#order.informationRequest.reminders
        .map((after) => since + milliseconds(after))
        .sort((one, other) => one - other);
    }
    this.#deadline = Date.parse(sent.until);
    this.#last = sent;
    const progress = this.#progress;
    progress.contacted = sent.to;
    progress.creditReserved = true;
    progress.enter('inquiring', { waitingOn: waitAfter(sent) });
    progress.announce();
  }

  #setAlarm(): void {
    const [reminder] = this.#reminders;
    const due = Math.min(reminder ?? Number.POSITIVE_INFINITY, this.#deadline);
    if (Number.isFinite(due)) this.#alarm.set(due, due === this.#deadline ? 'Deadline of the answer' : 'Next reminder');
  }

  #sendFirst(): void {
    const { informationRequest } = this.#order;
    const extended = `PT${(milliseconds(informationRequest.deadline) + this.#extraMs) / 1000}S`;
    const { revision } = this.#progress.links;
    const ask = this.#mail('first', revision, { after: this.#extraMs > 0 ? extended : informationRequest.deadline });
    const late = () => this.#firstMailLate(milliseconds(informationRequest.deadline));
    this.#outgoing.start(() => steps.reserveCreditAndAsk(ask, late));
  }

  /** The deadline counts from the first mail; if that cannot be sent at all, the same time bounds the attempt. */
  #firstMailLate(patience: number): void {
    const since = new Date(Date.now()).toISOString();
    if (!Number.isFinite(this.#deadline)) this.#deadline = Date.now() + patience;
    this.#progress.enter('acknowledged', {
      waitingOn: { who: 'mailServer', kind: 'firstMail', since, until: new Date(this.#deadline).toISOString() },
    });
    this.#progress.announce();
    this.#setAlarm();
  }

  #remind(): void {
    this.#reminders = this.#reminders.filter((due) => due > this.#alarm.at);
    // Whoever is unreachable, or has a mail on its way already, is not reminded.
    if (!this.#last || this.#last.refused !== undefined || this.#outgoing.busy) return;
    this.#send(this.#sameLink('reminder', this.#last));
  }

  #resend(request: AcceptedResend): void {
    this.#recipient = request.to;
    if (!this.#last) {
      this.#sendFirst();
      return;
    }
    const mail = this.#mail('resend', request.revision, { at: this.#last.until });
    this.#send({ ...mail, by: request.by });
  }

  #extend({ extension, by }: ExtendRequest): void {
    if (!this.#last) {
      this.#extraMs += milliseconds(extension);
      this.#deadline += milliseconds(extension);
      this.#sendFirst();
      return;
    }
    const at = new Date(Date.parse(this.#last.until) + milliseconds(extension)).toISOString();
    // The deadline moves at once, however long the mail takes that says so.
    const last = { ...this.#last, until: at };
    this.#waitOn(last);
    const stopped = this.#stoppedLink();
    if (stopped !== undefined && patched('more time sends a stopped link')) {
      this.#send({ ...this.#mail('resend', stopped, { at }), by });
      return;
    }
    // The link stays good: the same mailbox, and the page goes by the new deadline.
    const base = last.refused === undefined ? last : { ...(this.#delivered?.sent ?? last), until: at };
    this.#send({ ...this.#sameLink('extended', base), by });
  }

  /** The revision of a new link whose mail was stopped before it was out: its contact still waits for it. */
  #stoppedLink(): number | undefined {
    const { revision } = this.#progress.links;
    return this.#mailed?.revision === revision && this.#last?.revision !== revision ? revision : undefined;
  }

  #recipient: RequestMail['to'];

  /** A mail more with the link that somebody has; if the contact has changed since, it goes to the new one with another. */
  #sameLink(kind: RequestMail['kind'], last: SentRequest): RequestMail {
    const mail = this.#mail(kind, last.revision, { at: last.until }, last.to);
    return this.#recipient ? mail : { ...mail, movedRevision: this.#progress.links.reserve() };
  }

  #mail(kind: RequestMail['kind'], revision: number, ends: RequestMail['ends'], lastTo?: string): RequestMail {
    this.#number += 1;
    this.#mailed = {
      orderId: this.#order.orderId,
      turn: this.#progress.nextTurn(),
      revision,
      number: this.#number,
      kind,
      ends,
      by: 'system',
      to: this.#recipient,
      lastTo,
    };
    return this.#mailed;
  }

  #send(mail: RequestMail): void {
    this.#outgoing.start(() => steps.sendRequest(mail));
  }
}
