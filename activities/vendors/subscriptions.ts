/** Creating, watching and removing the subscription of one order line. */
import { Context, log } from '@temporalio/activity';
import type { AcceptedAnswer } from '../../workflows/contract/messages.ts';
import { type OrderLine, ordinalOf } from '../../workflows/contract/order.ts';
import type { Deps } from '../deps.ts';
import { BeforeCreating, OrderBlocked } from '../failures.ts';
import { type SubscriptionReference, type VendorSubscription, VendorUnavailable, VendorUncertain } from './port.ts';

export interface ProvisionLine {
  orderId: string;
  line: OrderLine;
  /** The administrator, and who gave the details. */
  answer: AcceptedAnswer;
  /** Whether an earlier call for this line may have reached the vendor without our learning its outcome. */
  doubt: boolean;
  /** 1, and one more after each time an operator resumed the order. */
  round: number;
}

export interface WatchLine {
  orderId: string;
  line: OrderLine;
  administratorEmail: string;
}

/** Only the word of the attempt just before counts: one that died without a word may have created something. */
function saysNothingCreated(details: unknown, attempt: number): boolean {
  return (details as { nothingCreated?: unknown } | null)?.nothingCreated === attempt;
}

/** Well within the time after which the server takes a worker for dead; see `workflows/order/provisioning.ts`. */
const HEARTBEAT_MS = 3000;

/**
 * Checks once more what may have changed since Buy, then creates the subscription, or adopts the one that is there.
 *
 * Keeps track of whether the creating request went out: as long as it did not, a taken address is somebody else's.
 * A later attempt reads that from the heartbeat; an attempt that died without a word leaves doubt.
 */
export async function createSubscription(deps: Deps, input: ProvisionLine): Promise<VendorSubscription> {
  const { line, answer } = input;
  const { info, cancellationSignal: signal, heartbeat } = Context.current();
  const doubt = input.doubt || (info.attempt > 1 && !saysNothingCreated(info.heartbeatDetails, info.attempt - 1));
  let mayHaveCreated = doubt;
  const onCreating = () => {
    mayHaveCreated = true;
    heartbeat('creating');
  };
  // So that a worker that dies meanwhile is noticed in seconds, and another one takes over.
  const beat = setInterval(() => heartbeat(mayHaveCreated ? 'creating' : 'looking'), HEARTBEAT_MS);
  try {
    await checkAgain(deps, input);
    const vendor = deps.vendors.get(line.source.vendor);
    const request = {
      ...referenceOf(line, answer.details.email),
      administrator: answer.details,
      quantity: line.quantity,
    };
    return await vendor.create(request, { signal, doubt, onCreating });
  } catch (error) {
    if (error instanceof VendorUnavailable || error instanceof VendorUncertain) await recordLate(deps, input);
    if (mayHaveCreated) throw error;
    heartbeat({ nothingCreated: info.attempt });
    throw new BeforeCreating(error);
  } finally {
    clearInterval(beat);
  }
}

async function checkAgain(deps: Deps, { orderId, line, answer, round }: ProvisionLine): Promise<void> {
  const { checks } = await deps.record.brief(orderId);
  if (checks.customerOnHold) throw new OrderBlocked('customerOnHold', 'the customer is on credit hold');
  if (checks.withdrawnProducts.includes(line.productId)) {
    throw new OrderBlocked('productWithdrawn', `product ${line.productId} was withdrawn from the catalogue`);
  }
  await deps.record.apply({
    orderId,
    key: `provisioning:${line.lineId}:${round}`,
    state: 'inProgress',
    waitingOn: null,
    lines: [{ lineId: line.lineId, state: 'processing' }],
    answer,
    what: 'The subscription is being created at the vendor',
    by: 'system',
  });
}

/** So that whoever looks at the order sees what it waits on; the call is retried. */
function recordLate(deps: Deps, { orderId, line, round }: ProvisionLine): Promise<boolean> {
  return deps.record.apply({
    orderId,
    key: `late:${line.lineId}:${round}`,
    state: 'inProgress',
    waitingOn: {
      who: 'vendor',
      what: 'the vendor to create the subscription',
      since: deps.now().toISOString(),
      then: 'it is tried again; after some hours an operator decides',
    },
    what: 'The vendor did not answer as it should; it will be tried again',
    by: 'vendor',
  });
}

/** Looks until the subscription reads back as active. Heartbeats at each look, so a dead worker is noticed. */
export async function awaitActivation(deps: Deps, input: WatchLine): Promise<VendorSubscription> {
  const activity = Context.current();
  const vendor = deps.vendors.get(input.line.source.vendor);
  const reference = referenceOf(input.line, input.administratorEmail);
  for (let looks = 1; ; looks++) {
    const found = await vendor.find(reference, activity.cancellationSignal);
    if (found?.active) return found;
    if (looks === 1) await recordActivating(deps, input);
    activity.heartbeat({ looks, found: found?.subscriptionId });
    await activity.sleep(deps.activationPollMs);
  }
}

function recordActivating(deps: Deps, { orderId, line }: WatchLine): Promise<boolean> {
  return deps.record.apply({
    orderId,
    key: `activating:${line.lineId}`,
    state: 'inProgress',
    waitingOn: {
      who: 'vendor',
      what: 'the vendor to make the subscription active',
      since: deps.now().toISOString(),
      then: 'after some hours an operator decides',
    },
    what: 'The subscription was created and is not active yet',
    by: 'vendor',
  });
}

/** Removes whatever exists under the line's key: "nothing there" is success. */
export async function removeSubscription(deps: Deps, input: WatchLine): Promise<void> {
  const { orderId, line } = input;
  log.info('removing the subscription of a line', { orderId, lineId: line.lineId });
  const reference = referenceOf(line, input.administratorEmail);
  await deps.vendors.get(line.source.vendor).remove(reference, Context.current().cancellationSignal);
}

function referenceOf({ lineId, source }: OrderLine, administratorEmail: string): SubscriptionReference {
  return { key: lineId, ordinal: ordinalOf(lineId), source, administratorEmail };
}
