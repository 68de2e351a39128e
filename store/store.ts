/**
 * The database as the rest of the product sees it. One implementation in Kysely serves both the embedded database
 * (PGlite, one owner process) and a PostgreSQL server; `openStore` in `index.ts` chooses.
 */
import type { AccountsStore } from './accounts/accounts.ts';
import type { OperatorSessionStore } from './accounts/operator-sessions.ts';
import type { TokenStore } from './accounts/tokens.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { MarketStore } from './market/market.ts';
import type { OrderRecord, OrderSearch, OrderStore, Reconciliation } from './orders/orders.ts';
import type { OrderWatch } from './orders/watch.ts';
import type { Comparison } from './reconciliation/comparison.ts';
import type { FindingStore } from './reconciliation/reading.ts';
import type { ShopStore } from './shop/shop.ts';

export interface Store {
  orders: OrderStore;
  orderWatch: OrderWatch;
  orderSearch: OrderSearch;
  reconciliation: Reconciliation;
  comparison: Comparison;
  findings: FindingStore;
  worker: WorkerStore;
  market: MarketStore;
  shop: ShopStore;
  accounts: AccountsStore;
  tokens: TokenStore;
  operatorSessions: OperatorSessionStore;
  /** Answers if the database does. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Orders on the side of the worker: structurally the ports `OrderRecord`, `MailLog` and `BillingLedger`. */
export type WorkerStore = OrderRecord & Ledger;

export type { Money } from '../workflows/contract/money.ts';
export type { AccountsStore } from './accounts/accounts.ts';
export type { AttemptRule } from './accounts/attempts.ts';
export type { Identity } from './accounts/identities.ts';
export type { PendingLogin } from './accounts/logins.ts';
export type { OperatorSessionStore } from './accounts/operator-sessions.ts';
export type { ApiToken, TokenStore } from './accounts/tokens.ts';
export { EmailTaken, type NewUser, type User } from './accounts/users.ts';
export { DatabaseAway } from './database/away.ts';
export { BadCursor, isUnstorable, type Page } from './database/cursors.ts';
export type { Contact } from './database/tables/market.ts';
export type { WorkflowTrouble } from './database/tables/reconciliation.ts';
export type { DraftForm, Line } from './database/tables/shop.ts';
export { allowsQuantity, type Product } from './market/catalogue.ts';
export type { CatalogueChanges } from './market/catalogue-load.ts';
export type { Customer } from './market/customers.ts';
export type { MarketStore } from './market/market.ts';
export { type Reseller, UnknownReseller } from './market/resellers.ts';
export type { Terms } from './market/terms.ts';
export type { InformationRequestRow } from './orders/information-requests.ts';
export type { OrderLook } from './orders/look.ts';
export type { OrderSearch, OrderStore, Reconciliation } from './orders/orders.ts';
export type { PlaceResult } from './orders/place.ts';
export type { NewOrder, PlaceProblem } from './orders/place-checks.ts';
export type { OrderFilter } from './orders/read.ts';
export type { Finding, OpenOrder } from './orders/reconciling.ts';
export type { FoundOrder, FoundPage, OrderSearchFilter } from './orders/search.ts';
export type { StoredOrder, TimelineEntry } from './orders/stored-order.ts';
export type { OrderWatch } from './orders/watch.ts';
export type { FindingStore, OpenFinding, ReconciliationRun } from './reconciliation/reading.ts';
export type { CartLine } from './shop/carts.ts';
export type { DraftOutcome } from './shop/draft-changes.ts';
export type { DraftOwner, OrderDraft, UnfinishedDraft } from './shop/drafts.ts';
export { idempotencyKeyOf } from './shop/rules.ts';
export type { ShopStore } from './shop/shop.ts';
