/** What the comparison of vendors, record and ledger needs from outside. */
import type { SubscriptionState } from '../../workflows/contract/order.ts';
import type {
  Difference,
  LookedAt,
  ReconciliationSummary,
  VendorRegion,
} from '../../workflows/contract/reconciliation.ts';

/** An account at a vendor, as it reads back. */
export interface VendorAccount {
  /** The vendor's id. */
  id: string;
  /** Of what it says it is: the id of an order line, or what somebody else has written there. */
  key: string | undefined;
  enabled: boolean;
  /** Whether it is scheduled for deletion. */
  leaving: boolean;
  /** The vendor's own id of its product. */
  product: string | undefined;
}

/** Everything that a vendor holds for us. @throws as a {@link import('../vendors/port.ts').VendorAdapter} */
export interface VendorInventory {
  /** The data centres in which we have an account. */
  readonly regions: readonly string[];
  /** Hands on the ids of all accounts, some at a time, and goes on once they are taken. */
  list(region: string, onIds: (ids: string[]) => Promise<void>, signal: AbortSignal): Promise<void>;
  /** `undefined`: it is not there. */
  read(region: string, id: string, signal: AbortSignal): Promise<VendorAccount | undefined>;
}

/** A vendor's data centre, in one run. */
export interface Listing extends VendorRegion {
  runId: string;
}

/** What is compared with what, in which run. */
export interface Look {
  runId: string;
  scope: string;
}

/** An order line as the record has it. */
export interface RecordedLine {
  lineId: string;
  orderId: string;
  state: SubscriptionState;
  /** Its order was carried out, and it is active. */
  active: boolean;
  /** Of what was bought. */
  vendorProductId: string;
  /** The vendor's ids that the record knows of the line. */
  accounts: readonly string[];
  /** Its order has ended, and has been left alone since for as long as was asked. */
  settled: boolean;
  /** Its order ended more than a day ago, and what had been created for the line was undone, with nothing left over. */
  longUndone: boolean;
}

/** A line that should have an account at its vendor. */
export interface ActiveLine {
  lineId: string;
  orderId: string;
  /** The vendor's id, if the record knows it. */
  accountId?: string;
  /** Whether the vendor has listed it in this run. */
  listed: boolean;
}

/** An order that has ended, with its entries in the ledger; amounts are in minor units. */
export interface EndedOrder {
  orderId: string;
  lines: readonly { lineId: string; active: boolean; price: number }[];
  entries: readonly { key: string; reserved: number; charged: number }[];
}

/** A reseller's running sums that are not what the entries come to; amounts are in minor units. */
export interface BalanceOff {
  resellerId: string;
  currency: string;
  reserved: number;
  charged: number;
  entriesReserved: number;
  entriesCharged: number;
}

/** Record and ledger as the comparison reads them, and what it finds. Everything may be repeated. */
export interface ComparisonStore {
  /** @returns where the record knows accounts to be. */
  beginRun(runId: string): Promise<VendorRegion[]>;
  keepListed(listing: Listing, ids: readonly string[]): Promise<void>;
  /** The next listed accounts behind `after`, in the order of their ids. */
  listedAfter(listing: Listing, after: string, limit: number): Promise<string[]>;
  /** By the account's id. The key, if there is one, comes before what the record knows of the account. */
  linesOf(
    at: VendorRegion,
    accounts: readonly { id: string; key?: string | undefined }[],
    settledMs: number,
  ): Promise<Record<string, RecordedLine>>;
  /** The next behind `after`, of orders that were carried out and are settled, in the order of their ids. */
  activeLines(listing: Listing, after: string, limit: number, settledMs: number): Promise<ActiveLine[]>;
  /** The next settled ones behind `after`, in the order of their ids. */
  endedOrders(after: string, limit: number, settledMs: number): Promise<EndedOrder[]>;
  balancesOff(): Promise<BalanceOff[]>;
  /** Keeps a difference, or that it is still there. `repairing`: a rule says that it is repaired, and that comes next. */
  found(look: Look, difference: Difference, repairing?: boolean): Promise<void>;
  repaired(difference: Difference): Promise<void>;
  /** Everything in the scope has been looked at: what this run has not found is gone. */
  scopeCompared(look: Look): Promise<void>;
  endRun(runId: string, lookedAt: LookedAt, incomplete: readonly string[]): Promise<ReconciliationSummary>;
}
