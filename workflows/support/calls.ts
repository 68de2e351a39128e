/**
 * How activities are called. Each call has a first try that is quick and quiet; if that fails in a way that may pass,
 * the same call goes on with a long retry policy, where operators see it pending with its last failure.
 *
 * The first try is a *local* activity, one event instead of six, only where a workflow task that is lost after the call
 * cannot lead the order elsewhere: local activities run before their task is written, and so before an accepted Update
 * or whatever else arrived with it. Where the call makes a decision come true (creating, ending, undoing), the first
 * try is *durable*, a regular activity: the decision is in the history before anything happens outside.
 */
import {
  ActivityCancellationType,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  sleep,
} from '@temporalio/workflow';
import type { Activities } from '../../activities/index.ts';
import { isRefusal, knownFailureIn, thrownIn } from './failures.ts';

export type ActivityName = keyof Activities;
type Input<N extends ActivityName> = Parameters<Activities[N]>[0];
type Output<N extends ActivityName> = Awaited<ReturnType<Activities[N]>>;

/** How long a call may take, all retries included, before the saga decides what to do without it. */
const PATIENCE = {
  /** The vendor creates or activates: after that an operator decides. */
  hours: '4 hours',
  /** Undo, which must succeed in the end. */
  days: '3 days',
  /** A mail during a wait that has a deadline of its own: it is cancelled from outside. */
  wait: '400 days',
  /** Our own database and mail server: they come back, and nothing can be decided without them. */
  always: undefined,
} as const;

export interface CallOptions<I> {
  /** What operators read beside the call in the Temporal UI. */
  summary: string;
  first: 'local' | 'durable';
  patience: keyof typeof PATIENCE;
  /** How soon a dead worker is noticed, for calls that heartbeat. */
  heartbeat?: '10 seconds' | '1 minute';
  /** `true` for a call that watches something for hours. */
  watching?: boolean;
  /** Called with the first try's failure, before the long call starts. */
  onTrouble?: (failure: unknown) => void;
  /** What the long call is given, if it is something else. */
  again?: () => I;
}

// Without it the undo may run before the step has ended.
const cancellationType = ActivityCancellationType.WAIT_CANCELLATION_COMPLETED;

const local = proxyLocalActivities<Activities>({
  // Short, because the workflow's task waits for it, and with it whoever sent the message that led here.
  startToCloseTimeout: '2 seconds',
  retry: { maximumAttempts: 1 },
  cancellationType,
});

const ONE_ATTEMPT = '30 seconds';

const durable = proxyActivities<Activities>({
  startToCloseTimeout: ONE_ATTEMPT,
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '5 minutes' },
  cancellationType,
});

/**
 * Calls an activity. @throws ApplicationFailure for a refusal; ActivityFailure when patience ran out; CancelledFailure
 * when the scope was cancelled and the call has ended.
 */
export async function call<N extends ActivityName>(
  name: N,
  input: Input<N>,
  { summary, first, patience, heartbeat, watching, onTrouble, again }: CallOptions<Input<N>>,
): Promise<Output<N>> {
  const limits = { summary, heartbeatTimeout: heartbeat, startToCloseTimeout: watching ? '4 hours' : ONE_ATTEMPT };
  try {
    return first === 'local'
      ? await run<Output<N>>(local[name], { summary }, input)
      : await run<Output<N>>(durable[name], { ...limits, retry: { maximumAttempts: 1 } }, input);
  } catch (failure) {
    if (isCancellation(failure)) throw failure;
    if (isRefusal(failure)) throw thrownIn(failure);
    onTrouble?.(failure);
    const wait = retryAfterIn(failure);
    if (wait !== undefined) await sleep(wait, { summary: 'As long as the other side asked' });
  }
  try {
    const long = again?.() ?? input;
    return await run<Output<N>>(durable[name], { ...limits, scheduleToCloseTimeout: PATIENCE[patience] }, long);
  } catch (failure) {
    throw isRefusal(failure) ? thrownIn(failure) : failure;
  }
}

function retryAfterIn(failure: unknown): number | undefined {
  const known = knownFailureIn(failure);
  return known?.type === 'VendorUnavailable' ? known.details[0]?.retryAfterMs : undefined;
}

// The proxies type each activity by its own signature; one call site for all needs the common shape.
function run<O>(activity: unknown, options: object, input: unknown): Promise<O> {
  return (activity as { executeWithOptions(options: object, args: unknown[]): Promise<O> }).executeWithOptions(
    options,
    [input],
  );
}
