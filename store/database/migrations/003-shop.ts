/** Carts, order drafts, terms by version, and customers that can be searched by text. */
import { type Migration, sql } from 'kysely';
import { type CustomerParts, customerText } from '../search-text.ts';

const STATEMENTS = [
  `create table cart_lines (
    user_id text collate "C" not null references users on delete cascade,
    product_id text collate "C" not null references products on delete cascade,
    quantity integer not null check (quantity >= 1),
    sequence bigint generated always as identity,
    primary key (user_id, product_id)
  )`,
  `create table order_drafts (
    draft_id text collate "C" primary key,
    user_id text collate "C" not null references users on delete cascade,
    reseller_id text not null references resellers,
    lines jsonb not null,
    customer_id text collate "C" references customers,
    customer_reviewed boolean not null default false,
    administrator jsonb,
    typed jsonb not null default '{}',
    cleared boolean not null default false,
    touched_at timestamptz(3) not null default now()
  )`,
  'create index order_drafts_of_user on order_drafts (user_id, touched_at)',
  `create table terms (
    version text collate "C" not null,
    language text collate "C" not null,
    title text not null,
    sections jsonb not null,
    primary key (version, language)
  )`,
  `alter table customers add column search_text text not null default ''`,
];

interface Row extends CustomerParts {
  customer_id: string;
}

export const shop: Migration = {
  async up(db) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
    const { rows } = await sql<Row>`select customer_id, name, address, contacts from customers`.execute(db);
    for (const { customer_id, ...customer } of rows) {
      await sql`update customers set search_text = ${customerText(customer)} where customer_id = ${customer_id}`.execute(
        db,
      );
    }
  },
};
