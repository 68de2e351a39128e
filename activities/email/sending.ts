/**
 * A mail goes out once, whoever tries: it is claimed in the mail log before it is handed over. Once is what can be known:
 * when a worker dies between the mail server's word and the log, the mail goes out again with the same Message-ID.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import { beforeEffect, timeLeft } from '../deadline.ts';
import type { Deps } from '../deps.ts';
import { LONGEST_HAND_OVER_MS, type Message } from './port.ts';

/** Longer than any hand-over takes, so that a claim that has run out is one whose worker is gone. */
const LEASE_MS = LONGEST_HAND_OVER_MS + 5_000;

/** Between two looks at a mail that somebody else hands over. */
const LOOK_AGAIN_MS = 500;

/** An attempt gives up waiting so much before its end that it can still say so. */
const TIME_TO_SAY_SO_MS = 500;

/** Thrown when somebody else is still handing the mail over when this attempt ends. */
export class MailInHand extends Error {
  override readonly name = 'MailInHand';
  /** After so many milliseconds the outcome is known, or the mail can be taken over. */
  readonly retryAfter: number;
  constructor(retryAfter: number) {
    super('another attempt is handing this mail over');
    this.retryAfter = retryAfter;
  }
}

/** What a mail is to the log. */
export interface Posting {
  orderId: string;
  kind: string;
  /** ISO 8601: the instant that the log keeps, unless it has one already. */
  at: string;
}

/**
 * Hands a mail over unless that was done before, by this attempt or another one. Answers when it was, in ISO 8601.
 * @throws MailRefused, or whatever else the mailer says; MailInHand; as {@link beforeEffect}
 */
export async function sendOnce(deps: Deps, message: Message, posting: Posting): Promise<string> {
  const { messageId } = message;
  const by = randomUUID();
  const sent = await claimed(deps, messageId, by);
  if (sent !== undefined) return sent;
  try {
    beforeEffect();
    await deps.mailer.send(message);
  } catch (error) {
    // Should that fail, too, the claim runs out by itself; what went wrong first is what counts.
    await deps.mailLog.giveBackMail(messageId, by).catch(() => undefined);
    throw error;
  }
  return deps.mailLog.mailSent({ messageId, ...posting }, by);
}

/** Waits until the mail is this attempt's to hand over, or was sent by another: then answers when. */
async function claimed(deps: Deps, messageId: string, by: string): Promise<string | undefined> {
  for (;;) {
    beforeEffect();
    const claim = await deps.mailLog.claimMail(messageId, by, LEASE_MS);
    if (claim.kind === 'claimed') return undefined;
    if (claim.kind === 'sent') return claim.at;
    if (timeLeft() < LOOK_AGAIN_MS + TIME_TO_SAY_SO_MS) throw new MailInHand(claim.forMs);
    await sleep(LOOK_AGAIN_MS, undefined, { signal: Context.current().cancellationSignal });
  }
}
