/** Demo data: two resellers with three customers each, and the catalogue. */
import type { Customer, Reseller, Store } from '../store/store.ts';
import { CATALOGUE } from './catalogue.ts';

const EUR = (minor: number) => ({ minor, currency: 'EUR' });

export const RESELLERS: readonly Reseller[] = [
  { resellerId: 'nordwind', name: 'Nordwind IT', email: 'orders@nordwind.example', creditLimit: EUR(5_000_000) },
  { resellerId: 'southgate', name: 'Southgate Cloud', email: 'orders@southgate.example', creditLimit: EUR(2_000_000) },
];

type Row = [id: string, name: string, street: string, postalCode: string, city: string, country: string, admin: string];

const ROWS: Record<string, Row[]> = {
  nordwind: [
    ['cust-hafen', 'Hafenwerk GmbH', 'Am Kai 7', '20457', 'Hamburg', 'DE', 'Ines Petersen'],
    ['cust-alpin', 'Alpin Touristik AG', 'Seestrasse 12', '8002', 'Zürich', 'CH', 'Reto Keller'],
    ['cust-fjord', 'Fjord Seafood AS', 'Bryggen 3', '5003', 'Bergen', 'NO', 'Sigrid Dahl'],
  ],
  southgate: [
    ['cust-mill', 'Millbrook Dental', '4 High Street', 'GL7 1AA', 'Cirencester', 'GB', 'Priya Shah'],
    ['cust-quill', 'Quill & Sons Publishing', '21 Dock Road', 'EH6 6LD', 'Edinburgh', 'GB', 'Callum Reid'],
    ['cust-lagan', 'Lagan Logistics', '9 Quay Lane', 'BT1 3NL', 'Belfast', 'GB', 'Aoife Burns'],
  ],
};

function customerOf(resellerId: string, [customerId, name, street, postalCode, city, country, admin]: Row): Customer {
  const domain = `${customerId.replace('cust-', '')}.example`;
  const email = `${admin.split(' ')[0]?.toLowerCase()}@${domain}`;
  return {
    customerId,
    resellerId,
    name,
    address: { street, city, postalCode, country },
    contacts: { admin: { name: admin, email }, billing: { name: 'Accounts', email: `accounts@${domain}` } },
    onHold: false,
  };
}

export const CUSTOMERS: readonly Customer[] = Object.entries(ROWS).flatMap(([resellerId, rows]) =>
  rows.map((row) => customerOf(resellerId, row)),
);

/** Loads what is missing. What is there already stays as it is: somebody may have changed it. */
export async function seed(store: Store): Promise<void> {
  const [first] = CUSTOMERS;
  if (first && (await store.market.getCustomer(first.resellerId, first.customerId))) return;
  for (const reseller of RESELLERS) await store.market.putReseller(reseller);
  for (const product of CATALOGUE) await store.market.putProduct(product);
  for (const customer of CUSTOMERS) await store.market.putCustomer(customer);
}
