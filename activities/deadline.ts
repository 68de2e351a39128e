/**
 * An attempt has an end, after which somebody else may be at the same work or the order may have gone another way. Code
 * that waited for a slow server, or whose process was stopped, does not notice by itself; so it asks before each effect.
 */
import { Context } from '@temporalio/activity';

/** Thrown instead of an effect that would come too late. Whatever is still wanted is done by the next attempt. */
class AttemptOver extends Error {
  override readonly name = 'AttemptOver';
}

/** When each attempt under way began, in milliseconds since the epoch. */
const began = new WeakMap<Context, number>();

/**
 * Notes the beginning of an attempt; called first in every activity that asks {@link beforeEffect}. The SDK (1.24) tells
 * when an attempt was scheduled and not when it began, and between the two it may have waited for a free worker.
 */
export function attemptBegins(): void {
  began.set(Context.current(), Date.now());
}

/**
 * Called right before each effect: a mail, a write of the record, an entry of the ledger.
 * @throws AttemptOver after the attempt's time is up; CancelledFailure once the attempt is cancelled.
 */
export function beforeEffect(): void {
  const context = Context.current();
  if (context.cancellationSignal.aborted) throw context.cancellationSignal.reason;
  if (Date.now() >= endOf(context)) throw new AttemptOver('this attempt came too late to do anything');
}

/** Milliseconds that the attempt has left; negative when it is over. */
export function timeLeft(): number {
  return endOf(Context.current()) - Date.now();
}

function endOf(context: Context): number {
  return (began.get(context) ?? Date.now()) + context.info.startToCloseTimeoutMs;
}
