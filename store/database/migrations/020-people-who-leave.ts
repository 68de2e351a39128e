/** Users who may not log in any more, and identities that wait until an account's owner confirms them. */
import { type Migration, sql } from 'kysely';

const STATEMENTS = [
  'alter table users add column disabled_at timestamptz(3), add column unlinked_at timestamptz(3)',
  `create table pending_identities (
    browser_digest text primary key,
    issuer text not null,
    subject text not null,
    user_id text collate "C" not null references users on delete cascade,
    return_to text,
    created_at timestamptz(3) not null
  )`,
  'create index pending_identities_by_age on pending_identities (created_at)',
];

export const peopleWhoLeave: Migration = {
  async up(db) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
