/** The ends of an order, and its holds: the record is written and those concerned are told. */
import { log } from '@temporalio/activity';
import type { Recipient } from '../../workflows/contract/messages.ts';
import type { Actor, LineView, WaitingOn } from '../../workflows/contract/order.ts';
import type { OrderBrief } from '../../workflows/contract/record.ts';
import type { OrderStateName } from '../../workflows/contract/states.ts';
import { type Deps, messageIdOf } from '../deps.ts';
import { type MailContent, MailRefused, type Message } from '../email/port.ts';
import { orderCompleted, orderEnded, orderHeld } from '../email/templates/index.ts';

export interface CompleteOrder {
  orderId: string;
  lines: { lineId: string; subscriptionId: string }[];
  /** The address that was asked last; absent: the customer's admin contact is told. */
  asked?: string;
}

/** An end other than completion; the undo has been done before. */
export interface EndOrder {
  orderId: string;
  state: Extract<OrderStateName, 'expired' | 'cancelled' | 'failed' | 'rejected'>;
  /** A stable code, such as `customerNoResponse`. */
  cause: string;
  /** What happened, in the words of whoever reported it. */
  detail?: string;
  /** What could not be undone, by name. */
  leftovers: string[];
  by: Actor;
  lines: Pick<LineView, 'lineId' | 'state'>[];
  /** The address that was asked last, and so is told; absent if nobody was asked. */
  asked?: string;
}

export interface HoldOrder {
  orderId: string;
  /** Counted from 1 within the order. */
  hold: number;
  cause: string;
  detail: string;
  leftovers: string[];
  waitingOn: WaitingOn;
}

/** Opens billing for every line, writes the final record, and tells reseller and customer. */
export async function completeOrder(deps: Deps, input: CompleteOrder): Promise<void> {
  const { orderId } = input;
  for (const line of input.lines) await deps.billing.openBilling(line.lineId);
  await deps.record.apply({
    orderId,
    key: 'completed',
    state: 'completed',
    waitingOn: null,
    lines: input.lines.map((line) => ({ ...line, state: 'active' as const })),
    what: 'The subscription is active',
    by: 'system',
  });
  const brief = await deps.record.brief(orderId);
  const { reseller } = brief;
  const customer = customerIn(brief, input.asked);
  const toReseller = orderCompleted({ brief, to: 'reseller' }, reseller.language);
  await tell(deps, orderId, 'completed.reseller', reseller, toReseller);
  await tell(deps, orderId, 'completed.customer', customer, {
    ...orderCompleted({ brief, to: 'customer' }, customer.language),
    replyTo: reseller,
  });
}

export async function endOrder(deps: Deps, input: EndOrder): Promise<void> {
  const { orderId, state, cause } = input;
  await deps.record.apply({
    orderId,
    key: 'ended',
    state,
    cause,
    waitingOn: null,
    lines: input.lines,
    what: endWords(input),
    by: input.by,
  });
  const brief = await deps.record.brief(orderId);
  const { reseller } = brief;
  const toReseller = orderEnded({ brief, state, cause, to: 'reseller' }, reseller.language);
  await tell(deps, orderId, `${state}.reseller`, reseller, toReseller);
  if (input.asked !== undefined) {
    const customer = customerIn(brief, input.asked);
    await tell(deps, orderId, `${state}.customer`, customer, {
      ...orderEnded({ brief, state, cause, to: 'customer' }, customer.language),
      replyTo: reseller,
    });
  }
}

const END_WORDS = {
  expired: 'The order expired: nobody answered in time',
  cancelled: 'The order was cancelled',
  failed: 'The order failed',
  rejected: 'The order was rejected',
} as const;

function endWords({ state, detail, leftovers }: EndOrder): string {
  const ended = detail === undefined ? END_WORDS[state] : `${END_WORDS[state]}: ${detail}`;
  if (leftovers.length > 0) return `${ended}; these could not be undone: ${leftovers.join(', ')}`;
  if (state === 'rejected') return ended;
  const undone = 'the reserved credit was released';
  return state === 'failed' ? `${ended}; everything was undone, and ${undone}` : `${ended}; ${undone}`;
}

export async function holdOrder(deps: Deps, input: HoldOrder): Promise<void> {
  const { orderId, cause, waitingOn, leftovers } = input;
  await deps.record.apply({
    orderId,
    key: `held:${input.hold}`,
    state: 'held',
    cause,
    waitingOn,
    what: `The order is on hold: ${waitingOn.what}`,
    by: 'system',
  });
  const brief = await deps.record.brief(orderId);
  const held = { brief, cause, reason: waitingOn.what, leftovers, toGoOn: waitingOn.then };
  const mail = orderHeld(held, brief.reseller.language);
  await tell(deps, orderId, `held.${input.hold}`, brief.reseller, mail);
}

/** Whoever was asked is told; the reseller may have named somebody else than the admin contact. */
function customerIn({ adminContact }: OrderBrief, asked: string | undefined): Recipient {
  return asked === undefined || asked === adminContact.email
    ? adminContact
    : { email: asked, ...(adminContact.language === undefined ? {} : { language: adminContact.language }) };
}

/** Sends a notice once. An address that is refused for good is logged: a notice never holds an order up. */
async function tell(
  deps: Deps,
  orderId: string,
  kind: string,
  to: Recipient,
  content: MailContent & Pick<Message, 'replyTo'>,
) {
  const messageId = messageIdOf(deps, orderId, kind);
  if ((await deps.mailLog.sentAt(messageId)) !== undefined) return;
  try {
    await deps.mailer.send({ messageId, to: { email: to.email, ...(to.name ? { name: to.name } : {}) }, ...content });
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error;
    log.warn('the mail server refused a notice', { orderId, kind, code: error.code });
    return;
  }
  await deps.mailLog.recordSent(messageId, orderId, kind, deps.now().toISOString());
}
