/** The tables as Kysely sees them. What a driver returns for each column type is fixed in `column-types.ts`. */
import type { Kysely, Transaction } from 'kysely';
import type { AccountTables } from './tables/accounts.ts';
import type { LedgerTables } from './tables/ledger.ts';
import type { MarketTables } from './tables/market.ts';
import type { OrderTables } from './tables/orders.ts';
import type { ReconciliationTables } from './tables/reconciliation.ts';
import type { ShopTables } from './tables/shop.ts';

export type Schema = AccountTables & LedgerTables & MarketTables & OrderTables & ReconciliationTables & ShopTables;

/** The database, or a transaction on it. Inside a transaction every query must get the transaction: the embedded
 * database has one connection, and waiting for a second one would wait for ever. */
export type Database = Kysely<Schema>;
export type Tx = Transaction<Schema>;
