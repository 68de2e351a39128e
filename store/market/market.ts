/** The market: what is sold, and to whom. */
import { operationsOn } from '../database/operations.ts';
import type { Database } from '../database/schema.ts';
import { putProduct, searchCatalogue } from './catalogue.ts';
import { loadCatalogue } from './catalogue-load.ts';
import { addCustomer, getCustomer, listCustomers, putCustomer, setAdminContact, setOnHold } from './customers.ts';
import { putReseller } from './resellers.ts';

export type MarketStore = ReturnType<typeof createMarket>;

export function createMarket(db: Database) {
  return operationsOn(db, {
    searchCatalogue,
    addCustomer,
    getCustomer,
    listCustomers,
    setAdminContact,
    setOnHold,
    // For seed data and operators.
    putReseller,
    putProduct,
    loadCatalogue,
    putCustomer,
  });
}
