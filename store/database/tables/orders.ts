/** Orders from Buy on, and what their workflows record of them. */
import type { ColumnType, Generated } from 'kysely';
import type { OrderCause } from '../../../workflows/contract/causes.ts';
import type { EarlierWait } from '../../../workflows/contract/earlier.ts';
import type { OrderEvent } from '../../../workflows/contract/events.ts';
import type { AcceptedAnswer, Recipient } from '../../../workflows/contract/messages.ts';
import type {
  Actor,
  AdministratorSource,
  InformationRequestTerms,
  LineFailurePolicy,
  SubscriptionState,
  VendorProduct,
} from '../../../workflows/contract/order.ts';
import type { InformationRequestState } from '../../../workflows/contract/record.ts';
import type { OrderStateName } from '../../../workflows/contract/states.ts';
import type { DefaultText, Instant, Json, Now, NullableJson } from '../columns.ts';

export interface OrderTables {
  orders: {
    order_id: string;
    reseller_id: string;
    customer_id: string;
    idempotency_key: string;
    digest: string;
    state: OrderStateName;
    cause: OrderCause | null;
    /** A process of an earlier release may still write it in words. */
    waiting_on: ColumnType<EarlierWait | null, string | null | undefined, string | null>;
    administrator: Json<AdministratorSource>;
    answer: NullableJson<AcceptedAnswer>;
    total_minor: number;
    currency: string;
    purchase_order_number: string | null;
    information_request: Json<InformationRequestTerms>;
    line_failure: ColumnType<LineFailurePolicy | null, LineFailurePolicy | null, never>;
    /** Frozen at Buy, with the lines: whom the order was made by and for. */
    reseller_name: string;
    reseller_email: string;
    customer_name: string;
    /** What an order can be found by, folded; see `search-text.ts`. */
    search_text: DefaultText;
    /** The customer's name, folded. */
    customer_search: DefaultText;
    /** The consent record. */
    terms_version: string;
    terms_accepted_at: Now;
    created_at: Now;
    updated_at: Now;
    /** The turn of the workflow that wrote last; see `RecordChange`. */
    turn: Generated<number>;
    started_at: Instant | null;
    /** While it is not started: before that instant somebody is at it, or nobody should be. */
    next_try_at: Now;
    /** How often a starter has tried; who accepted the order is not counted. */
    start_attempts: Generated<number>;
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
    /** When a creating request first left for the vendor: from then on something may exist under the line's key. */
    creation_sent_at: Instant | null;
  };
  /** What is known of each line's account at its vendor. A row is kept when the account is removed. */
  vendor_accounts: {
    line_id: string;
    vendor: string;
    region: string;
    login: string;
    /** The vendor's id, once it is learnt. */
    account_id: string | null;
    removed_at: Instant | null;
  };
  timeline: {
    order_id: string;
    /** What makes a repeat of the same event recognisable. */
    key: string;
    /** In the order of writing; `at` alone may tie. */
    sequence: Generated<number>;
    at: Now;
    event: NullableJson<OrderEvent>;
    /** What earlier releases wrote instead of `event`. */
    what: string | null;
    by: Actor;
  };
  information_requests: {
    order_id: string;
    revision: number;
    state: InformationRequestState;
    recipient: Json<Recipient>;
    sent_at: Now;
    until: Instant;
    /** The turn that set `until`. */
    turn: Generated<number>;
  };
  mail_log: {
    message_id: string;
    order_id: string;
    kind: string;
    at: Instant;
  };
  /** One row for each mail that is being handed over to the mail server, or whose sender died meanwhile. */
  mail_claims: {
    message_id: string;
    /** The try that hands it over. */
    claimed_by: string;
    /** From then on somebody else may take it over. */
    claimed_until: Instant;
  };
}
