/**
 * The database as the rest of the product sees it. One implementation in Kysely serves both the embedded database
 * (PGlite, one owner process) and a PostgreSQL server; `openStore` in `index.ts` chooses.
 */

import type { AcceptedAnswer, Recipient } from '../workflows/contract/messages.ts';
import type { Money } from '../workflows/contract/money.ts';
import type {
  AdministratorDetails,
  InformationRequestTerms,
  LineView,
  Order,
  WaitingOn,
} from '../workflows/contract/order.ts';
import type { InformationRequestState, OrderBrief, RecordChange } from '../workflows/contract/record.ts';
import type { OrderStateName } from '../workflows/contract/states.ts';
import type { AccountsStore } from './panel/accounts-store.ts';
import type { OrderSearch } from './panel/order-search.ts';
import type { ShopStore } from './panel/shop-store.ts';

export type { Money };

export interface Product {
  productId: string;
  name: string;
  vendorName: string;
  description: string;
  /** Per seat and month. */
  price: Money;
  quantity: { minimum: number; maximum: number; step: number };
  termsVersion: string;
  withdrawn: boolean;
  /** Where the vendor sells it. */
  source: { vendor: string; vendorProductId: string; region: string };
}

export interface Address {
  street: string;
  city: string;
  postalCode: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
}

export interface Customer {
  customerId: string;
  resellerId: string;
  name: string;
  address: Address;
  contacts: { admin: Contact; billing?: Contact; technical?: Contact };
  onHold: boolean;
}

export interface Contact {
  name: string;
  email: string;
  /** BCP 47: the language to write in; English if it is not known. */
  language?: string;
}

export interface Reseller {
  resellerId: string;
  name: string;
  email: string;
  creditLimit: Money;
  /** BCP 47: the language to write in; English if it is not known. */
  language?: string;
}

/** An accepted order before it has a number: what Buy writes. */
export interface NewOrder {
  resellerId: string;
  customerId: string;
  lines: { productId: string; quantity: number }[];
  administrator: { mode: 'provided'; details: AdministratorDetails } | { mode: 'email' };
  termsVersion: string;
  purchaseOrderNumber?: string;
  informationRequest: InformationRequestTerms;
  /** What the buyer was shown. If the catalogue says otherwise now, the order is refused. */
  expectedTotal?: Money;
  /** The caller's Idempotency-Key; unique for a reseller. */
  idempotencyKey: string;
  /** A digest of the request's canonical body: same key with another digest is a conflict. */
  digest: string;
}

export interface TimelineEntry {
  /** ISO 8601 instant. */
  at: string;
  what: string;
  by: string;
}

/** One row of a list and the body of an order page. */
export interface StoredOrder {
  orderId: string;
  resellerId: string;
  customerId: string;
  state: OrderStateName;
  cause?: string;
  waitingOn?: WaitingOn;
  lines: (LineView & { productName: string; price: Money })[];
  administratorMode: 'provided' | 'email';
  /** Once accepted. */
  answer?: AcceptedAnswer;
  total: Money;
  purchaseOrderNumber?: string;
  termsVersion: string;
  informationRequest: InformationRequestTerms;
  /** ISO 8601 instants. */
  createdAt: string;
  updatedAt: string;
  /** Oldest first; absent in lists. */
  timeline?: TimelineEntry[];
}

/** What the information request's page needs. */
export interface InformationRequestRow {
  revision: number;
  state: InformationRequestState;
  to: Recipient;
  /** ISO 8601 instants. */
  sentAt: string;
  until: string;
}

export type PlaceResult =
  | { kind: 'placed' | 'repeated'; order: StoredOrder }
  /** The key was used with another body. */
  | { kind: 'keyConflict' }
  | { kind: 'refused'; problem: PlaceProblem };

/** Why an order cannot be accepted; `line` is the index in the request. */
export type PlaceProblem =
  | { code: 'unknownCustomer' }
  | { code: 'customerOnHold' }
  | { code: 'unknownProduct'; line: number }
  | { code: 'productWithdrawn'; line: number }
  | { code: 'quantityNotAllowed'; line: number; minimum: number; maximum: number; step: number }
  | { code: 'termsOutdated'; current: string }
  | { code: 'mixedCurrencies' }
  /** Only if the order says which total it expects. */
  | { code: 'priceChanged'; total: Money };

export interface Page<T> {
  items: T[];
  nextCursor?: string;
}

export interface OrderFilter {
  state?: OrderStateName;
  customerId?: string;
  cursor?: string;
  /** 1 to 100. */
  limit: number;
}

