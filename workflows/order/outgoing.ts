/** One mail at a time, on its way while the wait goes on: a mail server that is down must not delay an answer. */
import { CancellationScope } from '@temporalio/workflow';

type Settled<T> = { sent: T } | { failure: unknown };

export class Outgoing<T> {
  #scope: CancellationScope | undefined;
  #running: Promise<void> | undefined;
  #settled: Settled<T> | undefined;

  get busy(): boolean {
    return this.#running !== undefined;
  }

  /** Whether there is a result to {@link take}. */
  get settled(): boolean {
    return this.#settled !== undefined;
  }

  /** Starts sending; {@link stop} whatever was on its way before. */
  start(send: () => Promise<T>): void {
    const scope = new CancellationScope();
    this.#scope = scope;
    this.#settled = undefined;
    this.#running = scope.run(send).then(
      (sent) => {
        this.#settled = { sent };
      },
      (failure: unknown) => {
        this.#settled = { failure };
      },
    );
  }

  /** The result, once. */
  take(): Settled<T> | undefined {
    const settled = this.#settled;
    this.#settled = undefined;
    this.#running = undefined;
    return settled;
  }

  /**
   * Cancels what is on its way and waits until it has ended, so that nothing is sent after this.
   * @returns what came of it, if it had ended before it could be cancelled.
   */
  async stop(): Promise<Settled<T> | undefined> {
    this.#scope?.cancel();
    await this.#running;
    return this.take();
  }
}
