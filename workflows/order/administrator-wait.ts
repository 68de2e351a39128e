/** Asking the end customer for the administrator's details, and waiting for days. */
import { CancellationScope, condition, isCancellation } from '@temporalio/workflow';
import type { RequestMail, SentRequest } from '../../activities/index.ts';
import { milliseconds } from '../contract/durations.ts';
import type { AcceptedAnswer, CancelRequest, ExtendRequest, ResendRequest } from '../contract/messages.ts';
import type { Order } from '../contract/order.ts';
import type { ExpiryCause } from '../contract/states.ts';
import { call, refusalOf } from '../support/calls.ts';
import { Alarm } from '../support/deadlines.ts';
import type { Inbox } from './inbox.ts';
import { Outgoing } from './outgoing.ts';
import type { Progress } from './progress.ts';

export type Asked =
  /** `credit` is false if the answer came before the credit was known to be reserved. */
  | { kind: 'answered'; answer: AcceptedAnswer; credit: boolean }
  | { kind: 'expired'; cause: ExpiryCause }
  | { kind: 'cancelled'; request: CancelRequest }
  | { kind: 'rejected'; cause: string; detail: string };

/**
 * Opens the order (credit, first mail), then waits for the answer with reminders, until the deadline. What has arrived
 * is looked at before the clock, so an answer that was accepted beats a deadline of the same instant.
 */
export async function askAdministrator(order: Order, progress: Progress, inbox: Inbox): Promise<Asked> {
  return new AdministratorWait(order, progress, inbox).run();
}

class AdministratorWait {
  readonly #order: Order;
  readonly #progress: Progress;
  readonly #inbox: Inbox;
  readonly #alarm = new Alarm();
  readonly #outgoing = new Outgoing<SentRequest | undefined>();
  #number = 0;
  #last: SentRequest | undefined;
  /** Epoch milliseconds. */
  #deadline = Number.POSITIVE_INFINITY;
  #reminders: number[] = [];
  /** Time that was added before the first mail was out. */
  #extraMs = 0;

  constructor(order: Order, progress: Progress, inbox: Inbox) {
    this.#order = order;
    this.#progress = progress;
    this.#inbox = inbox;
  }

  async run(): Promise<Asked> {
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

  async #step(): Promise<Asked | undefined> {
    const { answer, cancel, resends, extensions } = this.#inbox;
    if (answer) return { kind: 'answered', answer, credit: this.#last !== undefined };
    if (cancel) {
      this.#progress.decide('cancelled', 'requested');
      return { kind: 'cancelled', request: cancel };
    }
    if (this.#outgoing.settled) return this.#settle(this.#outgoing.take());
    if (this.#alarm.rang && this.#alarm.at >= this.#deadline) {
      const unreached = this.#last === undefined || this.#last.refused !== undefined;
      const cause = unreached ? 'undeliverable' : 'customerNoResponse';
      // From this instant on no answer is accepted any more, however long it takes to stop what is on its way.
      this.#progress.decide('expired', cause);
      return { kind: 'expired', cause };
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

  #settle(settled: ReturnType<Outgoing<SentRequest | undefined>['take']>): Asked | undefined {
    if (settled && 'failure' in settled) {
      if (isCancellation(settled.failure)) return undefined;
      const refused = refusalOf(settled.failure);
      if (refused?.type === 'CreditRefused') {
        this.#progress.decide('rejected', 'creditRefused');
        return { kind: 'rejected', cause: 'creditRefused', detail: refused.message };
      }
      throw settled.failure;
    }
    if (settled?.sent) this.#asked(settled.sent);
    return undefined;
  }

  #asked(sent: SentRequest): void {
    if (!this.#last) {
      const since = Date.parse(sent.sentAt);
      this.#reminders = this.#order.informationRequest.reminders
        .map((after) => since + milliseconds(after))
        .sort((one, other) => one - other);
    }
    this.#deadline = Date.parse(sent.until);
    this.#last = sent;
    const progress = this.#progress;
    progress.revision = sent.revision;
    progress.asked = sent.to;
    const refused = sent.refused !== undefined;
    progress.enter('inquiring', {
      waitingOn: {
        who: refused ? 'reseller' : 'customer',
        what: refused ? 'another contact (the mail server refused the address)' : 'the administrator’s details',
        since: sent.sentAt,
        until: sent.until,
        then: 'the order expires and the reserved credit is released',
      },
    });
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
    const ask = this.#mail('first', 1, { after: this.#extraMs > 0 ? extended : informationRequest.deadline });
    this.#outgoing.start(() =>
      call(
        'openOrder',
        { orderId: this.#order.orderId, ask },
        {
          summary: 'Reserve the credit and ask the admin contact by mail',
          first: 'local',
          patience: 'wait',
          onTrouble: () => this.#firstMailLate(milliseconds(informationRequest.deadline)),
        },
      ),
    );
  }

  /** The deadline counts from the first mail; if that cannot be sent at all, the same time bounds the attempt. */
  #firstMailLate(patience: number): void {
    const since = new Date(Date.now()).toISOString();
    if (!Number.isFinite(this.#deadline)) this.#deadline = Date.now() + patience;
    this.#progress.enter('acknowledged', {
      waitingOn: {
        who: 'mailServer',
        what: 'the first mail to be accepted (see the pending activity)',
        since,
        until: new Date(this.#deadline).toISOString(),
        then: 'the order expires and the reserved credit is released',
      },
    });
    this.#progress.announce();
    this.#setAlarm();
  }

  #remind(): void {
    this.#reminders = this.#reminders.filter((due) => due > this.#alarm.at);
    // Whoever is unreachable, or has a mail on its way already, is not reminded.
    if (!this.#last || this.#last.refused !== undefined || this.#outgoing.busy) return;
    const mail = this.#mail('reminder', this.#progress.revision, { at: this.#last.until }, this.#last.to);
    this.#send(mail, 'Remind the customer');
  }

  #resend(request: ResendRequest): void {
    this.#recipient = request.to ?? this.#recipient;
    if (!this.#last) {
      this.#sendFirst();
      return;
    }
    const mail = this.#mail('resend', this.#progress.revision + 1, { at: this.#last.until });
    this.#send({ ...mail, by: request.by }, 'Send the request again');
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
    this.#asked({ ...this.#last, until: at });
    // The link stays good: the same mailbox, and the page goes by the new deadline.
    const mail = this.#mail('extended', this.#progress.revision, { at }, this.#last.to);
    this.#send({ ...mail, by }, 'Tell the customer of the new deadline');
  }

  #recipient: RequestMail['to'];

  #mail(kind: RequestMail['kind'], revision: number, ends: RequestMail['ends'], lastTo?: string): RequestMail {
    this.#number += 1;
    return {
      orderId: this.#order.orderId,
      revision,
      number: this.#number,
      kind,
      ends,
      by: 'system',
      ...(this.#recipient === undefined ? {} : { to: this.#recipient }),
      ...(lastTo === undefined ? {} : { lastTo }),
    };
  }

  #send(mail: RequestMail, summary: string): void {
    // The new link counts from here on: the old one must not be accepted while the mail is on its way.
    this.#progress.revision = mail.revision;
    // A mail more with the same link harms nobody; a new link must be in the history first.
    const first = mail.kind === 'resend' ? 'durable' : 'local';
    this.#outgoing.start(() => call('sendInformationRequest', mail, { summary, first, patience: 'wait' }));
  }
}
