/**
 * The messages that an order workflow takes, and the guards that tell a good one from a bad one. Messages also come
 * from people who type JSON into the Temporal UI, so every guard takes `unknown`.
 */
import { DETAILS_RULES, EMAIL, isAdministratorDetails, pickDetails } from './details.ts';
import { LONGEST_WAIT, parseDuration } from './durations.ts';
import type { Actor, AdministratorDetails } from './order.ts';

/** An answer to an information request. */
export interface AdministratorAnswer {
  details: AdministratorDetails;
  by: Actor;
  /** The revision of the link it came through; absent when it did not come through a link. */
  revision?: number;
  /**
   * As in {@link AcceptedAnswer}: which question it answers. So the same details, given again after another answer was
   * refused, are no repeat of the first time. Not needed with a revision: each question has links of its own.
   */
  round?: number;
}

export interface CancelRequest {
  by: Actor;
  reason?: string;
}

export interface ResendRequest {
  by: Actor;
  /** Another recipient; absent: the customer's current admin contact. */
  to?: Recipient;
}

export interface Recipient {
  name?: string;
  email: string;
  /** BCP 47: the language to write in, if it is known. */
  language?: string;
}

export interface ExtendRequest {
  by: Actor;
  /** How much longer, as an ISO 8601 duration added to the present deadline. */
  extension: string;
}

/** A mail of the information request that will never arrive. */
export interface BounceReport {
  /** The revision of the link in the mail. */
  revision: number;
  /** Which mail of the order it was, counted from 1. */
  number: number;
  /** Why, as an RFC 3463 code such as `5.1.1`. */
  status: string;
}

/**
 * What an operator decides about a held order: try the step again; give it up, and undo what has been done; take a
 * subscription that exists at the vendor for the line's; remove one that exists, and give the line up.
 */
export type ResumeAction = 'retry' | 'giveUp' | 'adopt' | 'remove';

export const RESUME_ACTIONS = ['retry', 'giveUp', 'adopt', 'remove'] as const satisfies ResumeAction[];

/** An operator's word to a held order. */
export interface ResumeRequest {
  by: Actor;
  action: ResumeAction;
  /** Which line, where several are held; absent: all that are. */
  lineId?: string;
  /** The vendor's id, of the subscription to adopt or to remove. */
  subscriptionId?: string;
  /** Who decided, and why, for the timeline. */
  operator?: string;
  reason?: string;
}

/** How often an order's request may be sent again, and how often its deadline moved: enough for people, and no more. */
export const MOST_RESENDS = 20;
export const MOST_EXTENSIONS = 20;
/** How often operators decide that a held order goes on. To give it up is always possible. */
export const MOST_DECISIONS = 50;

/** Why the workflow refused a message; the `type` of the `ApplicationFailure` that the sender gets. */
export const REFUSALS = {
  invalidMessage: 'InvalidMessage',
  alreadyAnswered: 'AlreadyAnswered',
  superseded: 'InformationRequestSuperseded',
  notInquiring: 'OrderNotInquiring',
  notHeld: 'OrderNotHeld',
  tooMany: 'TooManyMessages',
  tooLate: 'OrderTooFarToCancel',
  ended: 'OrderEnded',
} as const;

export type RefusalType = (typeof REFUSALS)[keyof typeof REFUSALS];

/** Which answer was accepted; goes with the refusal `AlreadyAnswered`, so that the loser learns who won. */
export interface AcceptedAnswer {
  /** Counted from 1 (absent): how often details were accepted, since the vendor may refuse them. The last one counts. */
  round?: number;
  by: Actor;
  /** ISO 8601 instant. */
  at: string;
  details: AdministratorDetails;
}

const ACTORS: readonly string[] = ['customer', 'reseller', 'operator', 'vendor', 'system'] satisfies Actor[];

type Fields = Record<string, unknown>;

function asObject(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

/** A message without a sender was typed by an operator: the edges always name who sends. */
function actorOf(message: Fields): Actor | undefined {
  const by = message.by ?? 'operator';
  return typeof by === 'string' && ACTORS.includes(by) ? (by as Actor) : undefined;
}

/** Reads an answer, wrapped (`{details, by, revision}`) or as bare details; `undefined` if it is neither. */
export function readAnswer(value: unknown): AdministratorAnswer | undefined {
  const message = asObject(value);
  if (!message) return undefined;
  const wrapped = 'details' in message;
  const details = wrapped ? message.details : message;
  const by = wrapped ? actorOf(message) : 'operator';
  const revision = wrapped ? message.revision : undefined;
  if (!by || !isAdministratorDetails(details)) return undefined;
  if (revision !== undefined && !isRevision(revision)) return undefined;
  return { details: pickDetails(details), by, revision };
}

function isRevision(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

export function readCancel(value: unknown): CancelRequest | undefined {
  const message = asObject(value ?? {});
  const by = message && actorOf(message);
  if (!message || !by) return undefined;
  if (message.reason !== undefined && typeof message.reason !== 'string') return undefined;
  return { by, reason: message.reason?.slice(0, 500) };
}

export function readResend(value: unknown): ResendRequest | undefined {
  const message = asObject(value ?? {});
  const by = message && actorOf(message);
  if (!message || !by) return undefined;
  if (message.to === undefined) return { by };
  const to = asObject(message.to);
  if (!to || typeof to.email !== 'string' || to.email.length > 254 || !EMAIL.test(to.email)) return undefined;
  if (to.name !== undefined && (typeof to.name !== 'string' || to.name.length > 200)) return undefined;
  const { email, name, language } = to;
  if (language !== undefined && !isLanguage(language)) return undefined;
  return { by, to: { email, name, language } };
}

function isLanguage(value: unknown): value is string {
  const { longest, pattern } = DETAILS_RULES.language;
  return typeof value === 'string' && value.length <= longest && pattern.test(value);
}

export function readExtend(value: unknown): ExtendRequest | undefined {
  const message = asObject(value);
  const by = message && actorOf(message);
  if (!message || !by || typeof message.extension !== 'string') return undefined;
  const length = parseDuration(message.extension);
  if (length === undefined || length <= 0 || length > LONGEST_WAIT) return undefined;
  return { by, extension: message.extension };
}

export function readBounce(value: unknown): BounceReport | undefined {
  const message = asObject(value);
  if (!message) return undefined;
  const { revision, number, status } = message;
  if (!isRevision(revision) || !isRevision(number)) return undefined;
  return typeof status === 'string' && /^5\.\d{1,3}\.\d{1,3}$/.test(status) ? { revision, number, status } : undefined;
}

/** Longest id, name and reason that an operator's word may carry. */
const LONGEST_ID = 200;
const LONGEST_REASON = 500;

export function readResume(value: unknown): ResumeRequest | undefined {
  const message = asObject(value);
  const by = message && actorOf(message);
  const action = RESUME_ACTIONS.find((known) => known === message?.action);
  if (!message || !by || !action) return undefined;
  const { lineId, subscriptionId, operator, reason } = message;
  if (![lineId, subscriptionId, operator].every((text) => isShort(text, LONGEST_ID))) return undefined;
  if (!isShort(reason, LONGEST_REASON)) return undefined;
  const named = action === 'adopt' || action === 'remove';
  if (named !== (subscriptionId !== undefined)) return undefined;
  return { by, action, lineId, subscriptionId, operator, reason } as ResumeRequest;
}

/** Whether it is absent, or a text of one line that is not too long. */
function isShort(value: unknown, longest: number): boolean {
  if (value === undefined) return true;
  return typeof value === 'string' && value.length <= longest && DETAILS_RULES.firstName.pattern.test(value);
}
