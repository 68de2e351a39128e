/**
 * Keepit behind the vendor port. The order line's id is the account's `external_id`, but the API neither searches by it
 * nor keeps it unique; what it keeps unique is the login. So our record keeps each account's id, and only where that is
 * not known although something may exist, our children are listed: more than once, as lists may lag.
 */
import { DEFAULT_LIMITS, Places } from '../limits.ts';
import { type SubscriptionReference, type VendorAccounts, type VendorAdapter, VendorMisconfigured } from '../port.ts';
import { type KeepitAccess, keepitClients } from './access.ts';
import { KeepitLines } from './lines.ts';

export interface KeepitConfig extends KeepitAccess {
  accounts: VendorAccounts;
  /** Milliseconds before each further look, where the first look found nothing and the answer matters. */
  lookAgain?: readonly number[];
}

const LOOK_AGAIN: readonly number[] = [250, 750, 1_500, 3_000];

/**
 * @param clients by region, where others call the vendor as well
 * @throws VendorMisconfigured if a region's base URL is unfit
 */
export function createKeepitAdapter(config: KeepitConfig, clients = keepitClients(config)): VendorAdapter {
  const lookAgain = config.lookAgain ?? LOOK_AGAIN;
  // One for each region, since those who look at the same time share a list.
  const regions = new Map(
    Array.from(clients, ([name, client]) => {
      const places = new Places(config.regions[name]?.linesAtOnce ?? DEFAULT_LIMITS.linesAtOnce);
      return [name, { lines: new KeepitLines(client, config.accounts, lookAgain), places }];
    }),
  );

  function regionOf({ source: { region } }: SubscriptionReference) {
    const found = regions.get(region);
    if (!found) throw new VendorMisconfigured(`no Keepit region is configured under the name "${region}"`);
    return found;
  }
  async function atOnce<T>(
    reference: SubscriptionReference,
    signal: AbortSignal,
    act: (lines: KeepitLines) => Promise<T>,
  ): Promise<T> {
    const { places, lines } = regionOf(reference);
    return places.within(signal, () => act(lines));
  }
  return {
    create: (request, context) => atOnce(request, context.signal, (lines) => lines.create(request, context)),
    // Whoever looks takes care that it is not at too many (`activation.ts`).
    find: async (reference, signal) => regionOf(reference).lines.find(reference, signal),
    remove: (reference, signal) => atOnce(reference, signal, (lines) => lines.remove(reference, signal)),
    adopt: (reference, id, signal) => atOnce(reference, signal, (lines) => lines.adopt(reference, id, signal)),
    removeNamed: (reference, id, signal) =>
      atOnce(reference, signal, (lines) => lines.removeNamed(reference, id, signal)),
    removeStrays: (reference, signal) => atOnce(reference, signal, (lines) => lines.removeStrays(reference, signal)),
  };
}
