/** The tables as Kysely sees them. What a driver returns for each column type is fixed in `column-types.ts`. */
import type { ColumnType, Generated, Kysely, Transaction } from 'kysely';
import type { AcceptedAnswer, Recipient } from '../../workflows/contract/messages.ts';
import type {
  AdministratorSource,
  InformationRequestTerms,
  SubscriptionState,
  VendorProduct,
  WaitingOn,
} from '../../workflows/contract/order.ts';
import type { InformationRequestState } from '../../workflows/contract/record.ts';
import type { OrderStateName } from '../../workflows/contract/states.ts';
import type { Address, Customer } from '../store.ts';
import type { AccountsSchema } from './tables/accounts.ts';
import type { OrderSearchSchema } from './tables/orders.ts';
import type { ShopSchema } from './tables/shop.ts';

/** `jsonb`: read as a value, written as JSON text, because `pg` would make a PostgreSQL array of a JavaScript one. */
type Json<T> = ColumnType<T, string, string>;
type NullableJson<T> = ColumnType<T | null, string | null | undefined, string | null>;

/** `timestamptz(3)` as an ISO 8601 instant; the default is the database's clock, the only one that all processes share. */
type Now = ColumnType<string, string | undefined, string>;
type Instant = string;

interface CoreSchema {
  resellers: {
    reseller_id: string;
    name: string;
    email: string;
    credit_limit_minor: number;
    currency: string;
    /** BCP 47. */
    language: string | null;
  };
  customers: {
    customer_id: string;
    reseller_id: string;
    name: string;
    address: Json<Address>;
    contacts: Json<Customer['contacts']>;
    on_hold: boolean;
    /** Name, address and contacts in lower case; see `search-text.ts`. */
    search_text: string;
  };
  products: {
    product_id: string;
    name: string;
    vendor_name: string;
    description: string;
    /** Name, vendor and description in lower case, made here, so that searching does not depend on a server's locale. */
    search_text: string;
    price_minor: number;
    currency: string;
    minimum: number;
    maximum: number;
    step: number;
    terms_version: string;
    withdrawn: boolean;
    source: Json<VendorProduct>;
  };
  api_tokens: {
    token_id: string;
    digest: string;
    reseller_id: string;
    label: string;
    created_at: Now;
    revoked_at: Instant | null;
  };
  orders: {
    order_id: string;
    reseller_id: string;
    customer_id: string;
    idempotency_key: string;
    digest: string;
    state: OrderStateName;
    cause: string | null;
    waiting_on: NullableJson<WaitingOn>;
    administrator: Json<AdministratorSource>;
    answer: NullableJson<AcceptedAnswer>;
    total_minor: number;
    currency: string;
    purchase_order_number: string | null;
    information_request: Json<InformationRequestTerms>;
    /** Frozen at Buy, with the lines: whom the order was made by and for. */
    reseller_name: string;
    reseller_email: string;
    customer_name: string;
    /** The consent record. */
    terms_version: string;
    terms_accepted_at: Now;
    created_at: Now;
    updated_at: Now;
    started_at: Instant | null;
  };
  order_lines: {
    line_id: string;
    order_id: string;
    position: number;
    product_id: string;
    product_name: string;
    price_minor: number;
    quantity: number;
    source: Json<VendorProduct>;
    state: SubscriptionState;
    subscription_id: string | null;
  };
  timeline: {
    order_id: string;
    /** What makes a repeat of the same event recognisable. */
    key: string;
    /** In the order of writing; `at` alone may tie. */
    sequence: Generated<number>;
    at: Now;
    what: string;
    by: string;
  };
  information_requests: {
    order_id: string;
    revision: number;
    state: InformationRequestState;
    recipient: Json<Recipient>;
    sent_at: Now;
    until: Instant;
  };
  /** Append-only. What an entry changes of the two sums; their total over a reseller is its row in `balances`. */
  ledger: {
    entry_key: string;
    reseller_id: string;
    currency: string;
    order_id: string;
    reserved_minor: number;
    charged_minor: number;
    at: Now;
  };
  /** The running sums of `ledger`, and the row that every entry locks first. */
  balances: {
    reseller_id: string;
    currency: string;
    reserved_minor: Generated<number>;
    charged_minor: Generated<number>;
  };
  mail_log: {
    message_id: string;
    order_id: string;
    kind: string;
    at: Instant;
  };
}

export type Schema = CoreSchema & AccountsSchema & OrderSearchSchema & ShopSchema;

/** The database, or a transaction on it. Inside a transaction every query must get the transaction: the embedded
 * database has one connection, and waiting for a second one would wait for ever. */
export type Database = Kysely<Schema>;
export type Tx = Transaction<Schema>;
