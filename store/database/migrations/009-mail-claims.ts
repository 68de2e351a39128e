/**
 * Who is handing a mail over to the mail server at this moment. A table of its own: to a process of an earlier release
 * every row of the mail log is a mail that was sent, and a claim among them would be a mail that nobody sends.
 */
import { type Migration, sql } from 'kysely';

export const mailClaims: Migration = {
  async up(db) {
    await sql`create table mail_claims (
      message_id text primary key,
      claimed_by text not null,
      claimed_until timestamptz(3) not null
    )`.execute(db);
  },
};
