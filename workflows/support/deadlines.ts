/** One timer at a time for the next thing that is due. */
import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';

/**
 * An alarm clock. It is not stopped when it is no longer needed: a timer that is left behind ends with the workflow
 * and costs nothing, whereas cancelling it is one more event in every order's history.
 */
export class Alarm {
  #scope: CancellationScope | undefined;
  #at: number | undefined;
  #rang = false;

  /** Whether the time last set has come. */
  get rang(): boolean {
    return this.#rang;
  }

  /** The time last set (epoch milliseconds); what rings counts as being that late, whatever the clock's rounding. */
  get at(): number {
    return this.#at ?? Number.NEGATIVE_INFINITY;
  }

  /** Sets the alarm to an instant (epoch milliseconds); a past one rings at once. The same instant again is no change. */
  set(at: number, summary: string): void {
    if (this.#at === at) return;
    this.#scope?.cancel();
    const scope = new CancellationScope();
    this.#scope = scope;
    this.#at = at;
    this.#rang = false;
    scope
      .run(() => sleep(Math.max(1, at - Date.now()), { summary }))
      .then(
        () => {
          if (this.#scope === scope) this.#rang = true;
        },
        (error: unknown) => {
          if (!isCancellation(error)) throw error;
        },
      );
  }
}
