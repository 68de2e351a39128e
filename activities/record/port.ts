/** The order's record in PostgreSQL: what outlives Temporal's retention, and what lists and pages read. */
import type { Recipient } from '../../workflows/contract/messages.ts';
import type { OrderBrief, RecordChange } from '../../workflows/contract/record.ts';

export interface OrderRecord {
  /**
   * Marks a line: from now on something may exist under its key at the vendor. Returns once the mark is durable.
   * @param login under which the account is asked for, where the vendor has logins
   */
  creationSent(lineId: string, login?: string): Promise<void>;
  /** @throws if the order does not exist, which is a bug: an order is recorded before its workflow starts. */
  brief(orderId: string): Promise<OrderBrief>;
  /**
   * Applies a change. A change that the transition table forbids, or whose key was seen, changes nothing.
   * @returns whether it was applied now.
   */
  apply(change: RecordChange): Promise<boolean>;
  /** Records that the link of `revision` went to `to` and works until `until`; earlier revisions become superseded. */
  informationRequestSent(orderId: string, revision: number, to: Recipient, until: string): Promise<void>;
}

/** The mail log: what has been handed to the mail server, by Message-ID. */
export interface MailLog {
  /** When the mail with this Message-ID was accepted by the mail server (ISO 8601), or `undefined`. */
  sentAt(messageId: string): Promise<string | undefined>;
  /** Records the acceptance; the first record of a Message-ID stands. Returns the instant that stands. */
  recordSent(messageId: string, orderId: string, kind: string, at: string): Promise<string>;
}
