/** The undo stack of a saga. */
import { CancellationScope, log } from '@temporalio/workflow';

interface Step {
  name: string;
  run: () => Promise<void>;
}

/**
 * Remembers how to undo each step. Register the undo *before* its step and under our own key: a step whose reply was
 * lost may still have happened, so an undo must succeed on "nothing there".
 */
export class UndoStack {
  #steps: Step[] = [];

  /** @returns how to take the undo off again, once it is certain that the step has not happened. */
  onFailure(name: string, run: () => Promise<void>): () => void {
    const step = { name, run };
    this.#steps.push(step);
    return () => {
      this.#steps = this.#steps.filter((other) => other !== step);
    };
  }

  /**
   * Undoes everything, last step first, whatever is cancelled meanwhile. One undo that fails does not stop the others.
   * @returns the names of those that failed; they stay on the stack, so that calling again tries just them.
   */
  async undoAll(): Promise<string[]> {
    return CancellationScope.nonCancellable(async () => {
      const left: Step[] = [];
      for (const step of this.#steps.reverse()) {
        try {
          await step.run();
        } catch (error) {
          log.error('an undo step failed', { step: step.name, error: String(error) });
          left.unshift(step);
        }
      }
      this.#steps = left;
      return left.map((step) => step.name);
    });
  }
}
