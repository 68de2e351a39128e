/** The undo stack of a saga. */
import { CancellationScope, log, rootCause } from '@temporalio/workflow';
import type { Leftover } from '../contract/causes.ts';

interface Step {
  removes: Leftover;
  run: () => Promise<void>;
}

export interface UndoChoice {
  /** Which steps; absent: all. */
  which?: ((removes: Leftover) => boolean) | undefined;
  /** Side by side, so that a vendor that is away keeps no credit reserved; or one by one, as orders of rules 1 have it. */
  together: boolean;
}

export interface Undone {
  /** What could not be undone, in the order in which it was done. */
  leftovers: Leftover[];
  /** Why not, for operators. */
  failures: string[];
}

/**
 * Remembers how to undo each step. Register the undo *before* its step and under our own key: a step whose reply was
 * lost may still have happened, so an undo must succeed on "nothing there".
 */
export class UndoStack {
  #steps: Step[] = [];

  /**
   * The same thing has one undo: whoever registers it again replaces the one before.
   * @returns how to take the undo off again, once it is certain that the step has not happened.
   */
  onFailure(removes: Leftover, run: () => Promise<void>): () => void {
    const step = { removes, run };
    this.#steps = [...this.#steps.filter((other) => !isSame(other.removes, removes)), step];
    return () => {
      this.#steps = this.#steps.filter((other) => other !== step);
    };
  }

  /** Whether something of that kind may have to be undone. */
  has(kind: Leftover['kind']): boolean {
    return this.#steps.some(({ removes }) => removes.kind === kind);
  }

  /**
   * Undoes, last step first, whatever is cancelled meanwhile. One undo that fails does not stop the others, and stays on the
   * stack, so that calling again tries just that.
   */
  async undo({ which = () => true, together }: UndoChoice): Promise<Undone> {
    return CancellationScope.nonCancellable(async () => {
      const chosen = this.#steps.filter(({ removes }) => which(removes)).reverse();
      const failed: { step: Step; why: string }[] = [];
      const attempt = async (step: Step) => {
        try {
          await step.run();
          this.#steps = this.#steps.filter((other) => other !== step);
        } catch (error) {
          log.error('an undo step failed', { ...step.removes, error: String(error) });
          failed.push({ step, why: rootCause(error) ?? String(error) });
        }
      };
      if (together) await Promise.all(chosen.map(attempt));
      else for (const step of chosen) await attempt(step);
      const left = this.#steps.filter((step) => failed.some((other) => other.step === step));
      return { leftovers: left.map(({ removes }) => removes), failures: failed.map(({ why }) => why) };
    });
  }
}

function isSame(one: Leftover, other: Leftover): boolean {
  const lineOf = (leftover: Leftover) => ('lineId' in leftover ? leftover.lineId : undefined);
  return one.kind === other.kind && lineOf(one) === lineOf(other);
}
