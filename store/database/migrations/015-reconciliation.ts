/** What comes of comparing vendors, record and ledger; and an index by which an account finds its line. */
import { type Migration, sql } from 'kysely';

const STATEMENTS = [
  `create table reconciliation_runs (
    run_id text primary key,
    started_at timestamptz(3) not null default now(),
    ended_at timestamptz(3),
    accounts integer not null default 0,
    lines integer not null default 0,
    orders integer not null default 0,
    found integer not null default 0,
    repaired integer not null default 0,
    incomplete jsonb not null default '[]'
  )`,
  'create index reconciliation_runs_newest on reconciliation_runs (started_at desc)',
  // What the vendors list in a run that goes on.
  `create table listed_accounts (
    run_id text not null references reconciliation_runs,
    vendor text not null,
    region text not null,
    account_id text collate "C" not null,
    primary key (run_id, vendor, region, account_id)
  )`,
  `create table findings (
    finding_id bigint generated always as identity primary key,
    scope text not null,
    kind text not null,
    subject text not null,
    order_id text collate "C",
    details jsonb not null,
    run_id text not null references reconciliation_runs,
    repairing boolean not null default false,
    first_seen timestamptz(3) not null default now(),
    last_seen timestamptz(3) not null default now(),
    resolved_at timestamptz(3),
    resolution text
  )`,
  // One that is found again after it was resolved is a new one, so that what was repaired stays in the record.
  'create unique index findings_open on findings (kind, subject) where resolved_at is null',
  'create index findings_of_run on findings (run_id)',
  'create index vendor_accounts_by_id on vendor_accounts (vendor, region, account_id)',
];

export const reconciliation: Migration = {
  async up(db) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
