/** The ends of an order, and its holds: the record is written and those concerned are told. */
import { log } from '@temporalio/activity';
import type { Hold, Leftover, OrderEnd } from '../../workflows/contract/causes.ts';
import type { AcceptedAnswer, Recipient } from '../../workflows/contract/messages.ts';
import type { Actor, LineView } from '../../workflows/contract/order.ts';
import type { OrderBrief } from '../../workflows/contract/record.ts';
import { type Deps, type InTurn, messageIdOf } from '../deps.ts';
import { type MailContent, MailRefused, type Message } from '../email/port.ts';
import { orderCompleted, orderEnded, orderHeld } from '../email/templates/index.ts';
import { write } from './changes.ts';

export interface CompleteOrder extends InTurn {
  orderId: string;
  lines: { lineId: string; subscriptionId: string }[];
  /** The address to which the last information request went; absent: the customer's admin contact is told. */
  contacted?: string;
}

/** An end other than completion; the undo has been done before. */
export interface EndOrder extends InTurn {
  orderId: string;
  end: OrderEnd;
  /** What could not be undone. */
  leftovers: Leftover[];
  by: Actor;
  lines: Pick<LineView, 'lineId' | 'state'>[];
  /** The address to which the last information request went, and which so is told; absent if nobody was asked. */
  contacted?: string;
  /** The accepted answer, if there was one. */
  answer?: AcceptedAnswer;
}

export interface HoldOrder extends InTurn {
  orderId: string;
  /** Counted from 1 within the order. */
  number: number;
  hold: Hold;
  /** ISO 8601 instant. */
  since: string;
  /** The accepted answer, which the record may not have yet. */
  answer?: AcceptedAnswer;
}

/** Opens billing for every line, writes the final record, and tells reseller and customer. */
export async function completeOrder(deps: Deps, input: CompleteOrder): Promise<void> {
  const { orderId } = input;
  for (const line of input.lines) await deps.billing.openBilling(line.lineId);
  await write(deps, {
    orderId,
    turn: input.turn,
    key: 'completed',
    state: 'completed',
    waitingOn: null,
    lines: input.lines.map((line) => ({ ...line, state: 'active' as const })),
    event: { kind: 'orderCompleted' },
    by: 'system',
  });
  const brief = await deps.record.brief(orderId);
  const { reseller } = brief;
  const customer = customerIn(brief, input.contacted);
  const toReseller = orderCompleted({ brief, to: 'reseller' }, reseller.language);
  await tell(deps, orderId, 'completed.reseller', reseller, toReseller);
  await tell(deps, orderId, 'completed.customer', customer, {
    ...orderCompleted({ brief, to: 'customer' }, customer.language),
    replyTo: reseller,
  });
}

export async function endOrder(deps: Deps, input: EndOrder): Promise<void> {
  const { orderId, end, leftovers } = input;
  await write(deps, {
    orderId,
    turn: input.turn,
    key: 'ended',
    state: end.state,
    cause: end.cause,
    waitingOn: null,
    lines: input.lines,
    answer: input.answer,
    event: { kind: 'orderEnded', end, leftovers },
    by: input.by,
  });
  const brief = await deps.record.brief(orderId);
  const { reseller } = brief;
  const toReseller = orderEnded({ brief, end, to: 'reseller' }, reseller.language);
  await tell(deps, orderId, `${end.state}.reseller`, reseller, toReseller);
  if (input.contacted !== undefined) {
    const customer = customerIn(brief, input.contacted);
    await tell(deps, orderId, `${end.state}.customer`, customer, {
      ...orderEnded({ brief, end, to: 'customer' }, customer.language),
      replyTo: reseller,
    });
  }
}

export async function holdOrder(deps: Deps, input: HoldOrder): Promise<void> {
  const { orderId, number, hold, since } = input;
  await write(deps, {
    orderId,
    turn: input.turn,
    key: `held:${number}`,
    state: 'held',
    cause: hold.cause,
    waitingOn: { who: 'operator', kind: 'decision', hold, since },
    answer: input.answer,
    event: { kind: 'orderHeld', hold },
    by: 'system',
  });
  const brief = await deps.record.brief(orderId);
  const mail = orderHeld({ brief, hold }, brief.reseller.language);
  await tell(deps, orderId, `held.${number}`, brief.reseller, mail);
}

/** Whoever was asked is told; the reseller may have named somebody else than the admin contact. */
function customerIn({ adminContact }: OrderBrief, contacted: string | undefined): Recipient {
  return contacted === undefined || contacted === adminContact.email
    ? adminContact
    : { email: contacted, language: adminContact.language };
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
    await deps.mailer.send({ messageId, to: { email: to.email, name: to.name }, ...content });
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error;
    log.warn('the mail server refused a notice', { orderId, kind, code: error.code });
    return;
  }
  await deps.mailLog.recordSent(messageId, orderId, kind, deps.now().toISOString());
}
