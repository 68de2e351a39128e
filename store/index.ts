/** Opens the store. Beside this file the product's other folders need `store.ts` and `accounts/passwords.ts`. */
import { sql } from 'kysely';
import { createAccounts } from './accounts/accounts.ts';
import { createOperatorSessions } from './accounts/operator-sessions.ts';
import { createTokens } from './accounts/tokens.ts';
import { type DatabaseOptions, type OpenDatabase, openDatabase } from './database/open.ts';
import { createLedger } from './ledger/ledger.ts';
import { createMarket } from './market/market.ts';
import { lookAtAll } from './orders/look.ts';
import { createOrderRecord, createOrderSearch, createOrders, createReconciliation } from './orders/orders.ts';
import { OrderWatch } from './orders/watch.ts';
import { createComparison } from './reconciliation/comparison.ts';
import { createFindings } from './reconciliation/reading.ts';
import { createShop } from './shop/shop.ts';
import type { Store } from './store.ts';

export { DatabaseInUse } from './database/embedded/owner-lock.ts';
export { makePrivate } from './database/embedded/private-directory.ts';

/**
 * Opens the database and brings its schema up to date; processes may start together.
 * @throws DatabaseInUse if another process owns the embedded database; DatabaseAway if the server cannot be reached.
 */
export async function openStore(options: DatabaseOptions): Promise<Store> {
  return storeOn(await openDatabase(options));
}

/** The store on a database that is open; closing the store closes it. */
export function storeOn({ db, listen, close }: OpenDatabase): Store {
  const orderWatch = new OrderWatch({ listen, look: (orderIds) => lookAtAll(db, orderIds) });
  return {
    orders: createOrders(db),
    orderWatch,
    orderSearch: createOrderSearch(db),
    reconciliation: createReconciliation(db),
    comparison: createComparison(db),
    findings: createFindings(db),
    worker: { ...createOrderRecord(db), ...createLedger(db) },
    market: createMarket(db),
    shop: createShop(db),
    accounts: createAccounts(db),
    tokens: createTokens(db),
    operatorSessions: createOperatorSessions(db),
    async ping() {
      await sql`select 1`.execute(db);
    },
    async close() {
      await orderWatch.close();
      await close();
    },
  };
}
