/** Opens the store. The only file of this folder, beside `store.ts`, that other folders need. */
import { sql } from 'kysely';
import { accountsStore } from './accounts/accounts.ts';
import * as tokens from './accounts/tokens.ts';
import { type DatabaseOptions, type OpenDatabase, openDatabase } from './database/open.ts';
import type { Database } from './database/schema.ts';
import * as ledger from './ledger/ledger.ts';
import * as catalogue from './market/catalogue.ts';
import { loadCatalogue } from './market/catalogue-load.ts';
import * as customers from './market/customers.ts';
import { putReseller } from './market/resellers.ts';
import * as requests from './orders/information-requests.ts';
import * as mailLog from './orders/mail-log.ts';
import { orderSearch } from './orders/order-search.ts';
import { place } from './orders/place.ts';
import * as orders from './orders/read.ts';
import * as record from './orders/record.ts';
import * as starting from './orders/starting.ts';
import { shopStore } from './shop/shop.ts';
import type { MarketStore, OrderStore, Store, TokenStore, WorkerStore } from './store.ts';

export { DatabaseInUse } from './database/embedded/owner-lock.ts';

/**
 * Opens the database and brings its schema up to date; processes may start together.
 * @throws DatabaseInUse if another process owns the embedded database.
 */
export async function openStore(options: DatabaseOptions): Promise<Store> {
  return storeOn(await openDatabase(options));
}

/** The store on a database that is open; closing the store closes it. */
export function storeOn({ db, close }: OpenDatabase): Store {
  return {
    orders: orderStore(db),
    worker: workerStore(db),
    market: marketStore(db),
    tokens: tokenStore(db),
    panel: { accounts: accountsStore(db), shop: shopStore(db), orderSearch: orderSearch(db) },
    async ping() {
      await sql`select 1`.execute(db);
    },
    close,
  };
}

function orderStore(db: Database): OrderStore {
  return {
    place: (order) => place(db, order),
    get: (resellerId, orderId) => orders.get(db, resellerId, orderId),
    getAny: (orderId) => orders.getAny(db, orderId),
    list: (resellerId, filter) => orders.list(db, resellerId, filter),
    workflowInput: (orderId) => starting.workflowInput(db, orderId),
    notStarted: (before, limit) => starting.notStarted(db, before, limit),
    markStarted: (orderId) => starting.markStarted(db, orderId),
    informationRequest: (orderId, revision) => requests.informationRequest(db, orderId, revision),
    brief: (orderId) => starting.brief(db, orderId),
  };
}

function workerStore(db: Database): WorkerStore {
  return {
    brief: (orderId) => starting.brief(db, orderId),
    apply: (change) => record.apply(db, change),
    informationRequestSent: (orderId, revision, to, until) =>
      requests.informationRequestSent(db, orderId, revision, to, until),
    sentAt: (messageId) => mailLog.sentAt(db, messageId),
    recordSent: (messageId, orderId, kind, at) => mailLog.recordSent(db, messageId, orderId, kind, at),
    reserveCredit: (orderId) => ledger.reserveCredit(db, orderId),
    releaseCredit: (orderId) => ledger.releaseCredit(db, orderId),
    openBilling: (lineId) => ledger.openBilling(db, lineId),
    closeBilling: (lineId) => ledger.closeBilling(db, lineId),
  };
}

function marketStore(db: Database): MarketStore {
  return {
    searchCatalogue: (query) => catalogue.searchCatalogue(db, query),
    addCustomer: (customer) => customers.addCustomer(db, customer),
    getCustomer: (resellerId, customerId) => customers.getCustomer(db, resellerId, customerId),
    listCustomers: (resellerId, page) => customers.listCustomers(db, resellerId, page),
    setAdminContact: (resellerId, customerId, contact) =>
      customers.setAdminContact(db, resellerId, customerId, contact),
    setOnHold: (resellerId, customerId, onHold) => customers.setOnHold(db, resellerId, customerId, onHold),
    putReseller: (reseller) => putReseller(db, reseller),
    putProduct: (product) => catalogue.putProduct(db, product),
    loadCatalogue: (products, options) => loadCatalogue(db, products, options),
    putCustomer: (customer) => customers.putCustomer(db, customer),
  };
}

function tokenStore(db: Database): TokenStore {
  return {
    createToken: (resellerId, label) => tokens.createToken(db, resellerId, label),
    resellerOf: (token) => tokens.resellerOf(db, token),
    revokeToken: (tokenId) => tokens.revokeToken(db, tokenId),
    listTokens: () => tokens.listTokens(db),
  };
}
