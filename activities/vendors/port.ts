/** What the saga needs of a vendor. Each vendor has one adapter; the contract suite in `test/vendors` holds for all. */
import type { RefusalCode } from '../../workflows/contract/failures.ts';
import type { AdministratorDetails, VendorProduct } from '../../workflows/contract/order.ts';

/** Names one subscription by our own key, so that it can be found even if the vendor's id was never learnt. */
export interface SubscriptionReference {
  /** The order line's id; the vendor stores it as its external id. */
  key: string;
  /** Which line of its order it is, from 1; for vendors that take an address only once. */
  ordinal: number;
  source: VendorProduct;
  /** The administrator's address given at creation; vendors without a search by key need it to look up. */
  administratorEmail: string;
}

export interface CreateSubscription extends SubscriptionReference {
  administrator: AdministratorDetails;
  /** Seats. */
  quantity: number;
}

export interface VendorSubscription {
  /** The vendor's id. */
  subscriptionId: string;
  /** Whether it reads back as enabled, with the product ordered and our key. */
  active: boolean;
}

/** How a creation is called. */
export interface CallContext {
  /** Aborts what is in flight, but no creating request that has left: its outcome is waited for. */
  signal: AbortSignal;
  /** When the call is over in any case (epoch milliseconds): no creating request lasts longer. */
  deadline: number;
  /**
   * Whether an earlier attempt under this key may have reached the vendor without our learning the outcome. While it
   * is true, "the address is taken" may mean "by ourselves", so it is {@link VendorUncertain} and not a refusal.
   */
  doubt: boolean;
  /**
   * Awaited right before each request that creates something leaves, so that a later attempt knows there is doubt.
   * `login`: under which the account is asked for, where the vendor lets a login be used once. Throws if nothing may leave
   * any more.
   */
  onCreating: (login?: string) => Promise<void>;
}

/** What our record knows of the account of an order line. */
export interface KnownAccount {
  /** Under which it was last asked for or found. */
  login: string | undefined;
  /** The vendor's id; absent until it is learnt. */
  subscriptionId: string | undefined;
  removed: boolean;
}

/** Another line's account with a login: it exists, was asked for with an outcome not known yet, or has been removed. */
export interface LoginHolder {
  sameCustomer: boolean;
  state: 'made' | 'requested' | 'removed';
}

/** Our record of accounts at vendors, by line: for vendors that cannot be asked for an account by our key. */
export interface VendorAccounts {
  /** `undefined`: no creating request has ever left under this key. */
  accountOf(key: string): Promise<KnownAccount | undefined>;
  accountLearnt(key: string, account: { subscriptionId: string; login: string }): Promise<void>;
  /** Nothing is there under the key any more, or was ever made. */
  accountGone(key: string): Promise<void>;
  /** Which other line has a login at the same vendor and in the same region; of several, one that surely exists. */
  holderOf(key: string, login: string): Promise<LoginHolder | undefined>;
}

export interface VendorAdapter {
  /**
   * Creates the subscription, or adopts the one that an earlier attempt made under the same key. Never makes a second.
   * A creating request that has left is never aborted: when the call ends, its outcome is known, or its time is over.
   * @throws VendorRefused if the vendor will not have these data; VendorMisconfigured if an operator must act;
   *   VendorUncertain if it cannot tell whether the subscription exists; VendorUnavailable for anything else; the
   *   signal's reason if the caller has given up.
   */
  create(request: CreateSubscription, context: CallContext): Promise<VendorSubscription>;
  /** Looks the subscription up by our key. @throws as `create`, but never VendorRefused. */
  find(reference: SubscriptionReference, signal: AbortSignal): Promise<VendorSubscription | undefined>;
  /**
   * Removes whatever exists under our key. "Nothing there" and "scheduled for deletion" are success.
   * @throws as `find`; VendorMisconfigured also if the vendor refuses to remove it.
   */
  remove(reference: SubscriptionReference, signal: AbortSignal): Promise<Removal>;
  /**
   * Takes a subscription that exists for the line's, with the product ordered.
   * @throws as `find`; VendorRefused if there is none of that id, or it is another line's
   */
  adopt(reference: SubscriptionReference, subscriptionId: string, signal: AbortSignal): Promise<VendorSubscription>;
  /** Removes a subscription by its id, if it is no other line's; "not there" is success. @throws as `adopt` */
  removeNamed(reference: SubscriptionReference, subscriptionId: string, signal: AbortSignal): Promise<void>;
  /**
   * Looks for what stands under our key beside what the line is known to have. It is removed, unless the line is known to
   * have something, or is about to: then nothing is touched.
   * @throws as `remove`
   */
  removeStrays(reference: SubscriptionReference, signal: AbortSignal): Promise<Strays>;
}

/** `doubtful`: a creating request had left whose outcome was never learnt; what it makes may show up later. */
export type Removal = 'certain' | 'doubtful';

/** By the vendor's ids. */
export interface Strays {
  removed: string[];
  kept: string[];
}

/** Thrown when the vendor understood the request and will not do it with these data. Repeating it is useless. */
export class VendorRefused extends Error {
  override readonly name = 'VendorRefused';
  /** The field of the administrator's details that was refused, or `order` where no single field is to blame. */
  readonly field: string;
  readonly code: RefusalCode;
  constructor(field: string, code: RefusalCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.field = field;
    this.code = code;
  }
}

/** Thrown when the vendor could not be reached, was busy, or answered with something unreadable: weather. */
export class VendorUnavailable extends Error {
  override readonly name = 'VendorUnavailable';
  /** Milliseconds the vendor asked us to wait (Retry-After), if it did. */
  readonly retryAfter: number | undefined;
  constructor(message: string, options?: ErrorOptions & { retryAfter?: number | undefined }) {
    super(message, options);
    this.retryAfter = options?.retryAfter;
  }
}

/** Thrown when it cannot be told whether the subscription exists: look again; if it stays so, an operator decides. */
export class VendorUncertain extends Error {
  override readonly name = 'VendorUncertain';
}

/** Thrown when our own account, credentials or product mapping are wrong: never the customer's fault. */
export class VendorMisconfigured extends Error {
  override readonly name = 'VendorMisconfigured';
}
