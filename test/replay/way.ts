/** The way that an order went through the saga, as its history shows it. */
import { holdIn as readHold } from '../../activities/earlier-inputs.ts';

/** The part of a history's JSON that is looked into; payloads are JSON in base64. */
export interface History {
  events: {
    workflowExecutionStartedEventAttributes?: { input: Payloads };
    markerRecordedEventAttributes?: { markerName: string; details: { data: Payloads } };
    activityTaskScheduledEventAttributes?: { activityType: { name: string }; input: Payloads };
    workflowExecutionUpdateAcceptedEventAttributes?: { acceptedRequest: { input: { name: string } } };
    workflowExecutionSignaledEventAttributes?: { signalName: string };
    workflowExecutionCancelRequestedEventAttributes?: object;
    workflowExecutionCompletedEventAttributes?: { result: Payloads };
    workflowExecutionCanceledEventAttributes?: object;
    workflowExecutionFailedEventAttributes?: object;
    workflowExecutionTerminatedEventAttributes?: object;
  }[];
}

interface Payloads {
  payloads: { data: string }[];
}

export interface Way {
  /** How many lines, and where the administrator's details come from, such as `2 lines, email`. */
  order: string;
  /** The activities that were called, in order; a call that was not made locally is `name (durable)`. */
  calls: string[];
  /** Why the order was held, each time. */
  holds: string[];
  /** The messages that were taken, each with the call before it: an update that is refused leaves no event. */
  messages: { name: string; after: string }[];
  /** The order's last state with its cause, or how the workflow itself ended. */
  end: string;
}

/** What a cancellation of the workflow itself is called among the messages. */
export const WORKFLOW_CANCELLED = 'the workflow is cancelled';

export function wayOf({ events }: History): Way {
  const way: Way = { order: '', calls: [], holds: [], messages: [], end: '' };
  const message = (name: string) => way.messages.push({ name, after: way.calls.at(-1) ?? 'the start' });
  for (const event of events) {
    const started = event.workflowExecutionStartedEventAttributes;
    if (started) way.order = orderIn(started.input);
    // Local activities; the other markers are those of changed code (`patched`).
    const marker = event.markerRecordedEventAttributes;
    if (marker?.markerName === 'core_local_activity')
      way.calls.push(first<{ activity_type: string }>(marker.details.data).activity_type);
    const scheduled = event.activityTaskScheduledEventAttributes;
    if (scheduled) {
      const { name } = scheduled.activityType;
      way.calls.push(`${name} (durable)`);
      if (name === 'holdOrder') way.holds.push(holdIn(scheduled.input).hold.cause);
    }
    const update = event.workflowExecutionUpdateAcceptedEventAttributes;
    if (update) message(update.acceptedRequest.input.name);
    const signal = event.workflowExecutionSignaledEventAttributes;
    if (signal) message(signal.signalName);
    if (event.workflowExecutionCancelRequestedEventAttributes) message(WORKFLOW_CANCELLED);
    const completed = event.workflowExecutionCompletedEventAttributes;
    if (completed) {
      const { state, cause } = first<{ state: string; cause?: string }>(completed.result);
      way.end = cause === undefined ? state : `${state}: ${cause}`;
    }
    if (event.workflowExecutionCanceledEventAttributes) way.end = 'workflow cancelled';
    if (event.workflowExecutionFailedEventAttributes) way.end = 'workflow failed';
    if (event.workflowExecutionTerminatedEventAttributes) way.end = 'still under way';
  }
  return way;
}

/** In one line, for the name of a test. */
export function inWords({ order, holds, messages, end }: Way): string {
  const held = holds.length > 0 ? `; held: ${holds.join(', ')}` : '';
  const names = new Set(messages.map(({ name }) => name));
  const taken = names.size > 0 ? `; ${[...names].join(', ')}` : '';
  return `${order}${taken}${held}; ${end}`;
}

/** Read as the activity reads it, which also knows the inputs of earlier releases. */
function holdIn(input: Payloads) {
  return readHold(first<Parameters<typeof readHold>[0]>(input));
}

function orderIn(input: Payloads): string {
  const { lines, administrator } = first<{ lines: unknown[]; administrator: { mode: string } }>(input);
  return `${lines.length} line${lines.length === 1 ? '' : 's'}, ${administrator.mode}`;
}

function first<T>({ payloads: [payload] }: Payloads): T {
  return JSON.parse(Buffer.from(payload?.data ?? '', 'base64').toString()) as T;
}
