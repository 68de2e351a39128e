/** Asking the end customer for the administrator's details, and waiting for days. */
import { CancellationScope, condition, continueAsNew, isCancellation, workflowInfo } from '@temporalio/workflow';
import type { RequestMail, SentRequest } from '../../activities/index.ts';
import type { OrderEnd } from '../contract/causes.ts';
import { milliseconds } from '../contract/durations.ts';
import type { VendorRefusal } from '../contract/failures.ts';
import type { AcceptedAnswer, BounceReport, ExtendRequest } from '../contract/messages.ts';
import { type Actor, waitAfter } from '../contract/order.ts';
import { knownFailureIn, needsHistory } from '../support/failures.ts';
import * as steps from '../support/steps.ts';
import { AnswerTerms } from './answer-terms.ts';
import { Correction } from './corrections.ts';
import type { AcceptedResend } from './inbox.ts';
import { Outgoing } from './outgoing.ts';
import { RequestMails } from './request-mails.ts';
import type { Run } from './run.ts';
import type { OrderSaga, Waiting } from './waiting.ts';

/** What came of asking who will administer the subscription. */
export type AdministratorKnown =
  | { kind: 'answered'; answer: AcceptedAnswer }
  | { kind: 'ended'; end: OrderEnd; by: Actor };

/**
 * Opens the order (credit, first mail), then waits for the answer with reminders, until the deadline. What has arrived
 * is looked at before the clock, so an answer that was accepted beats a deadline of the same instant.
 */
export async function askAdministrator(run: Run, earlier?: Waiting): Promise<AdministratorKnown> {
  return new AdministratorWait(run, { earlier }).over();
}

/**
 * Asks whoever gave the details for others, since the vendor has refused these, and waits as for the first answer: the
 * customer by a mail with a new link, the reseller by a mail that leads to the order's page.
 * @param round counted from 1
 */
export async function askCorrection(run: Run, refusals: VendorRefusal[], round: number): Promise<AdministratorKnown> {
  const { inbox, progress } = run;
  const of = inbox.answer?.by === 'customer' ? 'customer' : 'reseller';
  inbox.refused = inbox.answer;
  inbox.answer = undefined;
  // What came with the answer was about the question before.
  inbox.resends.length = 0;
  inbox.extensions.length = 0;
  // Whoever has a link has answered through it.
  progress.links.replace();
  return new AdministratorWait(run, { correction: new Correction(run, refusals, of, round) }).over();
}

/**
 * How many events a wait may take. An order has some twenty; only messages without end bring it here, such as signals that
 * are no use: the order then goes on in a new run before Temporal closes it.
 */
const LONG_HISTORY = 500;

/** The end that a refused credit is, or `undefined` if the failure is another. */
export function creditRefusedIn(error: unknown): OrderEnd | undefined {
  const failure = knownFailureIn(error);
  if (failure?.type !== 'CreditRefused') return undefined;
  return { state: 'rejected', cause: 'creditRefused', shortage: failure.details[0] };
}

/**
 * Whether a mail was sent by this release. What only this one does after a mail, it must not do in a history of an earlier
 * one; a patch would say the same, but its marker may come to stand elsewhere on replay, beside a local activity.
 */
function isOurs(sent: SentRequest | undefined): sent is SentRequest & { number: number } {
  return sent?.number !== undefined;
}

type Settled = ReturnType<Outgoing<SentRequest | undefined>['take']>;

class AdministratorWait {
  readonly #run: Run;
  readonly #mails: RequestMails;
  readonly #outgoing = new Outgoing<SentRequest | undefined>();
  readonly #terms: AnswerTerms;
  /** What is to be corrected; absent: details are asked for the first time. */
  readonly #correction: Correction | undefined;

  constructor(run: Run, { earlier, correction }: { earlier?: Waiting | undefined; correction?: Correction }) {
    this.#run = run;
    this.#correction = correction;
    this.#mails = new RequestMails(run, earlier?.mails ?? run.mails, correction?.refusals);
    this.#terms = new AnswerTerms(run.order.informationRequest, earlier?.reminders);
    if (earlier) this.#waitOn(earlier.mails.last);
  }

