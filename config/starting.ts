/** How a program starts beside parts that are not there yet, and when it is to end. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Thrown when a part has not come within its time, with the last reason. */
class StillAway extends Error {
  override readonly name = 'StillAway';
}

/** Thrown when a program is told to end before it has begun. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

const LOOK_EVERY_MS = 1000;

export interface Waiting {
  /** The part, such as `the database`. */
  what: string;
  /** Whether a failure means that the part is away; any other one is thrown at once. */
  isAway: (error: unknown) => boolean;
  /** After which nothing new is tried. A try in hand is not cut short: it may have work to do. */
  seconds: number;
  /** For a part that may be silent: how long it has to answer one try. */
  answerSeconds?: number;
  stop: AbortSignal;
  /** Told once, when there is something to wait for. */
  say: (line: string) => void;
}

/**
 * Tries until the part is there, about once a second.
 * @throws StillAway when the time is over; the signal's reason as soon as it is aborted; what `connect` throws otherwise.
 */
export async function waitFor<T>(connect: () => Promise<T>, waiting: Waiting): Promise<T> {
  const { what, isAway, seconds, answerSeconds, stop, say } = waiting;
  const deadline = Date.now() + seconds * 1000;
  const stopped = new Promise<never>((_, reject) => {
    stop.addEventListener('abort', () => reject(stop.reason), { once: true });
  });
  stopped.catch(() => undefined);
  for (let tries = 1; ; tries++) {
    stop.throwIfAborted();
    try {
      return await Promise.race([connect(), stopped, ...(answerSeconds ? [silence(answerSeconds)] : [])]);
    } catch (error) {
      if (stop.aborted || !(error instanceof Silence || isAway(error))) throw error;
      const { message } = error as Error;
      if (Date.now() + LOOK_EVERY_MS > deadline) {
        throw new StillAway(`Waited ${seconds} s in vain for ${what}. ${message}`, { cause: error });
      }
      if (tries === 1) say(`Waiting up to ${seconds} s for ${what}. ${message}`);
    }
    await Promise.race([sleep(LOOK_EVERY_MS), stopped]);
  }
}

class Silence extends Error {}

async function silence(seconds: number): Promise<never> {
  await sleep(seconds * 1000, undefined, { ref: false });
  throw new Silence('It does not answer.');
}

/** Aborted at the first SIGINT or SIGTERM, with {@link Stopped}. */
export function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort(new Stopped(signal)));
  return stop.signal;
}
