import type { BillingLedger } from '../billing/port.ts';
import type { OrderRecord } from '../record/port.ts';
import type { VendorRegistry } from '../vendors/registry.ts';
import type { ComparisonStore, VendorInventory } from './port.ts';

/** What the comparison needs from outside; the worker's composition root fills it in. */
export interface ReconciliationDeps {
  store: ComparisonStore;
  /** By vendor name. */
  inventories: Readonly<Record<string, VendorInventory>>;
  vendors: VendorRegistry;
  billing: Pick<BillingLedger, 'releaseCredit'>;
  record: Pick<OrderRecord, 'noteStray'>;
}