  async over(): Promise<AdministratorKnown> {
    if (this.#correction) this.#beginCorrection(this.#correction);
    if (!this.#mails.last) this.#sendFirst();
    const { inbox } = this.#run;
    try {
      for (;;) {
        this.#terms.setAlarm();
        await condition(
          () =>
            inbox.answer !== undefined ||
            inbox.cancel !== undefined ||
            inbox.resends.length > 0 ||
            inbox.extensions.length > 0 ||
            this.#bounceToTake !== undefined ||
            this.#outgoing.settled ||
            this.#terms.isDue ||
            this.#mayGoOnAnew,
        );
        const done = await this.#step();
        if (done) return done;
      }
    } finally {
      // Also when the workflow is cancelled: no mail may go out after the order has moved on.
      const settled = await CancellationScope.nonCancellable(() => this.#outgoing.stop());
      // Who has got the mail after all is told of the end.
      if (settled && 'sent' in settled && settled.sent) this.#run.progress.contacted = settled.sent.to;
      this.#run.mails = this.#mails.before;
    }
  }

  /** Between two mails, so that none is sent twice or never. */
  get #mayGoOnAnew(): boolean {
    const { last } = this.#mails;
    // What has been provisioned already is known to this run alone.
    if (this.#correction) return false;
    return workflowInfo().historyLength > LONG_HISTORY && isOurs(last) && !this.#outgoing.busy;
  }

  #goOnAnew(last: SentRequest): Promise<never> {
    const { order, progress, inbox } = this.#run;
    const mails = this.#mails.soFar(last);
    const waiting = { progress: progress.soFar, heard: inbox.heard, mails, reminders: this.#terms.reminders };
    return continueAsNew<OrderSaga>(order, waiting);
  }

  async #step(): Promise<AdministratorKnown | undefined> {
    const { inbox } = this.#run;
    const { answer, cancel, resends, extensions } = inbox;
    if (answer) return { kind: 'answered', answer };
    if (cancel) return this.#ended({ state: 'cancelled', cause: 'requested' }, cancel.by);
    if (this.#outgoing.settled) return this.#settle(this.#outgoing.take());
    if (this.#terms.isOver) {
      const reached = this.#mails.reachedSomebody || this.#correction?.of === 'reseller';
      const cause = reached ? 'customerNoResponse' : 'undeliverable';
      return this.#ended({ state: 'expired', cause }, 'system');
    }
    const extension = extensions.shift();
    const resend = extension ? undefined : resends.shift();
    if (extension) return this.#settleThen(() => this.#extend(extension));
    if (resend) return this.#settleThen(() => this.#resend(resend));
    const { last } = this.#mails;
    const bounce = this.#bounceToTake;
    if (bounce) {
      inbox.bounces.splice(inbox.bounces.indexOf(bounce), 1);
      return this.#mails.isNews(bounce) ? this.#settleThen(() => this.#bounced(bounce)) : undefined;
    }
    if (this.#terms.isDue) this.#remind(last);
    else if (last) await this.#goOnAnew(last);
    return undefined;
  }

  /** A report may come before the receipt of its mail: then it waits for that. */
  get #bounceToTake(): BounceReport | undefined {
    const { last } = this.#mails;
    if (!last) return undefined;
    const early = ({ revision }: BounceReport) =>
      this.#outgoing.busy && last.revision !== revision && this.#run.progress.links.accepts(revision);
    return this.#run.inbox.bounces.find((report) => !early(report));
  }

  /** A mail that cannot be delivered must not stand in the way of one to somebody else. */
  async #settleThen(next: () => void): Promise<AdministratorKnown | undefined> {
    const { inbox } = this.#run;
    const done = this.#settle(await this.#outgoing.stop(), true);
    if (done || inbox.answer || inbox.cancel) return done;
    // What came of the mail may have set something else on its way.
    await this.#outgoing.stop();
    next();
    return undefined;
  }

  /** From this instant on no answer is accepted any more, however long it takes to stop what is on its way. */
  #ended(end: OrderEnd, by: Actor): AdministratorKnown {
    this.#run.progress.decide(end);
    return { kind: 'ended', end, by };
  }

  /** @param stopped whether it was stopped: whatever it failed of then, nobody waits for it any more. */
  #settle(settled: Settled, stopped = false): AdministratorKnown | undefined {
    if (settled && 'failure' in settled) {
      const refused = creditRefusedIn(settled.failure);
      if (refused) return this.#ended(refused, 'system');
      if (stopped || isCancellation(settled.failure)) return undefined;
      throw settled.failure;
    }
    if (settled?.sent) this.#sent(settled.sent);
    return undefined;
  }

