/** One attempt at an activity: alive while the server waits for it, and over when it does not any more. */
import { Context } from '@temporalio/activity';
import { VendorUnavailable } from './port.ts';

/** Well within the time after which the server takes a worker for dead; see `workflows/support/steps.ts`. */
const HEARTBEAT_MS = 3000;

/**
 * The attempt that runs now. A worker that was frozen, or lost its server, may go on with an attempt that the server has
 * given up, when another attempt or the undo has long been: so a side effect that must not come late asks first.
 */
export class Attempt {
  /** Aborted when the activity is cancelled, and when the attempt's time is over. */
  readonly signal: AbortSignal;
  /** When the attempt's time is over (epoch milliseconds). */
  readonly deadline: number;
  readonly #heartbeatTimeout: number;
  readonly #timer: NodeJS.Timeout;
  #beatAt: number;
  #missed = false;

  /** Heartbeats until {@link end}, so that a worker that dies is noticed in seconds, and another one takes over. */
  constructor() {
    const { info, cancellationSignal, heartbeat } = Context.current();
    const now = Date.now();
    this.deadline = now + info.startToCloseTimeoutMs;
    this.signal = AbortSignal.any([cancellationSignal, AbortSignal.timeout(info.startToCloseTimeoutMs)]);
    this.#heartbeatTimeout = info.heartbeatTimeoutMs ?? Number.POSITIVE_INFINITY;
    this.#beatAt = now;
    // Picked up long after it was scheduled: the worker may have been frozen with it, and the server says so in its reply.
    if (now - info.currentAttemptScheduledTimestampMs > this.#heartbeatTimeout) heartbeat();
    this.#timer = setInterval(() => {
      this.#noteSilence();
      this.#beatAt = Date.now();
      heartbeat();
    }, HEARTBEAT_MS);
  }

  /** Whether the server has, or may have, given the attempt up: nothing may be started any more. */
  get isOver(): boolean {
    this.#noteSilence();
    return this.#missed || this.signal.aborted || Date.now() >= this.deadline;
  }

  /** @throws the reason of a cancellation; VendorUnavailable if the attempt is over, since another one may follow */
  assertNotOver(): void {
    Context.current().cancellationSignal.throwIfAborted();
    if (this.isOver) throw new VendorUnavailable('this attempt is over: the worker was away for too long');
  }

  end(): void {
    clearInterval(this.#timer);
  }

  /** A heartbeat that was late once is late for good: the server does not wait again. */
  #noteSilence(): void {
    if (Date.now() - this.#beatAt >= this.#heartbeatTimeout) this.#missed = true;
  }
}
