/** A market of a size that pages must be quick in: one reseller with many customers and orders, written in bulk. */
import { sql } from 'kysely';
import type { Database } from '../store/database/schema.ts';
import type { Store } from '../store/store.ts';

export const CUSTOMERS = 10_000;
export const ORDERS = 10_000;

/** Two reseller's users' worth of data; answers the id of the newest order that waits on its customer. */
export async function fillMarket(store: Store, db: Database, resellerId: string): Promise<string> {
  const credit = { minor: 1_000_000_000, currency: 'EUR' };
  for (const id of [resellerId, 'another']) {
    await store.market.putReseller({ resellerId: id, name: id, email: `orders@${id}.example`, creditLimit: credit });
  }
  for (const [n, name] of ['Office 365 Backup', 'Google Workspace Backup', 'Mail Archive'].entries()) {
    await store.market.putProduct({
      productId: `product-${n}`,
      name,
      vendorName: n < 2 ? 'Veritas' : 'Acme',
      description: `${name} keeps mail, files and sites`,
      price: { minor: 250, currency: 'EUR' },
      quantity: { minimum: 1, maximum: 1000, step: 1 },
      termsVersion: '2026-01',
      withdrawn: false,
      source: { vendor: 'keepit', vendorProductId: `p${n}`, region: 'dk-co' },
    });
  }
  for (const statement of statements(resellerId)) await sql.raw(statement).execute(db);
  await sql`analyze`.execute(db);
  const page = await store.orderSearch.find(resellerId, { state: 'inquiring' }, { limit: 1 });
  return page.items[0]?.orderId as string;
}

const NAME = `(array['Hafen','Wald','Berg','Bäckerei','Müller'])[1 + n % 5] || ' ' || n || ' GmbH'`;
const STATES = ['inquiring', 'completed', 'completed', 'completed', 'inProgress', 'cancelled', 'held', 'expired'];

/** The order's number: hexadecimal digits are among those that an order's number may have. */
const NUMBER = `upper(lpad(to_hex(n), 10, '0'))`;

function statements(resellerId: string): string[] {
  return [
    `insert into customers (customer_id, reseller_id, name, address, contacts, search_text)
      select 'cust-' || n, '${resellerId}', name, '{"street": "Am Markt 1", "city": "Ulm", "postalCode": "89073", "country": "DE"}',
        jsonb_build_object('admin', jsonb_build_object('name', 'Ada ' || n, 'email', 'ada' || n || '@example.com')),
        lower(name || ' am markt 1 89073 ulm de ada ' || n || ' ada' || n || '@example.com')
      from (select n, ${NAME} as name from generate_series(1, ${CUSTOMERS}) n) as customers`,
    `insert into orders (order_id, reseller_id, customer_id, idempotency_key, digest, state, waiting_on, administrator,
        total_minor, currency, purchase_order_number, information_request, reseller_name, reseller_email, customer_name,
        terms_version, created_at, updated_at, started_at, search_text, customer_search)
      select ${NUMBER}, '${resellerId}', 'cust-' || n, 'key-' || n, 'd',
        (array['${STATES.join("','")}'])[1 + n % ${STATES.length}],
        case when n % ${STATES.length} = 0 then jsonb_build_object('who', case n % 16 when 0 then 'reseller' else 'customer' end,
          'what', 'the details', 'since', '2026-11-01T00:00:00.000Z', 'until', '2026-11-15T00:00:00.000Z', 'then', 'it expires') end,
        '{"mode": "email"}', 5000, 'EUR', 'PO-' || n, '{"deadline": "P14D", "reminders": []}', 'Reseller', 'r@example.com', name,
        '2026-01', at, at, at, lower(${NUMBER} || ' po-' || n || ' ' || name || ' office 365 backup mail archive'), lower(name)
      from (select n, ${NAME} as name, timestamptz '2026-01-01' + n * interval '30 minutes' as at
        from generate_series(1, ${ORDERS}) n) as orders`,
    `insert into order_lines (line_id, order_id, position, product_id, product_name, price_minor, quantity, source, state)
      select order_id || '-' || line, order_id, line, 'product-' || (line - 1) * 2,
        (array['Office 365 Backup', 'Mail Archive'])[line], 250, 10, '{}', 'draft'
      from orders, generate_series(1, 2) line`,
    `insert into timeline (order_id, key, what, by)
      select order_id, 'event-' || event, 'The customer was reminded', 'system' from orders, generate_series(1, 5) event`,
    `insert into information_requests (order_id, revision, state, recipient, until)
      select order_id, 1, 'sent', '{"email": "ada@example.com"}', created_at + interval '14 days' from orders`,
  ];
}
