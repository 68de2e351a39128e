import { type Selectable, sql } from 'kysely';
import { decodeCursor, type Page, pageOf, pageSize, storable } from '../database/cursors.ts';
import { newCustomerId } from '../database/ids.ts';
import { json } from '../database/json.ts';
import type { Database, Schema } from '../database/schema.ts';
import { customerText } from '../database/search-text.ts';
import type { Address, Contact, Contacts } from '../database/tables/market.ts';
import { transaction } from '../database/transactions.ts';
import { naming } from './resellers.ts';

export interface Customer {
  customerId: string;
  resellerId: string;
  name: string;
  address: Address;
  contacts: Contacts;
  onHold: boolean;
}

/** Adds a customer under a new id, not on hold. @throws UnknownReseller */
export async function addCustomer(db: Database, customer: Omit<Customer, 'customerId' | 'onHold'>): Promise<Customer> {
  const { resellerId, name, address, contacts } = customer;
  const added: Customer = { customerId: newCustomerId(), resellerId, name, address, contacts, onHold: false };
  await naming(resellerId, db.insertInto('customers').values(toRow(added)).execute());
  return added;
}

/** Creates or replaces a customer. @throws UnknownReseller */
export async function putCustomer(db: Database, customer: Customer): Promise<void> {
  const { customer_id, ...values } = toRow(customer);
  const insert = db
    .insertInto('customers')
    .values({ customer_id, ...values })
    .onConflict((conflict) => conflict.column('customer_id').doUpdateSet(values));
  await naming(customer.resellerId, insert.execute());
}

/** Another reseller's customer is `undefined`, as one that does not exist. */
export async function getCustomer(db: Database, resellerId: string, customerId: string): Promise<Customer | undefined> {
  if (!storable(customerId)) return undefined;
  const row = await db
    .selectFrom('customers')
    .selectAll()
    .where('reseller_id', '=', resellerId)
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  return row && toCustomer(row);
}

/** A reseller's customers by name. @throws BadCursor */
export async function listCustomers(
  db: Database,
  resellerId: string,
  { cursor, limit }: { cursor?: string; limit: number },
): Promise<Page<Customer>> {
  const size = pageSize(limit);
  let select = db.selectFrom('customers').selectAll().where('reseller_id', '=', resellerId);
  if (cursor !== undefined) {
    const [name, id] = decodeCursor(cursor);
    select = select.where(sql<boolean>`(name, customer_id) > (${name}, ${id})`);
  }
  const rows = await select
    .orderBy('name')
    .orderBy('customer_id')
    .limit(size + 1)
    .execute();
  return pageOf(rows, size, (row) => [row.name, row.customer_id], toCustomer);
}

/** Changes the admin contact; `false` if the reseller has no such customer. */
export async function setAdminContact(
  db: Database,
  resellerId: string,
  customerId: string,
  { name, email, language }: Contact,
): Promise<boolean> {
  const admin: Contact = { name, email, language };
  if (!storable(customerId)) return false;
  return transaction(db, async (tx) => {
    await tx.selectFrom('customers').select('customer_id').where('customer_id', '=', customerId).forUpdate().execute();
    const customer = await getCustomer(tx, resellerId, customerId);
    if (!customer) return false;
    const contacts = { ...customer.contacts, admin };
    const search_text = customerText({ ...customer, contacts });
    return update(tx, resellerId, customerId, { contacts: json(contacts), search_text });
  });
}

/** `false` if the reseller has no such customer. */
export function setOnHold(db: Database, resellerId: string, customerId: string, onHold: boolean): Promise<boolean> {
  return update(db, resellerId, customerId, { on_hold: onHold });
}

async function update(
  db: Database,
  resellerId: string,
  customerId: string,
  values: { contacts: string; search_text: string } | { on_hold: boolean },
): Promise<boolean> {
  if (!storable(customerId)) return false;
  const { numUpdatedRows } = await db
    .updateTable('customers')
    .set(values)
    .where('reseller_id', '=', resellerId)
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

function toRow(customer: Customer) {
  return {
    customer_id: customer.customerId,
    reseller_id: customer.resellerId,
    name: customer.name,
    address: json(customer.address),
    contacts: json(customer.contacts),
    on_hold: customer.onHold,
    search_text: customerText(customer),
  };
}

export function toCustomer(row: Selectable<Schema['customers']>): Customer {
  return {
    customerId: row.customer_id,
    resellerId: row.reseller_id,
    name: row.name,
    address: row.address,
    contacts: row.contacts,
    onHold: row.on_hold,
  };
}
