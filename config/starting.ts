/** How a program starts beside parts that are not there yet, and when it is to end. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Thrown when a part has not come within its time, with the last reason. */
export class StillAway extends Error {
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
  seconds: number;
  stop: AbortSignal;
  /** Told once, when there is something to wait for. */
  say: (line: string) => void;
}

/**
 * Tries until the part is there, once a second.
 * @throws StillAway when the time is over; the signal's reason as soon as it is aborted; what `connect` throws otherwise.
 */
export async function waitFor<T>(connect: () => Promise<T>, { what, isAway, seconds, stop, say }: Waiting): Promise<T> {
  let reason = 'It does not answer.';
  let said = false;
  const sayOnce = () => {
    if (!said) say(`Waiting up to ${seconds} s for ${what}. ${reason}`);
    said = true;
  };
  const over = new AbortController();
  const timers = [
    // For a part that is silent, so that no try fails.
    setTimeout(sayOnce, 3 * LOOK_EVERY_MS),
    setTimeout(() => over.abort(new StillAway(`Waited ${seconds} s in vain for ${what}. ${reason}`)), seconds * 1000),
  ];
  const end = AbortSignal.any([stop, over.signal]);
  const ended = new Promise<never>((_, reject) => {
    end.addEventListener('abort', () => reject(end.reason), { once: true });
  });
  ended.catch(() => undefined);
  try {
    for (;;) {
      end.throwIfAborted();
      try {
        return await Promise.race([connect(), ended]);
      } catch (error) {
        if (end.aborted || !isAway(error)) throw error;
        reason = (error as Error).message;
        sayOnce();
      }
      await Promise.race([sleep(LOOK_EVERY_MS), ended]);
    }
  } finally {
    for (const timer of timers) clearTimeout(timer);
  }
}

/** Aborted at the first SIGINT or SIGTERM, with {@link Stopped}. */
export function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort(new Stopped(signal)));
  return stop.signal;
}
