/** The mails of an information request: to whom the next one goes, and with which link. */
import type { Notice, RequestMail, SentRequest } from '../../activities/index.ts';
import type { VendorRefusal } from '../contract/failures.ts';
import type { BounceReport, ExtendRequest } from '../contract/messages.ts';
import type { Order } from '../contract/order.ts';
import type { AcceptedResend } from './inbox.ts';
import type { Progress } from './progress.ts';

/** The link that somebody has, and whom the reseller had named for it. */
interface Delivered {
  sent: SentRequest;
  recipient: RequestMail['to'];
}

/** What a reseller is told who is to name somebody else. */
type Unreachable = Extract<Notice, { kind: 'contactUnreachable' }>;

/** What a correction takes over from the question before: whom to ask, and how many mails there were. */
export interface MailsBefore {
  number: number;
  recipient: RequestMail['to'];
}

/** What a new run of the workflow takes over. */
export interface MailsSoFar extends MailsBefore {
  last: SentRequest;
  delivered: Delivered | undefined;
}

export class RequestMails {
  readonly #order: Order;
  readonly #progress: Progress;
  #number: number;
  /** Named by the reseller; `undefined`: whoever the customer's admin contact is by then. */
  #recipient: RequestMail['to'];
  /** What the vendor refused, if that is what the mails are about. */
  #corrections: VendorRefusal[] | undefined;
  /** The mail that is on its way, or was last. */
  #mailed: RequestMail | undefined;
  #last: SentRequest | undefined;
  #delivered: Delivered | undefined;

  constructor({ order, progress }: { order: Order; progress: Progress }, earlier?: MailsBefore & Partial<MailsSoFar>) {
    this.#order = order;
    this.#progress = progress;
    this.#number = earlier?.number ?? 0;
    this.#recipient = earlier?.recipient;
    this.#last = earlier?.last;
    this.#delivered = earlier?.delivered;
  }

  /** What came of the last mail that the server took, or refused for good. */
  get last(): SentRequest | undefined {
    return this.#last;
  }

  /** Whether anybody has a link. */
  get reachedSomebody(): boolean {
    return this.#delivered !== undefined;
  }

  get before(): MailsBefore {
    return { number: this.#number, recipient: this.#recipient };
  }

  /** Once a mail is out. */
  soFar(last: SentRequest): MailsSoFar {
    return { number: this.#number, last, delivered: this.#delivered, recipient: this.#recipient };
  }

  /** What came of the mail that was on its way. */
  settle(sent: SentRequest): void {
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
    this.#last = sent;
  }

  /** Whether a report is of the link that is waited for, and the first of it. */
  isNews({ revision }: BounceReport): boolean {
    const { links } = this.#progress;
    return links.accepts(revision) && this.#last?.revision === revision && this.#last.refused === undefined;
  }

  /**
   * The mail that was taken will not arrive after all: whoever has its link cannot be expected to answer.
   * @returns what the reseller is to be told, or `undefined` if another mail has been sent since.
   */
  bounced(report: BounceReport): Unreachable | undefined {
    if (!this.#last || !this.isNews(report)) return undefined;
    const { revision, number, status } = report;
    this.#last = { ...this.#last, refused: status };
    if (this.#delivered?.sent.revision === revision) this.#delivered = undefined;
    return this.unreachable(this.#last, number);
  }

  /** What the reseller is to be told of a mail that does not arrive. */
  unreachable({ revision, to: contacted, until }: SentRequest, number: number): Unreachable {
    return { kind: 'contactUnreachable', revision, number, contacted, until };
  }

  /** Which mail was last. */
  get kind(): RequestMail['kind'] {
    return this.#mailed?.kind ?? 'first';
  }

  /** From here on the deadline is another, whatever becomes of the mail that says so. */
  moveDeadline(last: SentRequest, until: string): SentRequest {
    this.#last = { ...last, until };
    return this.#last;
  }

  first(ends: RequestMail['ends']): RequestMail {
    const { revision } = this.#progress.links;
    return { ...this.#mail('first', revision, ends), newLink: revision > 1 };
  }

  /** Asks for other details, with a link of its own: whoever has an earlier one has answered through it. */
  correction(corrections: VendorRefusal[], until: string): RequestMail {
    const { revision } = this.#progress.links;
    this.#corrections = corrections;
    return { ...this.#mail('correction', revision, { at: until }), newLink: true };
  }

  /** Sends the next mails to somebody else, or to the admin contact again. */
  redirect({ to }: AcceptedResend): void {
    this.#recipient = to;
  }

  again({ revision, by }: AcceptedResend, { until }: SentRequest): RequestMail {
    return { ...this.#mail('resend', revision, { at: until }), by };
  }

  reminder(last: SentRequest): RequestMail {
    return this.#sameLink('reminder', last);
  }

  /** The link stays good: the same mailbox, and the page goes by the new deadline. */
  extended({ by }: ExtendRequest, last: SentRequest): RequestMail {
    const { until } = last;
    const stopped = this.#stoppedLink(last);
    if (stopped !== undefined) return { ...this.#mail('extended', stopped, { at: until }), newLink: true, by };
    const base = last.refused === undefined ? last : { ...(this.#delivered?.sent ?? last), until };
    return { ...this.#sameLink('extended', base), by };
  }

  /** The revision of a new link whose mail was stopped before it was out: its contact still waits for it. */
  #stoppedLink(last: SentRequest): number | undefined {
    const { revision } = this.#progress.links;
    return this.#mailed?.revision === revision && last.revision < revision ? revision : undefined;
  }

  /** A mail more with the link that somebody has; if the contact has changed since, it goes to the new one with another. */
  #sameLink(kind: RequestMail['kind'], last: SentRequest): RequestMail {
    const mail = this.#mail(kind, last.revision, { at: last.until }, last.to);
    return this.#recipient ? mail : { ...mail, movedRevision: this.#progress.links.reserve() };
  }

  #mail(kind: RequestMail['kind'], revision: number, ends: RequestMail['ends'], lastTo?: string): RequestMail {
    this.#number += 1;
    const { orderId } = this.#order;
    const turn = this.#progress.nextTurn();
    const to = this.#recipient;
    const corrections = this.#corrections;
    this.#mailed = { orderId, turn, revision, number: this.#number, kind, ends, by: 'system', to, lastTo, corrections };
    return this.#mailed;
  }
}
