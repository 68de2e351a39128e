/**
 * Keepit behind the vendor port. The order line's id is the account's `external_id`, but the API neither searches by it
 * nor keeps it unique; what it keeps unique is the login. So our record keeps each account's id, and only where that is
 * not known although something may exist, our children are listed: more than once, as lists may lag.
 */
import { type SubscriptionReference, type VendorAccounts, type VendorAdapter, VendorMisconfigured } from '../port.ts';
import { type KeepitAccess, keepitClients } from './access.ts';
import { KeepitLines } from './lines.ts';

export interface KeepitConfig extends KeepitAccess {
  accounts: VendorAccounts;
  /** Milliseconds before each further look, where the first look found nothing and the answer matters. */
  lookAgain?: readonly number[];
}

const LOOK_AGAIN: readonly number[] = [250, 750, 1_500, 3_000];

/** @throws VendorMisconfigured if a region's base URL is unfit. */
export function createKeepitAdapter(config: KeepitConfig): VendorAdapter {
  const lookAgain = config.lookAgain ?? LOOK_AGAIN;
  // One for each region, since those who look at the same time share a list.
  const lines = new Map(
    Array.from(keepitClients(config), ([name, client]) => [name, new KeepitLines(client, config.accounts, lookAgain)]),
  );

  function inRegion({ source: { region } }: SubscriptionReference): KeepitLines {
    const found = lines.get(region);
    if (!found) throw new VendorMisconfigured(`no Keepit region is configured under the name "${region}"`);
    return found;
  }
  return {
    create: async (request, context) => inRegion(request).create(request, context),
    find: async (reference, signal) => inRegion(reference).find(reference, signal),
    remove: async (reference, signal) => inRegion(reference).remove(reference, signal),
    adopt: async (reference, id, signal) => inRegion(reference).adopt(reference, id, signal),
    removeNamed: async (reference, id, signal) => inRegion(reference).removeNamed(reference, id, signal),
    removeStrays: async (reference, signal) => inRegion(reference).removeStrays(reference, signal),
  };
}
