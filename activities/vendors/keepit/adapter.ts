/**
 * Keepit behind the vendor port. The order line's id is the account's `external_id`, but the API neither searches by it
 * nor keeps it unique; what it keeps unique is the login. So our record keeps each account's id, and only where that is
 * not known although something may exist, our children are listed: more than once, as lists may lag.
 */
import { type SubscriptionReference, type VendorAccounts, type VendorAdapter, VendorMisconfigured } from '../port.ts';
import { KeepitClient, type KeepitRegion, type KeepitTimeouts } from './client.ts';
import { KeepitLines } from './lines.ts';

export interface KeepitConfig {
  /** By the name that a line's `source.region` carries, for example `dk-co`. */
  regions: Readonly<Record<string, KeepitRegion>>;
  accounts: VendorAccounts;
  /** Names us to the vendor, for example `OrderSaga/1.0 (ops@example.com)`. */
  userAgent: string;
  /** Replaces the default of a call. In sum a creation must end before whoever calls the adapter gives up. */
  timeoutMs?: Partial<KeepitTimeouts>;
  /** Milliseconds before each further look, where the first look found nothing and the answer matters. */
  lookAgain?: readonly number[];
  /** Default 5 MB. The list of our children may be longer. */
  maxReplyBytes?: number;
}

const TIMEOUTS: KeepitTimeouts = {
  list: 8_000,
  read: 5_000,
  login: 5_000,
  create: 12_000,
  update: 8_000,
  remove: 8_000,
};
const LOOK_AGAIN: readonly number[] = [250, 750, 1_500, 3_000];
const MAX_REPLY_BYTES = 5_000_000;

/** @throws VendorMisconfigured if a region's base URL is unfit. */
export function createKeepitAdapter(config: KeepitConfig): VendorAdapter {
  const options = {
    userAgent: config.userAgent,
    timeoutMs: { ...TIMEOUTS, ...config.timeoutMs },
    maxReplyBytes: config.maxReplyBytes ?? MAX_REPLY_BYTES,
  };
  const lookAgain = config.lookAgain ?? LOOK_AGAIN;
  // One for each region, since those who look at the same time share a list.
  const lines = new Map(
    Object.entries(config.regions).map(([name, region]) => [
      name,
      new KeepitLines(new KeepitClient(region, options), config.accounts, lookAgain),
    ]),
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
