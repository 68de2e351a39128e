/** Who may log in to the control panel, and the sessions of those who did. Secrets are kept as digests only. */
import { type Migration, sql } from 'kysely';

const STATEMENTS = [
  `create table users (
    user_id text collate "C" primary key,
    reseller_id text not null references resellers,
    name text not null,
    email text not null,
    email_key text not null unique,
    password_hash text,
    created_at timestamptz(3) not null default now()
  )`,
  'create index users_of_reseller on users (reseller_id, email_key)',
  `create table identities (
    issuer text not null,
    subject text not null,
    user_id text collate "C" not null references users on delete cascade,
    linked_at timestamptz(3) not null default now(),
    primary key (issuer, subject),
    unique (user_id, issuer)
  )`,
  `create table sessions (
    digest text primary key,
    user_id text collate "C" not null references users on delete cascade,
    created_at timestamptz(3) not null,
    seen_at timestamptz(3) not null
  )`,
  'create index sessions_by_age on sessions (created_at)',
  'create index sessions_of_user on sessions (user_id)',
  `create table pending_logins (
    state_digest text primary key,
    browser_digest text not null,
    nonce text not null,
    code_verifier text not null,
    return_to text,
    created_at timestamptz(3) not null
  )`,
  'create index pending_logins_by_age on pending_logins (created_at)',
  `create table known_browsers (
    user_id text collate "C" not null references users on delete cascade,
    digest text not null,
    seen_at timestamptz(3) not null,
    primary key (user_id, digest)
  )`,
  `create table login_attempts (
    key text primary key,
    failures integer not null,
    blocked_until timestamptz(3) not null,
    last_at timestamptz(3) not null
  )`,
  'create index login_attempts_by_age on login_attempts (last_at)',
];

export const accounts: Migration = {
  async up(db) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
