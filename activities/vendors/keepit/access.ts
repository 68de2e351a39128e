/** How Keepit is reached: a client for each of its regions. */
import { KeepitClient, type KeepitRegion, type KeepitTimeouts } from './client.ts';

export interface KeepitAccess {
  /** By the name that a line's `source.region` carries, for example `dk-co`. */
  regions: Readonly<Record<string, KeepitRegion>>;
  /** Names us to the vendor, for example `OrderSaga/1.0 (ops@example.com)`. */
  userAgent: string;
  /** Replaces the default of a call. In sum a creation must end before whoever calls the adapter gives up. */
  timeoutMs?: Partial<KeepitTimeouts>;
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
const MAX_REPLY_BYTES = 5_000_000;

/** By the region's name. @throws VendorMisconfigured if a region's base URL is unfit. */
export function keepitClients(access: KeepitAccess): Map<string, KeepitClient> {
  const options = {
    userAgent: access.userAgent,
    timeoutMs: { ...TIMEOUTS, ...access.timeoutMs },
    maxReplyBytes: access.maxReplyBytes ?? MAX_REPLY_BYTES,
  };
  return new Map(Object.entries(access.regions).map(([name, region]) => [name, new KeepitClient(region, options)]));
}
