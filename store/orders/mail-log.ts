/** What has been handed to the mail server, by Message-ID, and what is being handed to it now. */
import { sql } from 'kysely';
import type { Database } from '../database/schema.ts';

/** What came of a try to claim a mail. */
export type MailClaim =
  /** It is the claimer's to hand over, for as long as was asked. */
  | { kind: 'claimed' }
  /** The mail server has accepted it; ISO 8601. */
  | { kind: 'sent'; at: string }
  /** Somebody else is handing it over, for so many milliseconds at the most. */
  | { kind: 'taken'; forMs: number };

/**
 * Claims a mail for `leaseMs` before it is handed over: of all that try at once, one gets it. A claim whose time is up
 * may be taken over, since whoever made it is dead.
 * @param by tells this try from every other one.
 */
export async function claimMail(db: Database, messageId: string, by: string, leaseMs: number): Promise<MailClaim> {
  const until = sql<string>`clock_timestamp() + ${leaseMs} * interval '1 millisecond'`;
  const claimed = await db
    .insertInto('mail_claims')
    .values({ message_id: messageId, claimed_by: by, claimed_until: until })
    .onConflict((conflict) =>
      conflict
        .column('message_id')
        .doUpdateSet({ claimed_by: by, claimed_until: until })
        .where('mail_claims.claimed_until', '<', sql<string>`clock_timestamp()`),
    )
    .returning('message_id')
    .executeTakeFirst();
  // After the claim and not before it: whoever sent the mail let go of it in the statement that wrote it down.
  const sent = await sentAt(db, messageId);
  if (sent !== undefined) {
    if (claimed) await giveBackMail(db, messageId, by);
    return { kind: 'sent', at: sent };
  }
  return claimed ? { kind: 'claimed' } : { kind: 'taken', forMs: await restOf(db, messageId) };
}

/** Lets go of a mail that was not handed over, so that the next try need not wait. Somebody else's claim stays. */
export async function giveBackMail(db: Database, messageId: string, by: string): Promise<void> {
  await db.deleteFrom('mail_claims').where('message_id', '=', messageId).where('claimed_by', '=', by).execute();
}

/** When the mail server accepted the mail (ISO 8601), or `undefined`. */
async function sentAt(db: Database, messageId: string): Promise<string | undefined> {
  const row = await db.selectFrom('mail_log').select('at').where('message_id', '=', messageId).executeTakeFirst();
  return row?.at;
}

/** How much longer a claim holds, in milliseconds; 0 if it has just ended. */
async function restOf(db: Database, messageId: string): Promise<number> {
  const rest = sql<string>`extract(epoch from claimed_until - clock_timestamp()) * 1000`;
  const row = await db
    .selectFrom('mail_claims')
    .select(rest.as('rest'))
    .where('message_id', '=', messageId)
    .executeTakeFirst();
  return Math.max(0, Math.ceil(Number(row?.rest ?? 0)));
}

/** One mail that the mail server accepted. */
export interface SentMail {
  messageId: string;
  orderId: string;
  kind: string;
  /** ISO 8601. */
  at: string;
}

/**
 * Records that the mail server accepted a mail, and ends the claim on it, in one statement. The first record of a
 * Message-ID stands; answers its instant.
 */
export async function mailSent(db: Database, { messageId, orderId, kind, at }: SentMail, by: string): Promise<string> {
  const row = await db
    .with('ended', (query) =>
      query.deleteFrom('mail_claims').where('message_id', '=', messageId).where('claimed_by', '=', by),
    )
    .insertInto('mail_log')
    .values({ message_id: messageId, order_id: orderId, kind, at })
    // Writing the row as it stands makes PostgreSQL answer it.
    .onConflict((conflict) => conflict.column('message_id').doUpdateSet(({ ref }) => ({ at: ref('mail_log.at') })))
    .returning('at')
    .executeTakeFirstOrThrow();
  return row.at;
}
