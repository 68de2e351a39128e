/** The order's record in PostgreSQL: what outlives Temporal's retention, and what lists and pages read. */
import type { Applied, OrderBrief, RecordChange, SentLink } from '../../workflows/contract/record.ts';

export interface OrderRecord {
  /**
   * Marks a line: from now on something may exist under its key at the vendor. Returns once the mark is durable.
   * @param login under which the account is asked for, where the vendor has logins
   */
  creationSent(lineId: string, login?: string): Promise<void>;
  /** @throws if the order does not exist, which is a bug: an order is recorded before its workflow starts. */
  brief(orderId: string): Promise<OrderBrief>;
  /**
   * Applies a change. One that the transition table forbids, that comes out of turn, or whose key was seen, changes
   * nothing that is in its way; see {@link Applied}.
   */
  apply(change: RecordChange): Promise<Applied>;
  /** Records that a link was sent; those of earlier revisions become superseded. */
  informationRequestSent(link: SentLink): Promise<void>;
}

/** The mail log: what has been handed to the mail server, by Message-ID. */
export interface MailLog {
  /** When the mail with this Message-ID was accepted by the mail server (ISO 8601), or `undefined`. */
  sentAt(messageId: string): Promise<string | undefined>;
  /** Records the acceptance; the first record of a Message-ID stands. Returns the instant that stands. */
  recordSent(messageId: string, orderId: string, kind: string, at: string): Promise<string>;
}
