/** What orders take of a reseller's credit. */
import type { Generated } from 'kysely';
import type { Now } from '../columns.ts';

export interface LedgerTables {
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
}
