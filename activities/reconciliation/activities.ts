/** The side effects of the reconciliation. Its workflow imports the type {@link ReconciliationActivities} and nothing else. */
import type { LookedAt, VendorRegion } from '../../workflows/contract/reconciliation.ts';
import { translated } from '../failures.ts';
import type { ReconciliationDeps } from './deps.ts';
import { type CompareLedger, compareLedger } from './ledger.ts';
import { type CompareVendor, compareAccounts, compareLines } from './vendors.ts';

export interface BegunRun {
  /** Where vendors are compared with the record. */
  regions: VendorRegion[];
  /** Where the record knows accounts to be, and no vendor is configured. */
  unreachable: VendorRegion[];
}

export interface EndedRun extends LookedAt {
  runId: string;
  /** What could not be compared. */
  incomplete: string[];
}

/** Every activity may be repeated: what it finds is kept by what differs, and a repair of what was repaired does nothing. */
export function createReconciliationActivities(deps: ReconciliationDeps) {
  return {
    async beginReconciliation({ runId }: { runId: string }): Promise<BegunRun> {
      const known = await deps.store.beginRun(runId);
      const regions = Object.entries(deps.inventories).flatMap(([vendor, inventory]) =>
        inventory.regions.map((region) => ({ vendor, region })),
      );
      const isConfigured = (one: VendorRegion) =>
        regions.some(({ vendor, region }) => vendor === one.vendor && region === one.region);
      return { regions, unreachable: known.filter((one) => !isConfigured(one)) };
    },
    compareAccounts: (input: CompareVendor) => translated(() => compareAccounts(deps, input)),
    compareLines: (input: CompareVendor) => translated(() => compareLines(deps, input)),
    compareLedger: (input: CompareLedger) => translated(() => compareLedger(deps, input)),
    endReconciliation: ({ runId, incomplete, ...lookedAt }: EndedRun) => deps.store.endRun(runId, lookedAt, incomplete),
  };
}

export type ReconciliationActivities = ReturnType<typeof createReconciliationActivities>;
