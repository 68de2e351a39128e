/** The order's messages: every handler of the workflow, and what has arrived. */
import { type ApplicationFailure, setHandler } from '@temporalio/workflow';
import type { Hold } from '../contract/causes.ts';
import * as definitions from '../contract/definitions.ts';
import { problemsOfDetails, sameDetails } from '../contract/details.ts';
import {
  type AcceptedAnswer,
  type BounceReport,
  type CancelRequest,
  type ExtendRequest,
  MOST_DECISIONS,
  MOST_EXTENSIONS,
  MOST_RESENDS,
  REFUSALS,
  type ResendRequest,
  type ResumeRequest,
  readAnswer,
  readBounce,
  readCancel,
  readExtend,
  readResend,
  readResume,
} from '../contract/messages.ts';
import type { Progress } from './progress.ts';
import { type Heard, receiver, refusal } from './receiving.ts';

/** What has arrived and was accepted. The phases of the saga take from here what concerns them. */
export interface Inbox {
  answer?: AcceptedAnswer;
  /** The answer before, whose details the vendor refused. */
  refused?: AcceptedAnswer;
  cancel?: CancelRequest;
  /** In order; whoever handles one takes it out. */
  resends: AcceptedResend[];
  extensions: ExtendRequest[];
  bounces: BounceReport[];
  /** All of them, in order: every hold waits for the next one after it began. */
  resumed: ResumeRequest[];
  readonly heard: Heard;
}

export interface AcceptedResend extends ResendRequest {
  /** Of the link that it will carry. */
  revision: number;
}

/** Sets every handler. Called before the first await, since buffered messages are handled inside `setHandler`. */
export function listen(progress: Progress, heard: Heard = { resends: 0, extensions: 0, ids: [] }): Inbox {
  const inbox: Inbox = { resends: [], extensions: [], bounces: [], resumed: [], heard };
  const receive = receiver(heard);
  const decided = new WeakSet<Hold>();
  const undecided = ({ lineId }: ResumeRequest) =>
    progress.openHolds.filter(
      (hold) => !decided.has(hold) && (lineId === undefined || ('lineId' in hold && hold.lineId === lineId)),
    );
  const { administrator } = progress.order;
  if (administrator.mode === 'provided') {
    inbox.answer = { by: 'reseller', at: now(), details: administrator.details };
  }

  setHandler(definitions.getOrder, () => progress.live, {
    description: 'The order as it stands: state, what it waits on and until when, its lines.',
  });
  receive(definitions.provideAdministratorDetails, {
    description:
      'The administrator’s details: {"firstName", "lastName", "email", "phone"?, "companyName"?, "country"?, "language"?}. The first valid answer wins.',
    read: readAnswer,
    problems: (raw) => problemsOfDetails((raw as { details?: unknown } | undefined)?.details ?? raw) ?? 'not an object',
    refuse: ({ details, revision }) => {
      const first = inbox.answer;
      if (first) {
        return sameDetails(first.details, details)
          ? undefined
          : refusal(REFUSALS.alreadyAnswered, `${first.by} answered at ${first.at}`, first);
      }
      if (revision !== undefined && !progress.links.accepts(revision)) {
        return refusal(
          REFUSALS.superseded,
          `the link is of revision ${revision}, the current one is ${progress.links.revision}`,
        );
      }
      return unlessInquiring(progress, inbox);
    },
    take: ({ details, by }) => {
      const round = inbox.refused && { round: (inbox.refused.round ?? 1) + 1 };
      inbox.answer ??= { details, by, at: now(), ...round };
    },
  });
  receive(definitions.resendInformationRequest, {
    description:
      'Sends the request again, or to another contact: {"to": {"email", "name"?}}. The earlier link is revoked.',
    read: readResend,
    refuse: () => unlessInquiring(progress, inbox) ?? unlessTooMany(progress, heard.resends, MOST_RESENDS),
    take: (message) => {
      heard.resends += 1;
      // From here on: whoever has an earlier link must not be able to answer while the mail is on its way.
      inbox.resends.push({ ...message, revision: progress.links.replace() });
    },
  });
  receive(definitions.extendDeadline, {
    description: 'More time for the customer: {"extension": "P7D"} is added to the deadline, and a new mail says so.',
    read: readExtend,
    refuse: () =>
      // Nobody has a link whose deadline could be moved.
      (progress.waitingOn?.kind === 'correction' ? notInquiring(progress) : unlessInquiring(progress, inbox)) ??
      unlessTooMany(progress, heard.extensions, MOST_EXTENSIONS),
    take: (message) => {
      heard.extensions += 1;
      inbox.extensions.push(message);
    },
  });
  receive(definitions.reportBounce, {
    description:
      'A mail of the request came back for good: {"revision", "number", "status": "5.1.1"}. The reseller is asked for another contact.',
    read: readBounce,
    refuse: () => unlessInquiring(progress, inbox),
    take: (message) => {
      inbox.bounces.push(message);
    },
  });
  receive(definitions.cancelOrder, {
    description:
      'Cancels the order while it waits for the customer or is held: {"reason"?}. Everything done so far is undone. An order of rules 2 also while it is provisioned: the call in hand ends first, and the order is completed only if everything is set up by then.',
    read: readCancel,
    refuse: () => {
      if (inbox.cancel) return undefined;
      if (progress.ended) return tooLate(progress.ended);
      const waiting = progress.state === 'held' || unlessInquiring(progress, inbox) === undefined;
      return waiting || (progress.rules >= 2 && !progress.good)
        ? undefined
        : refusal(REFUSALS.tooLate, `the order is ${progress.state}`, { state: progress.state });
    },
    take: (message) => {
      inbox.cancel ??= message;
    },
  });
  receive(definitions.resumeOrder, {
    description:
      'An operator decides about a held order: {"action": "retry"} tries again, {"action": "giveUp"} undoes it, {"action": "adopt", "subscriptionId"} takes a subscription of the vendor for the line’s, {"action": "remove", "subscriptionId"} removes one and gives the line up. With several lines held, "lineId" says which; "operator" and "reason" are kept.',
    read: readResume,
    refuse: (message) =>
      unlessHeld(progress, message, undecided(message)) ??
      // However a program decides again and again: the order ends before Temporal takes no message any more.
      (message.action === 'giveUp' ? undefined : unlessTooMany(progress, inbox.resumed.length, MOST_DECISIONS)),
    take: (message) => {
      // From here on: of two decisions about one hold the second must not be taken for accepted.
      for (const hold of undecided(message)) decided.add(hold);
      inbox.resumed.push(message);
    },
  });
  return inbox;
}

