/**
 * The calls that the saga makes, one function each: what operators read beside it, whether its first try may be local, how
 * long it is tried, how soon a dead worker is noticed. Why a first try is local or durable: see `calls.ts`.
 */
import type {
  BouncedRequest,
  CompleteOrder,
  EndOrder,
  HoldOrder,
  Notice,
  ProvisionLine,
  RequestMail,
  SentRequest,
  WatchLine,
} from '../../activities/index.ts';
import type { VendorRefusal } from '../contract/failures.ts';
import type { Order, OrderLine } from '../contract/order.ts';
import type { RecordChange } from '../contract/record.ts';
import { call } from './calls.ts';
import { apartFromNotices, tell, tellAll } from './notices.ts';

/** Whose step it is. */
interface OfOrder {
  readonly order: Order;
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
  correction: 'Ask the customer to correct the details',
} as const;

/** A mail more with the same link harms nobody, so it may be local; a new link must be in the history first. */
export function sendRequest(mail: RequestMail): Promise<SentRequest> {
  const first = mail.kind === 'resend' || mail.kind === 'correction' ? 'durable' : 'local';
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

/**
 * @param turn that of the creation: what it writes no longer counts once another line has held the order.
 * @throws ActivityFailure after four hours
 */
export async function awaitActivation({ order: { orderId } }: OfOrder, step: LineStep, turn: number): Promise<void> {
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

/** @returns how to tell those who have not been told yet, when the order has been completed. */
export async function completeOrder(input: CompleteOrder, onTrouble: OnTrouble): Promise<() => Promise<void>> {
  const { orderId, contacted, failed } = input;
  const told = await call('completeOrder', input, {
    summary: 'Open billing, write the record, tell reseller and customer',
    first: 'local',
    patience: 'always',
    onTrouble,
    again: apartFromNotices(input),
  });
  const inPart = failed && { failedLines: failed.map(({ lineId }) => lineId) };
  const notices: Notice[] = [
    { kind: 'orderCompleted', to: 'reseller', ...inPart },
    { kind: 'orderCompleted', to: 'customer', contacted, ...inPart },
  ];
  return () => tellAll(orderId, told, notices);
}

export async function endOrder(input: EndOrder): Promise<void> {
  const { orderId, end, contacted } = input;
  const told = await call('endOrder', input, {
    summary: `Record the end and tell those concerned: ${end.state}`,
    first: 'durable',
    patience: 'always',
    again: apartFromNotices(input),
  });
  const toCustomer: Notice[] = contacted === undefined ? [] : [{ kind: 'orderEnded', to: 'customer', end, contacted }];
  await tellAll(orderId, told, [{ kind: 'orderEnded', to: 'reseller', end }, ...toCustomer]);
}

export async function holdOrder(input: HoldOrder): Promise<void> {
  const { orderId, number, hold } = input;
  const told = await call('holdOrder', input, {
    summary: `Record the hold: ${hold.cause}`,
    first: 'durable',
    patience: 'always',
    again: apartFromNotices(input),
  });
  await tellAll(orderId, told, [{ kind: 'orderHeld', number, hold }]);
}

/** Tells operators of a hold. */
export function tellOperators(
  orderId: string,
  held: Omit<Extract<Notice, { kind: 'orderHeld'; to: 'operators' }>, 'kind' | 'to'>,
): Promise<void> {
  return tell(orderId, { kind: 'orderHeld', to: 'operators', ...held });
}

/** Asks the reseller to correct what the vendor refused. */
export function tellCorrection(
  orderId: string,
  round: number,
  until: string,
  corrections: VendorRefusal[],
): Promise<void> {
  return tell(orderId, { kind: 'correctionNeeded', round, until, corrections });
}

/** Writes the record where nothing else is to be done. */
export async function recordChange(change: RecordChange, summary: string): Promise<void> {
  await call('recordChange', change, { summary, first: 'durable', patience: 'always' });
}

/** Asks the reseller for another contact. */
export function tellUnreachable(
  orderId: string,
  notice: Extract<Notice, { kind: 'contactUnreachable' }>,
): Promise<void> {
  return tell(orderId, notice);
}

export async function recordBounce(input: BouncedRequest): Promise<void> {
  const summary = 'Record that the mail came back';
  await call('recordBounce', input, { summary, first: 'durable', patience: 'always' });
}

/** Takes a subscription that exists at the vendor for the line's. @throws as {@link createSubscription} */
export function adoptSubscription(input: ProvisionLine & { subscriptionId: string }) {
  const { subscriptionId, line } = input;
  const summary = `Take ${subscriptionId} for ${line.lineId}`;
  return call('adoptSubscription', input, { summary, first: 'durable', patience: 'hours', heartbeat: '10 seconds' });
}

/**
 * The undo of {@link createSubscription}. "Nothing there" is success, here and below.
 * @returns whether it is certain that nothing can show up under the line's key any more
 */
export async function removeSubscription(
  { order: { orderId } }: OfOrder,
  step: LineStep,
  onTrouble?: OnTrouble,
): Promise<boolean> {
  const removed = await call(
    'removeSubscription',
    { orderId, ...step },
    { summary: `Remove the subscription of ${step.line.lineId}`, first: 'durable', patience: 'days', onTrouble },
  );
  return removed !== 'doubtful';
}

/** Removes what stands under a line's key although the order has given the line up. */
export async function removeStrays(line: WatchLine): Promise<void> {
  const summary = `Look for what the vendor may have made late for ${line.line.lineId}`;
  await call('removeStrays', line, { summary, first: 'durable', patience: 'days' });
}

/** Removes a subscription that an operator has named. @throws ApplicationFailure `VendorRefused` if it is not the line's */
export async function removeNamed({ order: { orderId } }: OfOrder, step: LineStep, subscriptionId: string) {
  const summary = `Remove ${subscriptionId}, which an operator has named`;
  const input = { orderId, ...step, subscriptionId };
  await call('removeNamedSubscription', input, { summary, first: 'durable', patience: 'hours' });
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
