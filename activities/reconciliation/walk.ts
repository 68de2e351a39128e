/** A long way in small steps: a worker that dies on it is noticed within a minute, and another goes on where it was. */
import { Context } from '@temporalio/activity';

/** Well within the heartbeat time-out; see `workflows/reconciliation/calls.ts`. */
const HEARTBEAT_MS = 10_000;

export interface Walk<Position> {
  /** Where the way goes on. */
  position: Position;
  /** A step has been taken, and is not taken again. */
  reach(position: Position): void;
  /** Aborted when the activity is cancelled, or given to another worker. */
  signal: AbortSignal;
}

/** Runs a way from where the last attempt had come to, or from its start. */
export async function walking<Position, T>(start: Position, way: (walk: Walk<Position>) => Promise<T>): Promise<T> {
  const { info, heartbeat, cancellationSignal: signal } = Context.current();
  const walk: Walk<Position> = {
    position: (info.heartbeatDetails as Position | undefined) ?? start,
    reach(position) {
      walk.position = position;
      heartbeat(position);
      // A worker that was stopped for long may hear only here that somebody else is on the way by now.
      signal.throwIfAborted();
    },
    signal,
  };
  const timer = setInterval(() => heartbeat(walk.position), HEARTBEAT_MS);
  try {
    return await way(walk);
  } finally {
    clearInterval(timer);
  }
}
