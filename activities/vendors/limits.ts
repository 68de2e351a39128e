/**
 * How much of a vendor's data centre one worker process uses, and how much of the process a vendor may take up: so that one
 * that hangs, or a rush of orders, leaves mails and answers what they need.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { VendorUnavailable } from './port.ts';

/** What a process asks of one data centre. */
export interface RegionLimits {
  callsPerSecond: number;
  /** Lines for which something is done at the same time. */
  linesAtOnce: number;
}

export const DEFAULT_LIMITS: RegionLimits = { callsPerSecond: 200, linesAtOnce: 20 };

/** Lines that wait until one of those has ended; further ones are told at once to come back later. */
export const LINES_WAITING = 200;

/** A creation that begins later would not be over when the attempt at it is (`workflows/support/calls.ts`). */
const PATIENCE_MS = 10_000;

/** A clock, and how to wait by it. */
export interface Clock {
  now: () => number;
  sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

const CLOCK: Clock = { now: () => performance.now(), sleep: sleepUnlessAborted };

/** Lets calls begin one after another, so many a second; a few at once after a pause. */
export class Pace {
  readonly #interval: number;
  readonly #clock: Clock;
  #next = Number.NEGATIVE_INFINITY;

  constructor(callsPerSecond: number, clock = CLOCK) {
    this.#interval = 1000 / callsPerSecond;
    this.#clock = clock;
  }

  /** Resolves when the next call may begin. @throws the signal's reason */
  async turn(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const now = this.#clock.now();
    // What one order needs comes without a pause between.
    const turn = Math.max(this.#next, now - 4 * this.#interval);
    this.#next = turn + this.#interval;
    if (turn > now) await this.#clock.sleep(turn - now, signal);
  }
}

/** So many at a time, in the order in which they came. */
export class Places {
  readonly #atOnce: number;
  readonly #patienceMs: number;
  readonly #waiting = new Set<() => void>();
  #taken = 0;

  constructor(atOnce: number, patienceMs = PATIENCE_MS) {
    this.#atOnce = atOnce;
    this.#patienceMs = patienceMs;
  }

  /** Does something as soon as there is a place. @throws VendorUnavailable if there is none; the signal's reason; as `act` */
  async within<T>(signal: AbortSignal, act: () => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    if (this.#taken < this.#atOnce) this.#taken++;
    else await this.#handedOver(signal);
    try {
      return await act();
    } finally {
      const next = this.#waiting.values().next().value;
      if (next) next();
      else this.#taken--;
    }
  }

  /** Waits for a place that somebody leaves. */
  async #handedOver(signal: AbortSignal): Promise<void> {
    if (this.#waiting.size >= LINES_WAITING) throw new VendorUnavailable('too many lines wait for the vendor already');
    const patience = AbortSignal.timeout(this.#patienceMs);
    await new Promise<void>((resolve, reject) => {
      const until = AbortSignal.any([signal, patience]);
      const taken = () => {
        until.removeEventListener('abort', leave);
        this.#waiting.delete(taken);
        resolve();
      };
      const leave = () => {
        this.#waiting.delete(taken);
        reject(signal.aborted ? signal.reason : new VendorUnavailable('other lines keep the vendor busy'));
      };
      until.addEventListener('abort', leave, { once: true });
      this.#waiting.add(taken);
    });
  }
}

function sleepUnlessAborted(milliseconds: number, signal: AbortSignal): Promise<void> {
  return sleep(milliseconds, undefined, { signal }).catch(() => signal.throwIfAborted());
}