/** Orders from Buy on; the side of the client. */
export interface OrderStore {
  /** Checks and writes the accepted order, its frozen snapshot and consent in one transaction. */
  place(order: NewOrder): Promise<PlaceResult>;
  /** Another reseller's order is `undefined`, as one that does not exist. */
  get(resellerId: string, orderId: string): Promise<StoredOrder | undefined>;
  /** For the portal, whose visitors come with a signed link and no reseller. */
  getAny(orderId: string): Promise<StoredOrder | undefined>;
  /** Newest first. @throws BadCursor if the cursor is not one of ours. */
  list(resellerId: string, filter: OrderFilter): Promise<Page<StoredOrder>>;
  /** The workflow's input, from the frozen snapshot. */
  workflowInput(orderId: string): Promise<Order>;
  /** Orders whose workflow has not been started, oldest first, created before `before` (ISO 8601). */
  notStarted(before: string, limit: number): Promise<string[]>;
  markStarted(orderId: string): Promise<void>;
  /** The newest information request, or the one of a revision. */
  informationRequest(orderId: string, revision?: number): Promise<InformationRequestRow | undefined>;
  brief(orderId: string): Promise<OrderBrief>;
}

/** Orders on the side of the worker: structurally the ports `OrderRecord`, `MailLog` and `BillingLedger`. */
export interface WorkerStore {
  brief(orderId: string): Promise<OrderBrief>;
  apply(change: RecordChange): Promise<boolean>;
  informationRequestSent(orderId: string, revision: number, to: Recipient, until: string): Promise<void>;
  sentAt(messageId: string): Promise<string | undefined>;
  recordSent(messageId: string, orderId: string, kind: string, at: string): Promise<string>;
  reserveCredit(orderId: string): Promise<{ reserved: true } | { reserved: false; reason: string }>;
  releaseCredit(orderId: string): Promise<void>;
  openBilling(lineId: string): Promise<void>;
  closeBilling(lineId: string): Promise<void>;
}

/** What loading a catalogue changes, as product ids. */
export interface CatalogueChanges {
  added: string[];
  changed: string[];
  /** Could be ordered before, and cannot any more. */
  withdrawn: string[];
  unchanged: string[];
}

/** The catalogue and the customers. */
export interface MarketStore {
  /** Products that match every word of `query` in name, vendor or description; all of them if it is empty. */
  searchCatalogue(query: string): Promise<Product[]>;
  addCustomer(customer: Omit<Customer, 'customerId' | 'onHold'>): Promise<Customer>;
  getCustomer(resellerId: string, customerId: string): Promise<Customer | undefined>;
  listCustomers(resellerId: string, page: { cursor?: string; limit: number }): Promise<Page<Customer>>;
  /** Changes the admin contact; `false` if there is no such customer. */
  setAdminContact(resellerId: string, customerId: string, contact: Contact): Promise<boolean>;
  setOnHold(resellerId: string, customerId: string, onHold: boolean): Promise<boolean>;
  /** Creates or replaces, for seed data and operators. */
  putReseller(reseller: Reseller): Promise<void>;
  putProduct(product: Product): Promise<void>;
  /**
   * Makes the catalogue what `products` says, all of it or nothing; what is not among them is withdrawn, not deleted.
   * A dry run only answers what would change.
   */
  loadCatalogue(products: readonly Product[], options?: { dryRun?: boolean }): Promise<CatalogueChanges>;
  putCustomer(customer: Customer): Promise<void>;
}

export interface ApiToken {
  tokenId: string;
  resellerId: string;
  label: string;
  createdAt: string;
  revokedAt?: string;
}

/** Bearer tokens; only their SHA-256 digest is stored. */
export interface TokenStore {
  /** Answers the token in clear, once. @throws UnknownReseller */
  createToken(resellerId: string, label: string): Promise<{ token: string; record: ApiToken }>;
  /** The reseller of a token that is valid now. */
  resellerOf(token: string): Promise<string | undefined>;
  /** `false` if there is no such token, or it was revoked before. */
  revokeToken(tokenId: string): Promise<boolean>;
  listTokens(): Promise<ApiToken[]>;
}

export interface Store {
  orders: OrderStore;
  worker: WorkerStore;
  market: MarketStore;
  tokens: TokenStore;
  /** What the control panel needs beside. */
  panel: { accounts: AccountsStore; shop: ShopStore; orderSearch: OrderSearch };
  /** Answers if the database does. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Thrown when a cursor was not made by this store. */
export class BadCursor extends Error {
  override readonly name = 'BadCursor';
}

/** Thrown when a token is asked for a reseller that does not exist. */
export class UnknownReseller extends Error {
  override readonly name = 'UnknownReseller';
}

/** Thrown when another user has the e-mail address. */
export class EmailTaken extends Error {
  override readonly name = 'EmailTaken';
}

/** Thrown when an order, or one of its lines, does not exist. */
export class UnknownOrder extends Error {
  override readonly name = 'UnknownOrder';
}
