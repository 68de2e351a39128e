/** The account of an order line at its vendor is kept by the line: its id, once it is learnt, and its login. */
import { type Migration, sql } from 'kysely';

const STATEMENTS = [
  `create table vendor_accounts (
    line_id text primary key references order_lines,
    vendor text not null,
    region text not null,
    login text not null,
    account_id text,
    removed_at timestamptz(3)
  )`,
  // Logins are compared as the vendor compares them: without regard to case.
  'create index vendor_accounts_by_login on vendor_accounts (vendor, region, lower(login))',
  // What earlier releases made: the first line's login was the address, every further line's a subaddress of it.
  `insert into vendor_accounts (line_id, vendor, region, login, account_id)
    select line_id, source->>'vendor', source->>'region',
      case when position = 1 then email else regexp_replace(email, '@([^@]*)$', '+' || line_id || '@\\1') end,
      subscription_id
    from order_lines join (select order_id, answer->'details'->>'email' as email from orders) as answered using (order_id)
    where subscription_id is not null and email is not null`,
];

export const vendorAccounts: Migration = {
  async up(db) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
