/** Notices: mails that tell what became of an order and ask nothing. Each is a call of its own, so none waits for another. */
import { log } from '@temporalio/activity';
import type { Hold, OrderEnd } from '../../workflows/contract/causes.ts';
import type { Recipient } from '../../workflows/contract/messages.ts';
import type { OrderBrief } from '../../workflows/contract/record.ts';
import { unreachable } from '../../workflows/contract/states.ts';
import { type Deps, messageIdOf } from '../deps.ts';
import { type MailContent, MailRefused } from './port.ts';
import { sendOnce } from './sending.ts';
import { contactUnreachable, orderCompleted, orderEnded, orderHeld } from './templates/index.ts';

/** What is told, and whom. `contacted` is the address to which the last information request went. */
export type Notice =
  | { kind: 'orderCompleted'; to: 'reseller' }
  /** `contacted` absent: the customer's admin contact is told. */
  | { kind: 'orderCompleted'; to: 'customer'; contacted?: string }
  | { kind: 'orderEnded'; to: 'reseller'; end: OrderEnd }
  | { kind: 'orderEnded'; to: 'customer'; end: OrderEnd; contacted: string }
  /** To the reseller. `number` counts the order's holds from 1. */
  | { kind: 'orderHeld'; number: number; hold: Hold }
  /**
   * To the reseller, who is to name somebody else: mail number `number` of the order's requests was refused by the
   * contact's mail server, at once or by a report that came later.
   */
  | { kind: 'contactUnreachable'; revision: number; number: number; contacted: string; until: string };

export interface SendNotice {
  orderId: string;
  notice: Notice;
}

/**
 * Sends a notice once, however often it is called. An address that is refused for good is logged: a notice never holds an
 * order up.
 */
export async function sendNotice(deps: Deps, { orderId, notice }: SendNotice): Promise<void> {
  const brief = await deps.record.brief(orderId);
  const { name, email, language } = recipientOf(brief, notice);
  const kind = nameOf(notice);
  const content = contentOf(deps, brief, notice, language);
  // A reseller reads the same mails every day and knows whom to ask; a customer is to ask the reseller.
  const replyTo = isToCustomer(notice) ? brief.reseller : undefined;
  const message = { messageId: messageIdOf(deps, orderId, kind), to: { name, email }, replyTo, ...content };
  try {
    await sendOnce(deps, message, { orderId, kind, at: deps.now().toISOString() });
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error;
    log.warn('the mail server refused a notice', { orderId, kind, code: error.code });
  }
}

/** A notice's name in the log and in its Message-ID, which earlier releases made the same way. */
function nameOf(notice: Notice): string {
  switch (notice.kind) {
    case 'orderCompleted':
      return `completed.${notice.to}`;
    case 'orderEnded':
      return `${notice.end.state}.${notice.to}`;
    case 'orderHeld':
      return `held.${notice.number}`;
    case 'contactUnreachable':
      return `unreachable.${notice.revision}.${notice.number}`;
    default:
      return unreachable(notice);
  }
}

function contentOf(deps: Deps, brief: OrderBrief, notice: Notice, language: string | undefined): MailContent {
  switch (notice.kind) {
    case 'orderCompleted':
      return orderCompleted({ brief, to: notice.to }, language);
    case 'orderEnded':
      return orderEnded({ brief, end: notice.end, to: notice.to }, language);
    case 'orderHeld':
      return orderHeld({ brief, hold: notice.hold }, language);
    case 'contactUnreachable': {
      const { contacted, until } = notice;
      return contactUnreachable({ brief, contacted, until, url: deps.links.orderPage(brief.orderId) }, language);
    }
    default:
      return unreachable(notice);
  }
}

function isToCustomer(notice: Notice): notice is Extract<Notice, { to: 'customer' }> {
  return 'to' in notice && notice.to === 'customer';
}

/** Whoever was asked is told; the reseller may have named somebody else than the admin contact. */
function recipientOf({ reseller, adminContact }: OrderBrief, notice: Notice): Recipient {
  if (!isToCustomer(notice)) return reseller;
  const { contacted } = notice;
  return contacted === undefined || contacted === adminContact.email
    ? adminContact
    : { email: contacted, language: adminContact.language };
}
