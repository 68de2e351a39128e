/** What has been handed to the mail server, by Message-ID. */
import type { Database } from '../database/schema.ts';

/** When the mail server accepted the mail (ISO 8601), or `undefined`. */
export async function sentAt(db: Database, messageId: string): Promise<string | undefined> {
  const row = await db.selectFrom('mail_log').select('at').where('message_id', '=', messageId).executeTakeFirst();
  return row?.at;
}

/** Records that the mail server accepted a mail. The first record of a Message-ID stands; answers its instant. */
export async function recordSent(
  db: Database,
  messageId: string,
  orderId: string,
  kind: string,
  at: string,
): Promise<string> {
  await db
    .insertInto('mail_log')
    .values({ message_id: messageId, order_id: orderId, kind, at })
    .onConflict((conflict) => conflict.column('message_id').doNothing())
    .execute();
  const row = await db
    .selectFrom('mail_log')
    .select('at')
    .where('message_id', '=', messageId)
    .executeTakeFirstOrThrow();
  return row.at;
}
