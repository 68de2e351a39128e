/** The information request: the mail with the link, first and again. */
import { log } from '@temporalio/activity';
import { milliseconds } from '../../workflows/contract/durations.ts';
import type { Recipient } from '../../workflows/contract/messages.ts';
import type { Actor } from '../../workflows/contract/order.ts';
import { type Deps, messageIdOf } from '../deps.ts';
import { MailRefused } from './port.ts';
import { informationRequest } from './templates/index.ts';

/** One mail of an information request. */
export interface RequestMail {
  orderId: string;
  /** The revision of the link now; it goes up if the recipient turns out to have changed since `lastTo`. */
  revision: number;
  /** Which mail of the order this is, counted from 1; part of its Message-ID. */
  number: number;
  kind: 'first' | 'reminder' | 'resend' | 'extended';
  /** When the link ends: an instant, or (for the first mail) a duration counted from the sending. */
  ends: { at: string } | { after: string };
  /** Somebody whom the reseller named; absent: the customer's current admin contact. */
  to?: Recipient;
  /** The address of the mail before, if the link stays the same. */
  lastTo?: string;
  by: Actor;
}

export interface SentRequest {
  revision: number;
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
  const revision = mail.lastTo !== undefined && mail.lastTo !== to.email ? mail.revision + 1 : mail.revision;
  const messageId = messageIdOf(deps, mail.orderId, `request.${revision}.${mail.number}`);
  const earlier = await deps.mailLog.sentAt(messageId);
  const sentAt = earlier ?? deps.now().toISOString();
  const until =
    'at' in mail.ends ? mail.ends.at : new Date(Date.parse(sentAt) + milliseconds(mail.ends.after)).toISOString();
  const sent: SentRequest = { revision, to: to.email, sentAt, until };

  if (earlier === undefined) {
    const url = await deps.links.issue({ orderId: mail.orderId, revision, expires: until });
    // Somebody whom the reseller named is most likely the contact's colleague, and reads the same language.
    const language = to.language ?? brief.adminContact.language;
    const content = informationRequest({ brief, url, until, number: mail.number, kind: mail.kind }, language);
    try {
      await deps.mailer.send({ messageId, to, replyTo: brief.reseller, ...content });
    } catch (error) {
      if (!(error instanceof MailRefused)) {
        if (mail.kind === 'first') await recordLate(deps, mail.orderId, sentAt);
        throw error;
      }
      log.warn('the mail server refused the admin contact', { orderId: mail.orderId, code: error.code });
      sent.refused = error.message;
    }
  }
  if (sent.refused === undefined) {
    sent.sentAt = await deps.mailLog.recordSent(messageId, mail.orderId, `request.${mail.kind}`, sentAt);
    await deps.record.informationRequestSent(mail.orderId, revision, to, until);
  }
  await deps.record.apply({
    orderId: mail.orderId,
    key: `request:${revision}:${mail.number}`,
    state: 'inquiring',
    waitingOn: waitingOnAnswer(sent),
    what:
      sent.refused === undefined ? WORDS[mail.kind] : 'The mail to the admin contact was refused by its mail server',
    by: mail.by,
  });
  return sent;
}

/** So that whoever looks at the order sees what it waits on; the mail is retried. */
function recordLate(deps: Deps, orderId: string, since: string): Promise<boolean> {
  return deps.record.apply({
    orderId,
    key: 'request:late',
    state: 'acknowledged',
    waitingOn: {
      who: 'mailServer',
      what: 'the mail server to accept the request to the customer',
      since,
      then: 'the mail is tried again and again',
    },
    what: 'The mail server could not be reached; the mail will be sent as soon as it can',
    by: 'system',
  });
}

const WORDS = {
  first: 'The customer was asked for the administrator’s details by e-mail',
  reminder: 'The customer was reminded',
  resend: 'The request was sent again; the earlier link no longer works',
  extended: 'The customer was given more time',
} as const;

function waitingOnAnswer(sent: SentRequest) {
  return sent.refused === undefined
    ? ({
        who: 'customer',
        what: 'the administrator’s details, asked for by e-mail',
        since: sent.sentAt,
        until: sent.until,
        then: 'the order expires and the reserved credit is released',
      } as const)
    : ({
        who: 'reseller',
        what: 'another contact, or the administrator’s details: the mail server refused the address',
        since: sent.sentAt,
        until: sent.until,
        then: 'the order expires and the reserved credit is released',
      } as const);
}