function unlessTooMany({ state }: Progress, heard: number, most: number): ApplicationFailure | undefined {
  return heard < most
    ? undefined
    : refusal(REFUSALS.tooMany, `the order has taken ${heard} of these, and takes no more`, { state, most });
}

/** Nothing is asked any more once an answer or a cancellation is in, or the end is decided. */
function unlessInquiring(progress: Progress, inbox: Inbox): ApplicationFailure | undefined {
  if (progress.ended) return tooLate(progress.ended);
  // In progress without an answer: nobody has corrected it, and what could be had is kept.
  if (inbox.answer || inbox.cancel || progress.state === 'inProgress') {
    return notInquiring(progress);
  }
  return undefined;
}

function notInquiring({ state }: Progress): ApplicationFailure {
  return refusal(REFUSALS.notInquiring, 'the order does not wait for details any more', { state });
}

/** Whether an operator's word fits to what is held. */
function unlessHeld(
  { state, rules }: Progress,
  { action, lineId }: ResumeRequest,
  meant: readonly Hold[],
): ApplicationFailure | undefined {
  if (state !== 'held') return refusal(REFUSALS.notHeld, `the order is ${state}, not held`, { state });
  if (meant.length === 0) {
    const what = lineId === undefined ? 'the order' : `line ${lineId}`;
    return refusal(REFUSALS.notHeld, `${what} is not held, or has just been decided about`, { state });
  }
  if (action === 'retry' || action === 'giveUp') return undefined;
  const [hold, ...others] = meant;
  if (others.length > 0) return refusal(REFUSALS.invalidMessage, 'several lines are held: name one by its lineId');
  return rules >= 2 && hold && takesSubscription(hold)
    ? undefined
    : refusal(REFUSALS.invalidMessage, `${action} is no answer to ${hold?.cause}: only retry or giveUp is`);
}

function takesSubscription({ cause }: Hold): boolean {
  return cause !== 'leftovers' && cause !== 'tooManyCorrections';
}

function tooLate(end: NonNullable<Progress['ended']>): ApplicationFailure {
  return refusal(REFUSALS.ended, `the order has ended: ${end.state}`, { state: end.state, cause: end.cause });
}

function now(): string {
  return new Date(Date.now()).toISOString();
}
