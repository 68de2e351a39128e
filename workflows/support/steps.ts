/**
 * The calls that the saga makes, one function each: what operators read beside it, whether its first try may be local, how
 * long it is tried, how soon a dead worker is noticed. Why a first try is local or durable: see `calls.ts`.
 */
import type {
  CompleteOrder,
  EndOrder,
  HoldOrder,
  ProvisionLine,
  RequestMail,
  SentRequest,
} from '../../activities/index.ts';
import type { Order, OrderLine } from '../contract/order.ts';
import { call } from './calls.ts';

/** Whose step it is. */
interface OfOrder {
  readonly order: Order;
}

/** And when it is: what it writes counts until a later step has written. */
interface InTurn extends OfOrder {
  readonly progress: { readonly turn: number };
}

/** What one line's step is about. */
export interface LineStep {
  line: OrderLine;
  administratorEmail: string;
}

type OnTrouble = (failure: unknown) => void;

/** @throws ApplicationFailure `CreditRefused` */
export async function reserveCredit({ order: { orderId } }: OfOrder): Promise<void> {
  await call('openOrder', { orderId }, { summary: 'Reserve the credit', first: 'local', patience: 'always' });
}

/** Reserves the credit and sends the first mail, since they always follow one another. @throws as {@link reserveCredit} */
export function reserveCreditAndAsk(ask: RequestMail, onTrouble: OnTrouble): Promise<SentRequest | undefined> {
  const summary = 'Reserve the credit and ask the admin contact by mail';
  return call('openOrder', { orderId: ask.orderId, ask }, { summary, first: 'local', patience: 'wait', onTrouble });
}

const WHY_MAILED = {
  first: 'Ask the admin contact by mail',
  reminder: 'Remind the customer',
  resend: 'Send the request again',
  extended: 'Tell the customer of the new deadline',
} as const;

/** A mail more with the same link harms nobody, so it may be local; a new link must be in the history first. */
export function sendRequest(mail: RequestMail): Promise<SentRequest> {
  const first = mail.kind === 'resend' ? 'durable' : 'local';
  return call('sendInformationRequest', mail, { summary: WHY_MAILED[mail.kind], first, patience: 'wait' });
}

/** @throws ApplicationFailure `VendorRefused`, `OrderBlocked`, `VendorMisconfigured`; ActivityFailure after four hours */
export function createSubscription(input: ProvisionLine, onTrouble: OnTrouble) {
  const { quantity, productId } = input.line;
  return call('createSubscription', input, {
    summary: `Create ${quantity} × ${productId}`,
    first: 'durable',
    patience: 'hours',
    heartbeat: '10 seconds',
    onTrouble,
  });
}

/** @throws ActivityFailure after four hours */
export async function awaitActivation(
  { order: { orderId }, progress: { turn } }: InTurn,
  step: LineStep,
): Promise<void> {
  await call(
    'awaitActivation',
    { orderId, turn, ...step },
    {
      summary: `Wait until ${step.line.lineId} is active`,
      first: 'durable',
      patience: 'hours',
      heartbeat: '1 minute',
      watching: true,
    },
  );
}

export async function completeOrder(input: CompleteOrder, onTrouble: OnTrouble): Promise<void> {
  const summary = 'Open billing, write the record, tell reseller and customer';
  await call('completeOrder', input, { summary, first: 'local', patience: 'always', onTrouble });
}

export async function endOrder(input: EndOrder): Promise<void> {
  const summary = `Record the end and tell those concerned: ${input.end.state}`;
  await call('endOrder', input, { summary, first: 'durable', patience: 'always' });
}

export async function holdOrder(input: HoldOrder): Promise<void> {
  const summary = `Record the hold: ${input.hold.cause}`;
  await call('holdOrder', input, { summary, first: 'durable', patience: 'always' });
}

/** The undo of {@link createSubscription}. "Nothing there" is success, here and below. */
export async function removeSubscription({ order: { orderId } }: OfOrder, step: LineStep): Promise<void> {
  const summary = `Remove the subscription of ${step.line.lineId}`;
  await call('removeSubscription', { orderId, ...step }, { summary, first: 'durable', patience: 'days' });
}

/** The undo of {@link reserveCredit}. */
export async function releaseCredit({ order: { orderId } }: OfOrder): Promise<void> {
  await call(
    'releaseCredit',
    { orderId },
    { summary: 'Release the reserved credit', first: 'durable', patience: 'days' },
  );
}

/** The undo of the billing that {@link completeOrder} opens. */
export async function closeBilling(lineId: string): Promise<void> {
  await call(
    'closeBilling',
    { lineId },
    { summary: `Close the billing of ${lineId}`, first: 'durable', patience: 'days' },
  );
}
