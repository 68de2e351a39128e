/** The information request: the mail with the link, first and again. */
import { Context, log } from '@temporalio/activity';
import { milliseconds } from '../../workflows/contract/durations.ts';
import type { RequestKind } from '../../workflows/contract/events.ts';
import type { VendorRefusal } from '../../workflows/contract/failures.ts';
import type { Recipient } from '../../workflows/contract/messages.ts';
import { type Actor, waitAfter } from '../../workflows/contract/order.ts';
import { beforeEffect } from '../deadline.ts';
import { type Deps, type InTurn, messageIdOf } from '../deps.ts';
import { NeedsHistory } from '../failures.ts';
import { write } from '../record/changes.ts';
import { MailRefused } from './port.ts';
import { sendOnce } from './sending.ts';
import { informationRequest } from './templates/index.ts';

/** One mail of an information request. */
export interface RequestMail extends InTurn {
  orderId: string;
  /** The revision of the link. */
  revision: number;
  /** Nobody has this link yet: it must not leave before the workflow has it in its history. */
  newLink?: boolean;
  /** The link's revision instead, if the recipient turns out to have changed since `lastTo`. */
  movedRevision?: number;
  /** Which mail of the order this is, counted from 1; part of its Message-ID. */
  number: number;
  kind: RequestKind;
  /** When the link ends: an instant, or (for the first mail) a duration counted from the sending. */
  ends: { at: string } | { after: string };
  /** Somebody whom the reseller named; absent: the customer's current admin contact. */
  to?: Recipient;
  /** The address of the mail before, if the link stays the same. */
  lastTo?: string;
  by: Actor;
  /** What the vendor refused of the answer before. */
  corrections?: VendorRefusal[];
}

export interface SentRequest {
  revision: number;
  /** Which mail of the order it was; absent in results of earlier releases. */
  number?: number;
  /** The address it went to. */
  to: string;
  /** ISO 8601 instants. */
  sentAt: string;
  until: string;
  /** The mail server's words if it refused the address for good: the wait goes on, but for the reseller. */
  refused?: string;
}

export async function sendRequest(deps: Deps, mail: RequestMail): Promise<SentRequest> {
  const brief = await deps.record.brief(mail.orderId);
  const to = mail.to ?? brief.adminContact;
  // A link belongs to one mailbox: when the admin contact has changed, the old link is revoked with the new mail.
  const moved = mail.lastTo !== undefined && mail.lastTo !== to.email;
  const revision = moved ? (mail.movedRevision ?? mail.revision + 1) : mail.revision;
  if ((moved || mail.newLink) && Context.current().info.isLocal) {
    throw new NeedsHistory('a new link is sent only once the workflow has it in its history');
  }
  const at = deps.now().toISOString();
  // Only the workflow of this release has turns, and only it goes on differently where the mail has a number.
  const number = mail.turn === undefined ? undefined : mail.number;
  const sent: SentRequest = { revision, number, to: to.email, sentAt: at, until: endsAt(mail.ends, at) };
  const url = await deps.links.issue({ orderId: mail.orderId, revision, expires: sent.until });
  // Somebody whom the reseller named is most likely the contact's colleague, and reads the same language.
  const language = to.language ?? brief.adminContact.language;
  // Whoever is written to for the first time has no earlier mail that this one could speak of.
  const kind = moved ? 'first' : wordsOf(mail);
  const { number: which, corrections } = mail;
  const content = informationRequest({ brief, url, until: sent.until, number: which, kind, corrections }, language);
  const messageId = messageIdOf(deps, mail.orderId, `request.${revision}.${mail.number}`);
  const bouncesTo = deps.bounces?.of({ orderId: mail.orderId, revision, number: mail.number });
  const message = { messageId, to, replyTo: brief.reseller, bouncesTo, ...content };
  try {
    sent.sentAt = await sendOnce(deps, message, { orderId: mail.orderId, kind: `request.${mail.kind}`, at });
    sent.until = endsAt(mail.ends, sent.sentAt);
  } catch (error) {
    if (!(error instanceof MailRefused)) {
      if (mail.kind === 'first') await recordLate(deps, mail, at);
      throw error;
    }
    log.warn('the mail server refused the admin contact', { orderId: mail.orderId, code: error.code });
    sent.refused = error.message;
  }
  if (sent.refused === undefined) {
    beforeEffect();
    const { orderId, turn } = mail;
    await deps.record.informationRequestSent({ orderId, revision, to, until: sent.until, turn });
  }
  beforeEffect();
  await write(deps, {
    orderId: mail.orderId,
    turn: mail.turn,
    key: `request:${revision}:${mail.number}`,
    state: 'inquiring',
    waitingOn: waitAfter(sent, mail.corrections),
    event: {
      kind: sent.refused === undefined ? 'informationRequestSent' : 'informationRequestRefused',
      mail: mail.kind,
      revision,
    },
    by: mail.by,
  });
  return sent;
}

/** A mail of an information request that came back. */
export interface BouncedRequest extends InTurn {
  orderId: string;
  /** The revision of its link, and what mail it was. */
  revision: number;
  number: number;
  mail: RequestKind;
  /** ISO 8601 instants: when the report came, and when the wait for another contact ends. */
  since: string;
  until: string;
}

/** Marks the request as bounced, and shows that the order waits on the reseller to name another contact. */
export async function recordBounce(deps: Deps, bounced: BouncedRequest): Promise<void> {
  const { orderId, turn, revision, number, mail, since, until } = bounced;
  beforeEffect();
  await deps.record.informationRequestBounced(orderId, revision);
  beforeEffect();
  await write(deps, {
    orderId,
    turn,
    key: `bounced:${revision}:${number}`,
    state: 'inquiring',
    waitingOn: { who: 'reseller', kind: 'otherContact', since, until },
    event: { kind: 'informationRequestRefused', mail, revision },
    by: 'system',
  });
}

/** A new link that goes out with a new deadline has taken an earlier one's place, and says so. */
function wordsOf({ kind, newLink }: RequestMail): RequestKind {
  return newLink && kind === 'extended' ? 'resend' : kind;
}

function endsAt(ends: RequestMail['ends'], sentAt: string): string {
  return 'at' in ends ? ends.at : new Date(Date.parse(sentAt) + milliseconds(ends.after)).toISOString();
}

/** So that whoever looks at the order sees what it waits on; the mail is retried. */
async function recordLate(deps: Deps, { orderId, turn }: RequestMail, since: string): Promise<void> {
  beforeEffect();
  await write(deps, {
    orderId,
    turn,
    key: 'request:late',
    state: 'acknowledged',
    waitingOn: { who: 'mailServer', kind: 'firstMail', since },
    event: { kind: 'mailServerAway' },
    by: 'system',
  });
}
