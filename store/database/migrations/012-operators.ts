/**
 * Operators' tokens. They have a table of their own, since an earlier release would take a token without a reseller for a
 * reseller's.
 */
import { type Migration, sql } from 'kysely';

const STATEMENTS = [
  `create table operator_tokens (
    token_id text primary key,
    digest text not null unique,
    label text not null,
    created_at timestamptz(3) not null default now(),
    revoked_at timestamptz(3)
  )`,
];

export const operators: Migration = {
  async up(db) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
