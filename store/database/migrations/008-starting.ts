/**
 * When an order is to be started next, and what was found of orders whose workflow is not there. Every new column has a
 * default, so a process of an earlier release may go on placing orders meanwhile.
 */
import { type Migration, sql } from 'kysely';

const STATEMENTS = [
  // Whoever accepts an order starts it at once: for as long as that may take, nobody else does.
  `alter table orders
    add column next_try_at timestamptz(3) not null default now() + interval '5 seconds',
    add column start_attempts integer not null default 0`,
  'create index orders_to_start on orders (start_attempts, next_try_at) where started_at is null',
  `create index orders_not_ended on orders (created_at, order_id)
    where state not in ('completed', 'partial', 'failed', 'rejected', 'cancelled', 'expired')`,
  // One row: how far the present round has come, and when it goes on.
  `create table reconciliation (
    only_row boolean primary key default true check (only_row),
    after_created_at timestamptz(3) not null default 'epoch',
    after_order_id text collate "C" not null default '',
    next_at timestamptz(3) not null default now()
  )`,
  'insert into reconciliation default values',
  `create table unreconciled (
    order_id text collate "C" not null references orders,
    kind text not null,
    details jsonb not null,
    first_seen timestamptz(3) not null default now(),
    last_seen timestamptz(3) not null default now(),
    resolved_at timestamptz(3),
    primary key (order_id, kind)
  )`,
  'create index unreconciled_open on unreconciled (last_seen) where resolved_at is null',
];

export const starting: Migration = {
  async up(db) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
