/** The order's record in PostgreSQL: what outlives Temporal's retention, and what lists and pages read. */
import type { Applied, OrderBrief, RecordChange, SentLink } from '../../workflows/contract/record.ts';

export interface OrderRecord {
  /**
   * Marks a line: from now on something may exist under its key at the vendor. Returns once the mark is durable.
   * @param login under which the account is asked for, where the vendor has logins
   */
  creationSent(lineId: string, login?: string): Promise<void>;
  /** Takes the mark off a line again: the vendor has refused the only creating request that ever left for it. */
  creationRefused(lineId: string): Promise<void>;
  /** @throws if the order does not exist, which is a bug: an order is recorded before its workflow starts. */
  brief(orderId: string): Promise<OrderBrief>;
  /**
   * Applies a change. One that the transition table forbids, that comes out of turn, or whose key was seen, changes
   * nothing that is in its way; see {@link Applied}.
   */
  apply(change: RecordChange): Promise<Applied>;
  /** Writes into the timeline, whatever the order's state, that a subscription was found late and removed; once for each. */
  noteStray(orderId: string, lineId: string, subscriptionId: string): Promise<void>;
  /** Records that a link was sent; those of earlier revisions become superseded. */
  informationRequestSent(link: SentLink): Promise<void>;
  /** Records that no mail with the link of `revision` arrives, unless the request was answered or is over. */
  informationRequestBounced(orderId: string, revision: number): Promise<boolean>;
}

/** The mail log: what has been handed to the mail server, and what is being handed to it now, by Message-ID. */
export interface MailLog {
  /**
   * Claims a mail for `leaseMs` before it is handed over: of all that try at once, one gets it. `by` tells this try from
   * every other. A claim whose time is up goes to whoever asks next.
   */
  claimMail(messageId: string, by: string, leaseMs: number): Promise<MailClaim>;
  /** Lets go of a mail that was not handed over. A claim by somebody else stays. */
  giveBackMail(messageId: string, by: string): Promise<void>;
  /** Records the acceptance and ends the claim; the first record of a Message-ID stands. Returns the instant that stands. */
  mailSent(mail: { messageId: string; orderId: string; kind: string; at: string }, by: string): Promise<string>;
}

/** `sent`: the mail server accepted it at that instant (ISO 8601). `taken`: for so many milliseconds at the most. */
export type MailClaim = { kind: 'claimed' } | { kind: 'sent'; at: string } | { kind: 'taken'; forMs: number };
