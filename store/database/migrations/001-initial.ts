/**
 * Instants are `timestamptz(3)`: what JavaScript can hold exactly, so that a value that was read finds its row again.
 * Ids that are compared for order are `collate "C"`, so that the order is the same on every server.
 */
import { type Migration, sql } from 'kysely';

const STATEMENTS = [
  `create table resellers (
    reseller_id text primary key,
    name text not null,
    email text not null,
    credit_limit_minor bigint not null,
    currency text not null
  )`,
  `create table customers (
    customer_id text collate "C" primary key,
    reseller_id text not null references resellers,
    name text not null,
    address jsonb not null,
    contacts jsonb not null,
    on_hold boolean not null default false
  )`,
  'create index customers_by_name on customers (reseller_id, name, customer_id)',
  `create table products (
    product_id text collate "C" primary key,
    name text not null,
    vendor_name text not null,
    description text not null,
    search_text text not null,
    price_minor bigint not null check (price_minor >= 0),
    currency text not null,
    minimum integer not null check (minimum >= 1),
    maximum integer not null check (maximum >= minimum),
    step integer not null check (step >= 1),
    terms_version text not null,
    withdrawn boolean not null default false,
    source jsonb not null
  )`,
  `create table api_tokens (
    token_id text primary key,
    digest text not null unique,
    reseller_id text not null references resellers,
    label text not null,
    created_at timestamptz(3) not null default now(),
    revoked_at timestamptz(3)
  )`,
  `create table orders (
    order_id text collate "C" primary key,
    reseller_id text not null references resellers,
    customer_id text collate "C" not null references customers,
    idempotency_key text not null,
    digest text not null,
    state text not null,
    cause text,
    waiting_on jsonb,
    administrator jsonb not null,
    answer jsonb,
    total_minor bigint not null check (total_minor >= 0),
    currency text not null,
    purchase_order_number text,
    information_request jsonb not null,
    reseller_name text not null,
    reseller_email text not null,
    customer_name text not null,
    terms_version text not null,
    terms_accepted_at timestamptz(3) not null default now(),
    created_at timestamptz(3) not null default now(),
    updated_at timestamptz(3) not null default now(),
    started_at timestamptz(3),
    unique (reseller_id, idempotency_key)
  )`,
  'create index orders_newest on orders (reseller_id, created_at desc, order_id desc)',
  'create index orders_of_customer on orders (customer_id, created_at desc, order_id desc)',
  'create index orders_not_started on orders (created_at, order_id) where started_at is null',
  `create table order_lines (
    line_id text primary key,
    order_id text collate "C" not null references orders,
    position integer not null,
    product_id text collate "C" not null,
    product_name text not null,
    price_minor bigint not null,
    quantity integer not null,
    source jsonb not null,
    state text not null,
    subscription_id text,
    unique (order_id, position)
  )`,
  `create table timeline (
    order_id text collate "C" not null references orders,
    key text not null,
    sequence bigint generated always as identity,
    at timestamptz(3) not null default clock_timestamp(),
    what text not null,
    by text not null,
    primary key (order_id, key)
  )`,
  `create table information_requests (
    order_id text collate "C" not null references orders,
    revision integer not null check (revision >= 1),
    state text not null,
    recipient jsonb not null,
    sent_at timestamptz(3) not null default now(),
    until timestamptz(3) not null,
    primary key (order_id, revision)
  )`,
  `create table balances (
    reseller_id text not null references resellers,
    currency text not null,
    reserved_minor bigint not null default 0 check (reserved_minor >= 0),
    charged_minor bigint not null default 0 check (charged_minor >= 0),
    primary key (reseller_id, currency)
  )`,
  `create table ledger (
    entry_key text primary key,
    reseller_id text not null,
    currency text not null,
    order_id text collate "C" not null references orders,
    reserved_minor bigint not null,
    charged_minor bigint not null,
    at timestamptz(3) not null default now(),
    foreign key (reseller_id, currency) references balances
  )`,
  'create index ledger_of_order on ledger (order_id)',
  `create table mail_log (
    message_id text primary key,
    order_id text collate "C" not null references orders,
    kind text not null,
    at timestamptz(3) not null
  )`,
];

export const initial: Migration = {
  async up(db) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
