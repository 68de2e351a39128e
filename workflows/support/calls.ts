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
  ActivityFailure,
  ApplicationFailure,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  sleep,
} from '@temporalio/workflow';
import type { Activities, Trouble } from '../../activities/index.ts';

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

export interface CallOptions {
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
}

// Without it the undo may run before the step has ended.
const cancellationType = ActivityCancellationType.WAIT_CANCELLATION_COMPLETED;

const local = proxyLocalActivities<Activities>({
  // Short, because the workflow's task waits for it, and with it whoever sent the message that led here.
  startToCloseTimeout: '2 seconds',
  retry: { maximumAttempts: 1 },
  cancellationType,
});

const durable = proxyActivities<Activities>({
  startToCloseTimeout: '30 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '5 minutes' },
  cancellationType,
});

/**
 * Calls an activity; the input may depend on what went wrong at the first try (`undefined` then). @throws ApplicationFailure for a refusal; ActivityFailure when patience ran out;
 * CancelledFailure when the scope was cancelled and the call has ended.
 */
export async function call<N extends ActivityName>(
  name: N,
  input: Input<N> | ((trouble: unknown) => Input<N>),
  options: CallOptions,
): Promise<Output<N>> {
  const inputOf = typeof input === 'function' ? (input as (trouble: unknown) => Input<N>) : () => input;
  const { summary } = options;
  const limits = {
    summary,
    ...(options.heartbeat === undefined ? {} : { heartbeatTimeout: options.heartbeat }),
    ...(options.watching ? { startToCloseTimeout: '4 hours' } : {}),
  };
  let trouble: unknown;
  try {
    return options.first === 'local'
      ? await run<Output<N>>(local[name], { summary }, inputOf(undefined))
      : await run<Output<N>>(durable[name], { ...limits, retry: { maximumAttempts: 1 } }, inputOf(undefined));
  } catch (failure) {
    if (isCancellation(failure) || refusalOf(failure)) throw refusalOf(failure) ?? failure;
    trouble = failure;
    options.onTrouble?.(failure);
    const wait = troubleIn(failure)?.retryAfterMs;
    if (wait !== undefined) await sleep(wait, { summary: 'As long as the other side asked' });
  }
  try {
    const patience = PATIENCE[options.patience];
    return await run<Output<N>>(
      durable[name],
      {
        ...limits,
        ...(patience === undefined ? {} : { scheduleToCloseTimeout: patience }),
      },
      inputOf(trouble),
    );
  } catch (failure) {
    throw refusalOf(failure) ?? failure;
  }
}

/** The refusal inside a failure: an answer that no retry will change. */
export function refusalOf(failure: unknown): ApplicationFailure | undefined {
  const inner = applicationFailureIn(failure);
  return inner?.nonRetryable ? inner : undefined;
}

/** What the activity threw, or `undefined` for a timeout. A local activity throws it bare. */
export function applicationFailureIn(failure: unknown): ApplicationFailure | undefined {
  const inner = failure instanceof ActivityFailure ? failure.cause : failure;
  return inner instanceof ApplicationFailure ? inner : undefined;
}

/** What a failure that may pass says to the next call. */
export function troubleIn(failure: unknown): Trouble | undefined {
  return applicationFailureIn(failure)?.details?.[0] as Trouble | undefined;
}

// The proxies type each activity by its own signature; one call site for all needs the common shape.
function run<O>(activity: unknown, options: object, input: unknown): Promise<O> {
  return (activity as { executeWithOptions(options: object, args: unknown[]): Promise<O> }).executeWithOptions(
    options,
    [input],
  );
}
