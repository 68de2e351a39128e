/** How Keepit is reached: a client for each of its regions. */
import { DEFAULT_LIMITS, Pace, type RegionLimits } from '../limits.ts';
import { KeepitClient, type KeepitRegion, type KeepitTimeouts } from './client.ts';

export interface KeepitAccess {
  /** By the name that a line's `source.region` carries, for example `dk-co`. */
  regions: Readonly<Record<string, KeepitRegion & Partial<RegionLimits>>>;
  /** Names us to the vendor, for example `OrderSaga/1.0 (ops@example.com)`. */
  userAgent: string;
  /** Replaces the default of a call. In sum a creation must end before whoever calls the adapter gives up. */
  timeoutMs?: Partial<KeepitTimeouts>;
  /** Of an answer; default 100 kB, which is read in one go. The list of our children may be longer. */
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
const MAX_REPLY_BYTES = 100_000;

/** By the region's name. @throws VendorMisconfigured if a region's base URL is unfit. */
export function keepitClients(access: KeepitAccess): Map<string, KeepitClient> {
  const options = {
    userAgent: access.userAgent,
    timeoutMs: { ...TIMEOUTS, ...access.timeoutMs },
    maxReplyBytes: access.maxReplyBytes ?? MAX_REPLY_BYTES,
  };
  return new Map(
    Object.entries(access.regions).map(([name, region]) => {
      const pace = new Pace(region.callsPerSecond ?? DEFAULT_LIMITS.callsPerSecond);
      return [name, new KeepitClient(region, { ...options, pace })];
    }),
  );
}
