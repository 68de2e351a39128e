/** Lines that wait until their vendor has activated them, looked at together: what that costs must not grow with them. */
import { type SubscriptionReference, type VendorSubscription, VendorUnavailable } from './port.ts';
import type { VendorRegistry } from './registry.ts';

/** Lines that one look takes; the others come with the next ones, whoever waits longest first. */
const LINES_A_LOOK = 50;

/** Lines that a worker process watches; further ones are told to come back later. */
export const LINES_WATCHED = 500;

type Shown = Promise<VendorSubscription | undefined>;

interface Waiting {
  reference: SubscriptionReference;
  signal: AbortSignal;
  /** Tells what a look shows. Called when that look begins. */
  show: (shown: Shown) => void;
}

/** The lines of one vendor's data centre. */
interface Region {
  waiting: Set<Waiting>;
  looking: boolean;
  /** When the last look began, by the clock that nobody sets. */
  lookedAt: number;
  next: NodeJS.Timeout | undefined;
}

/**
 * One look a region and interval, in which all lines are asked about at once, so that they share what the adapter can share.
 * A line takes part only in looks that begin after it has come: so none is told what was so before it was created.
 */
export class ActivationLooks {
  readonly #vendors: VendorRegistry;
  readonly #intervalMs: number;
  readonly #regions = new Map<string, Region>();
  #watched = 0;

  constructor(vendors: VendorRegistry, intervalMs: number) {
    this.#vendors = vendors;
    this.#intervalMs = intervalMs;
  }

  /**
   * Has a line watched by `watch`, unless too many are.
   * @throws VendorUnavailable; as `watch`
   */
  async watching<T>(watch: () => Promise<T>): Promise<T> {
    if (this.#watched >= LINES_WATCHED) throw new VendorUnavailable('too many lines wait to become active already');
    this.#watched++;
    try {
      return await watch();
    } finally {
      this.#watched--;
    }
  }

  /** What the next look shows of a line. @throws as the adapter's `find`; the signal's reason */
  async next(reference: SubscriptionReference, signal: AbortSignal): Shown {
    signal.throwIfAborted();
    const region = this.#regionOf(reference);
    return new Promise((resolve, reject) => {
      const leave = () => {
        region.waiting.delete(waiting);
        reject(signal.reason);
      };
      const show = (shown: Shown) => {
        signal.removeEventListener('abort', leave);
        resolve(shown);
      };
      const waiting: Waiting = { reference, signal, show };
      signal.addEventListener('abort', leave, { once: true });
      region.waiting.add(waiting);
      this.#schedule(region);
    });
  }

  #regionOf({ source: { vendor, region } }: SubscriptionReference): Region {
    const name = JSON.stringify([vendor, region]);
    const known = this.#regions.get(name);
    if (known) return known;
    const made: Region = { waiting: new Set(), looking: false, lookedAt: Number.NEGATIVE_INFINITY, next: undefined };
    this.#regions.set(name, made);
    return made;
  }

  #schedule(region: Region): void {
    if (region.looking || region.next !== undefined || region.waiting.size === 0) return;
    const rest = region.lookedAt + this.#intervalMs - performance.now();
    region.next = setTimeout(() => this.#look(region), Math.max(0, rest));
  }

  async #look(region: Region): Promise<void> {
    region.next = undefined;
    region.lookedAt = performance.now();
    region.looking = true;
    const lines = Array.from(region.waiting).slice(0, LINES_A_LOOK);
    await Promise.allSettled(
      lines.map((line) => {
        region.waiting.delete(line);
        const shown = this.#find(line);
        line.show(shown);
        return shown;
      }),
    );
    region.looking = false;
    this.#schedule(region);
  }

  async #find({ reference, signal }: Waiting): Shown {
    return this.#vendors.get(reference.source.vendor).find(reference, signal);
  }
}
