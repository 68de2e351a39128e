/**
 * Token buckets in memory. They are per process: n processes together let n times as much through, which is enough
 * against floods and guessing. Exact limits across processes belong into the reverse proxy.
 */

/** So many keys at most; the least recently used one is forgotten first, so an attacker cannot fill the memory. */
const MOST_KEYS = 10_000;

export interface RateLimit {
  /** Takes one; `undefined` if there was one, else the whole seconds until there will be. */
  take(key: string): number | undefined;
}

/** At most `burst` at once for each key, refilled at `perMinute`. */
export function rateLimit(options: { burst: number; perMinute: number; now: () => number }): RateLimit {
  const { burst, perMinute, now } = options;
  const buckets = new Map<string, { left: number; at: number }>();
  const perMillisecond = perMinute / 60_000;
  return {
    take(key) {
      const at = now();
      const before = buckets.get(key) ?? { left: burst, at };
      const left = Math.min(burst, before.left + Math.max(0, at - before.at) * perMillisecond);
      const enough = left >= 1;
      buckets.delete(key);
      buckets.set(key, { left: enough ? left - 1 : left, at });
      if (buckets.size > MOST_KEYS) buckets.delete(buckets.keys().next().value as string);
      return enough ? undefined : Math.max(1, Math.ceil((1 - left) / perMillisecond / 1000));
    },
  };
}
