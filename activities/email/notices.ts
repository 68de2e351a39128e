/** Notices: mails that tell what became of an order and ask nothing. Each is a call of its own, so none waits for another. */
import { log } from '@temporalio/activity';
import type { Hold, OrderEnd } from '../../workflows/contract/causes.ts';
import type { VendorRefusal } from '../../workflows/contract/failures.ts';
import type { Recipient } from '../../workflows/contract/messages.ts';
import { workflowIdOf } from '../../workflows/contract/names.ts';
import type { OrderBrief } from '../../workflows/contract/record.ts';
import { unreachable } from '../../workflows/contract/states.ts';
import { type Deps, messageIdOf } from '../deps.ts';
import { type MailContent, MailRefused } from './port.ts';
import { sendOnce } from './sending.ts';
import {
  contactUnreachable,
  correctionNeeded,
  operatorsAsked,
  orderCompleted,
  orderEnded,
  orderHeld,
} from './templates/index.ts';

/** What is told, and whom. `contacted` is the address to which the last information request went. */
export type Notice =
  /** `failedLines`: what could not be set up, of an order that is done in part. */
  | { kind: 'orderCompleted'; to: 'reseller'; failedLines?: string[] }
  /** `contacted` absent: the customer's admin contact is told. */
  | { kind: 'orderCompleted'; to: 'customer'; contacted?: string; failedLines?: string[] }
  | { kind: 'orderEnded'; to: 'reseller'; end: OrderEnd }
  | { kind: 'orderEnded'; to: 'customer'; end: OrderEnd; contacted: string }
  /** To the reseller. `number` counts the order's holds from 1. */
  | { kind: 'orderHeld'; number: number; hold: Hold }
  /** Told again each `reminder`, counted from 0. */
  | { kind: 'orderHeld'; to: 'operators'; number: number; hold: Hold; since: string; reminder: number }
  /** To the reseller, whose details the vendor refused; `round` is that of the answer. */
  | { kind: 'correctionNeeded'; round: number; until: string; corrections?: VendorRefusal[] }
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
  const recipient = recipientOf(deps, brief, notice);
  if (!recipient) return;
  const { name, email, language } = recipient;
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
      return isToOperators(notice) ? `held.${notice.number}.operators.${notice.reminder}` : `held.${notice.number}`;
    case 'correctionNeeded':
      return `correction.${notice.round}`;
    case 'contactUnreachable':
      return `unreachable.${notice.revision}.${notice.number}`;
    default:
      return unreachable(notice);
  }
}

function contentOf(deps: Deps, brief: OrderBrief, notice: Notice, language: string | undefined): MailContent {
  switch (notice.kind) {
    case 'orderCompleted':
      return orderCompleted({ brief, to: notice.to, failedLines: notice.failedLines }, language);
    case 'orderEnded':
      return orderEnded({ brief, end: notice.end, to: notice.to }, language);
    case 'orderHeld': {
      const { hold } = notice;
      if (!isToOperators(notice)) return orderHeld({ brief, hold }, language);
      const { since, reminder } = notice;
      return operatorsAsked({ brief, hold, since, again: reminder > 0, workflowId: workflowIdOf(brief.orderId) });
    }
    case 'correctionNeeded': {
      const { until, corrections } = notice;
      return correctionNeeded({ brief, until, corrections, url: deps.links.orderPage(brief.orderId) }, language);
    }
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

type ToOperators = Extract<Notice, { to: 'operators' }>;

function isToOperators(notice: Notice): notice is ToOperators {
  return 'to' in notice && notice.to === 'operators';
}

/**
 * Whoever was asked is told; the reseller may have named somebody else than the admin contact. `undefined`: operators, where
 * they have no address.
 */
function recipientOf(deps: Deps, { reseller, adminContact }: OrderBrief, notice: Notice): Recipient | undefined {
  if (isToOperators(notice)) return deps.operatorsEmail === undefined ? undefined : { email: deps.operatorsEmail };
  if (!isToCustomer(notice)) return reseller;
  const { contacted } = notice;
  return contacted === undefined || contacted === adminContact.email
    ? adminContact
    : { email: contacted, language: adminContact.language };
}
