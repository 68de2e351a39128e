/** Orders that can be searched by text, and indexes for what the control panel asks most. */
import { type Migration, sql } from 'kysely';
import { folded, orderText } from '../search-text.ts';

const STATEMENTS = [
  `alter table orders add column search_text text not null default '', add column customer_search text not null default ''`,
  'create index orders_in_state on orders (reseller_id, state, created_at desc, order_id desc)',
  // The badge is on every page: counting must not read orders that wait on somebody else.
  `create index orders_waiting_on_reseller on orders (reseller_id, created_at desc, order_id desc)
    where waiting_on->>'who' = 'reseller'`,
];

interface Row {
  order_id: string;
  customer_name: string;
  purchase_order_number: string | null;
  product_names: string[];
}

/** Rows at a time, so that a large table is not held in memory. */
const BATCH = 1000;

export const orderSearchText: Migration = {
  async up(db) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
    for (let last = ''; ; ) {
      const { rows } = await sql<Row>`
        select order_id, customer_name, purchase_order_number, coalesce((
          select jsonb_agg(product_name order by position) from order_lines where order_lines.order_id = orders.order_id
        ), '[]') as product_names
        from orders where order_id > ${last} order by order_id limit ${BATCH}`.execute(db);
      for (const row of rows) await fill(db, row);
      last = rows.at(-1)?.order_id ?? last;
      if (rows.length < BATCH) return;
    }
  },
};

type Db = Parameters<Migration['up']>[0];

async function fill(db: Db, { order_id, customer_name, purchase_order_number, product_names }: Row): Promise<void> {
  const text = orderText({
    orderId: order_id,
    customerName: customer_name,
    purchaseOrderNumber: purchase_order_number ?? undefined,
    productNames: product_names,
  });
  await sql`update orders set search_text = ${text}, customer_search = ${folded(customer_name)}
    where order_id = ${order_id}`.execute(db);
}
