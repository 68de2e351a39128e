/** Demo data: two resellers with three customers each, and the catalogue of `catalogue.json`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCatalogue } from '../client/cli/catalogue-file.ts';
import type { Customer, Product, Reseller, Store } from '../store/store.ts';
import { DEMO_TERMS } from './terms.ts';
import { projectRoot } from './tools/folder.ts';

const EUR = (minor: number) => ({ minor, currency: 'EUR' });

export const RESELLERS: readonly Reseller[] = [
  { resellerId: 'nordwind', name: 'Nordwind IT', email: 'orders@nordwind.example', creditLimit: EUR(5_000_000) },
  { resellerId: 'southgate', name: 'Southgate Cloud', email: 'orders@southgate.example', creditLimit: EUR(2_000_000) },
];

type Row = [
  id: string,
  name: string,
  street: string,
  postalCode: string,
  city: string,
  country: string,
  admin: string,
  /** Of the admin contact. The first customer's is English, so that whoever tries the product can read its mails. */
  language: string,
];

const ROWS: Record<string, Row[]> = {
  nordwind: [
    ['cust-hafen', 'Hafenwerk GmbH', 'Am Kai 7', '20457', 'Hamburg', 'DE', 'Ines Petersen', 'en'],
    ['cust-alpin', 'Alpin Touristik AG', 'Seestrasse 12', '8002', 'Zürich', 'CH', 'Reto Keller', 'de-CH'],
    ['cust-fjord', 'Fjord Seafood AS', 'Bryggen 3', '5003', 'Bergen', 'NO', 'Sigrid Dahl', 'nb'],
  ],
  southgate: [
    ['cust-mill', 'Millbrook Dental', '4 High Street', 'GL7 1AA', 'Cirencester', 'GB', 'Priya Shah', 'en-GB'],
    ['cust-quill', 'Quill & Sons Publishing', '21 Dock Road', 'EH6 6LD', 'Edinburgh', 'GB', 'Callum Reid', 'en-GB'],
    ['cust-lagan', 'Lagan Logistics', '9 Quay Lane', 'BT1 3NL', 'Belfast', 'GB', 'Aoife Burns', 'en-GB'],
  ],
};

function customerOf(resellerId: string, row: Row): Customer {
  const [customerId, name, street, postalCode, city, country, admin, language] = row;
  const domain = `${customerId.replace('cust-', '')}.example`;
  const email = `${admin.split(' ')[0]?.toLowerCase()}@${domain}`;
  return {
    customerId,
    resellerId,
    name,
    address: { street, city, postalCode, country },
    contacts: { admin: { name: admin, email, language }, billing: { name: 'Accounts', email: `accounts@${domain}` } },
    onHold: false,
  };
}

export const CUSTOMERS: readonly Customer[] = Object.entries(ROWS).flatMap(([resellerId, rows]) =>
  rows.map((row) => customerOf(resellerId, row)),
);

/** What the demo sells, from the file that `order-saga catalogue load` takes too. @throws BadCatalogue */
export function demoProducts(): Product[] {
  const path = join(projectRoot(), 'catalogue.json');
  return readCatalogue(readFileSync(path, 'utf8'), path);
}

/** Loads what is missing. What is there already stays as it is: somebody may have changed it. */
export async function seed(store: Store): Promise<void> {
  // By themselves: a database of an earlier version has customers, and no terms.
  for (const terms of DEMO_TERMS) await store.shop.putTerms(terms);
  const [first] = CUSTOMERS;
  if (first && (await store.market.getCustomer(first.resellerId, first.customerId))) return;
  for (const reseller of RESELLERS) await store.market.putReseller(reseller);
  // One by one and not as a whole: on somebody's own server other products may be there, and are not ours to withdraw.
  for (const product of demoProducts()) await store.market.putProduct(product);
  for (const customer of CUSTOMERS) await store.market.putCustomer(customer);
}
