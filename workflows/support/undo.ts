/** The undo stack of a saga. */
import { CancellationScope, log } from '@temporalio/workflow';
import type { Leftover } from '../contract/causes.ts';

interface Step {
  removes: Leftover;
  run: () => Promise<void>;
}

/**
 * Remembers how to undo each step. Register the undo *before* its step and under our own key: a step whose reply was
 * lost may still have happened, so an undo must succeed on "nothing there".
 */
export class UndoStack {
  #steps: Step[] = [];

  /** @returns how to take the undo off again, once it is certain that the step has not happened. */
  onFailure(removes: Leftover, run: () => Promise<void>): () => void {
    const step = { removes, run };
    this.#steps.push(step);
    return () => {
      this.#steps = this.#steps.filter((other) => other !== step);
    };
  }

  /**
   * Undoes everything, last step first, whatever is cancelled meanwhile. One undo that fails does not stop the others.
   * @returns what is left over; its undo stays on the stack, so that calling again tries just that.
   */
  async undoAll(): Promise<Leftover[]> {
    return CancellationScope.nonCancellable(async () => {
      const left: Step[] = [];
      for (const step of this.#steps.reverse()) {
        try {
          await step.run();
        } catch (error) {
          log.error('an undo step failed', { ...step.removes, error: String(error) });
          left.unshift(step);
        }
      }
      this.#steps = left;
      return left.map((step) => step.removes);
    });
  }
}
