import { setTimeout as sleep } from 'node:timers/promises';

/** Thrown by a probe of {@link until} when asking again is of no use. */
export class InVain extends Error {
  override readonly name = 'InVain';
}

/** Asks again until the answer is something. @throws with the last refusal if that takes longer than `within` ms. */
export async function until<T>(
  what: string,
  probe: () => Promise<T | undefined | false> | T | undefined | false,
  within = 90_000,
): Promise<T> {
  const deadline = Date.now() + within;
  let last: unknown;
  for (;;) {
    try {
      const answer = await probe();
      if (answer) return answer;
    } catch (error) {
      if (error instanceof InVain) throw error;
      last = error;
    }
    if (Date.now() > deadline) {
      throw new Error(`waited ${within / 1000} s in vain: ${what}${last === undefined ? '' : ` (${last})`}`);
    }
    await sleep(50);
  }
}
