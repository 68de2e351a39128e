/** Operators in their browsers. */
import { type Migration, sql } from 'kysely';

const STATEMENTS = [
  `create table operator_sessions (
    digest text primary key,
    token_id text not null references operator_tokens,
    created_at timestamptz(3) not null,
    seen_at timestamptz(3) not null
  )`,
];

export const operatorSessions: Migration = {
  async up(db) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