  #sent(sent: SentRequest): void {
    if (!this.#mails.last && !this.#correction) this.#terms.remindFrom(Date.parse(sent.sentAt));
    this.#mails.settle(sent);
    this.#waitOn(sent);
    if (sent.refused === undefined || !isOurs(sent)) return;
    const notice = this.#mails.unreachable(sent, sent.number);
    this.#outgoing.start(async () => {
      await steps.tellUnreachable(this.#run.order.orderId, notice);
      return undefined;
    });
  }

  /** As if the mail server had refused the address at once; it is recorded, since no call has told it. */
  #bounced(report: BounceReport): void {
    const notice = this.#mails.bounced(report);
    const { last } = this.#mails;
    if (!notice || !last) return;
    const since = new Date(Date.now()).toISOString();
    this.#waitOn({ ...last, sentAt: since });
    const { orderId } = this.#run.order;
    const { revision, number, until } = notice;
    const turn = this.#run.progress.nextTurn();
    const mail = this.#mails.kind;
    this.#outgoing.start(async () => {
      await steps.recordBounce({ orderId, turn, revision, number, mail, since, until });
      await steps.tellUnreachable(orderId, notice);
      return undefined;
    });
  }

  /** The question is out: from here the customer is waited for, or the reseller if the address was refused. */
  #waitOn(sent: SentRequest): void {
    const { progress } = this.#run;
    this.#terms.deadline = Date.parse(sent.until);
    progress.contacted = sent.to;
    progress.creditReserved = true;
    progress.enter('inquiring', { waitingOn: waitAfter(sent, this.#correction?.refusals) });
    progress.announce();
  }

  /** The deadline counts from here, whoever is asked and whenever the mail is out. */
  #beginCorrection(correction: Correction): void {
    const { progress } = this.#run;
    const now = Date.now();
    this.#terms.deadline = now + this.#terms.patienceMs;
    if (correction.of === 'customer') this.#terms.remindFrom(now);
    progress.enter('inquiring', { waitingOn: correction.waitUntil(this.#terms.deadline) });
    progress.announce();
  }

  #sendFirst(): void {
    const correction = this.#correction;
    if (correction) {
      const mail = () => this.#mails.correction(new Date(this.#terms.deadline).toISOString());
      this.#outgoing.start(() => correction.ask(this.#terms.deadline, mail));
      return;
    }
    const ask = this.#mails.first({ after: this.#terms.patience });
    const late = (failure: unknown) => this.#firstMailLate(failure);
    this.#outgoing.start(() => steps.reserveCreditAndAsk(ask, late));
  }

  /** The deadline counts from the first mail; if that cannot be sent at all, the same time bounds the attempt. */
  #firstMailLate(failure: unknown): void {
    const since = new Date(Date.now()).toISOString();
    const terms = this.#terms;
    if (!Number.isFinite(terms.deadline)) terms.deadline = Date.now() + terms.patienceMs;
    if (needsHistory(failure)) {
      // No trouble yet: it goes on as a regular activity.
      terms.setAlarm();
      return;
    }
    const { progress } = this.#run;
    progress.enter('acknowledged', {
      waitingOn: { who: 'mailServer', kind: 'firstMail', since, until: new Date(terms.deadline).toISOString() },
    });
    progress.announce();
    terms.setAlarm();
  }

  #remind(last: SentRequest | undefined): void {
    this.#terms.reminded();
    // Whoever is unreachable, or has a mail on its way already, is not reminded.
    if (last && last.refused === undefined && !this.#outgoing.busy) this.#send(this.#mails.reminder(last));
  }

  #resend(request: AcceptedResend): void {
    const { last } = this.#mails;
    this.#mails.redirect(request);
    if (this.#correction) this.#correction.of = 'customer';
    if (last) this.#send(this.#mails.again(request, last));
    else this.#sendFirst();
  }

  #extend(request: ExtendRequest): void {
    const more = milliseconds(request.extension);
    const { last } = this.#mails;
    if (!last) {
      this.#terms.addBefore(more);
      if (this.#correction)
        this.#run.progress.enter('inquiring', { waitingOn: this.#correction.waitUntil(this.#terms.deadline) });
      this.#sendFirst();
      return;
    }
    // The deadline moves at once, however long the mail takes that says so.
    const moved = this.#mails.moveDeadline(last, new Date(Date.parse(last.until) + more).toISOString());
    this.#waitOn(moved);
    this.#send(this.#mails.extended(request, moved));
  }

  #send(mail: RequestMail): void {
    this.#outgoing.start(() => steps.sendRequest(mail));
  }
}
