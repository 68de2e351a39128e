/** Creating, watching and removing the subscription of one order line. */
import { Context, log } from '@temporalio/activity';
import type { AcceptedAnswer } from '../../workflows/contract/messages.ts';
import { type OrderLine, ordinalOf, type WaitingOn } from '../../workflows/contract/order.ts';
import type { Deps, InTurn } from '../deps.ts';
import { earlierDoubt } from '../earlier-inputs.ts';
import { OrderBlocked, vendorRefusal } from '../failures.ts';
import { write } from '../record/changes.ts';
import type { ActivationLooks } from './activation.ts';
import { Attempt } from './attempt.ts';
import {
  type Removal,
  type SubscriptionReference,
  type VendorAdapter,
  VendorRefused,
  type VendorSubscription,
  VendorUnavailable,
  VendorUncertain,
} from './port.ts';

export interface ProvisionLine extends InTurn {
  orderId: string;
  line: OrderLine;
  /** The administrator, and who gave the details. */
  answer: AcceptedAnswer;
  /** 1, and one more after each time an operator resumed the order. */
  round: number;
}

export interface ProvisionedLine extends VendorSubscription {
  /** An earlier creating request had left of which it was not known what it did. */
  doubted?: true;
}

export interface WatchLine extends InTurn {
  orderId: string;
  line: OrderLine;
  administratorEmail: string;
}

/**
 * Checks once more what may have changed since Buy, then creates the subscription, or adopts the one that is there.
 *
 * Doubt is a mark on the order line: it is set right before a creating request leaves, and so tells every later attempt,
 * on whatever worker, that something may exist under the line's key. Without it a taken address is somebody else's.
 *
 * An attempt that is over sends nothing more, since its undo may have been; and one that is cancelled after its request has
 * left ends only when the outcome is known, since its undo comes next.
 */
export async function createSubscription(deps: Deps, input: ProvisionLine): Promise<ProvisionedLine> {
  const { line, answer } = input;
  const attempt = new Attempt();
  const { signal, deadline } = attempt;
  try {
    const marked = await checkAgain(deps, input);
    const doubt = marked || earlierDoubt(input, Context.current().info.heartbeatDetails);
    const vendor = deps.vendors.get(line.source.vendor);
    const request = {
      ...referenceOf(line, answer.details.email),
      administrator: answer.details,
      quantity: line.quantity,
    };
    const onCreating = async (login?: string) => {
      attempt.assertNotOver();
      await deps.record.creationSent(line.lineId, login);
      attempt.assertNotOver();
    };
    const created = await vendor
      .create(request, { signal, deadline, doubt, onCreating })
      .catch(async (error: unknown) => {
        if (!(error instanceof VendorRefused)) throw error;
        // All that has left is answered, and nothing was made: other details are asked for without any doubt.
        if (!doubt && !attempt.isOver) await deps.record.creationRefused(line.lineId);
        throw vendorRefusal(error, doubt);
      });
    return doubt ? { ...created, doubted: true } : created;
  } catch (error) {
    const passing = error instanceof VendorUnavailable || error instanceof VendorUncertain;
    if (passing && !attempt.isOver) await recordLate(deps, input);
    throw error;
  } finally {
    attempt.end();
  }
}

/**
 * @returns whether the line is marked
 * @throws OrderBlocked
 */
async function checkAgain(deps: Deps, { orderId, line, answer, round, turn }: ProvisionLine): Promise<boolean> {
  const { checks, lines } = await deps.record.brief(orderId);
  if (checks.customerOnHold) throw new OrderBlocked('customerOnHold', 'the customer is on credit hold');
  if (checks.withdrawnProducts.includes(line.productId)) {
    throw new OrderBlocked('productWithdrawn', `product ${line.productId} was withdrawn from the catalogue`);
  }
  await write(deps, {
    orderId,
    turn,
    key: `provisioning:${line.lineId}:${round}`,
    state: 'inProgress',
    waitingOn: null,
    lines: [{ lineId: line.lineId, state: 'processing' }],
    answer,
    event: { kind: 'provisioningStarted', lineId: line.lineId },
    by: 'system',
  });
  return lines.some(({ lineId, creationSent }) => lineId === line.lineId && creationSent === true);
}

/** So that whoever looks at the order sees what it waits on; the call is retried. */
function recordLate(deps: Deps, { orderId, line, round, turn }: ProvisionLine): Promise<void> {
  return write(deps, {
    orderId,
    turn,
    key: `late:${line.lineId}:${round}`,
    state: 'inProgress',
    waitingOn: waitFor(deps, 'creation'),
    event: { kind: 'vendorLate', lineId: line.lineId },
    by: 'vendor',
  });
}

/** Well within the minute after which the server takes a worker that watches for dead; see `workflows/support/steps.ts`. */
const LONGEST_BEAT_MS = 15_000;

/** Looks until the subscription reads back as active. Heartbeats meanwhile, so a dead worker is noticed. */
export async function awaitActivation(
  deps: Deps,
  looks: ActivationLooks,
  input: WatchLine,
): Promise<VendorSubscription> {
  const { cancellationSignal, heartbeat } = Context.current();
  const reference = referenceOf(input.line, input.administratorEmail);
  const beating = setInterval(heartbeat, Math.min(deps.activationPollMs, LONGEST_BEAT_MS));
  return looks
    .watching(async () => {
      for (let first = true; ; first = false) {
        const found = await looks.next(reference, cancellationSignal);
        if (found?.active) return found;
        if (first) await recordActivating(deps, input);
        heartbeat();
      }
    })
    .finally(() => clearInterval(beating));
}

function recordActivating(deps: Deps, { orderId, line, turn }: WatchLine): Promise<void> {
  return write(deps, {
    orderId,
    turn,
    key: `activating:${line.lineId}`,
    state: 'inProgress',
    waitingOn: waitFor(deps, 'activation'),
    event: { kind: 'activationAwaited', lineId: line.lineId },
    by: 'vendor',
  });
}

function waitFor(deps: Deps, kind: 'creation' | 'activation'): WaitingOn {
  return { who: 'vendor', kind, since: deps.now().toISOString() };
}

/**
 * Removes whatever exists under the line's key: "nothing there" is success.
 * @returns `doubtful` if something may still show up there
 */
export async function removeSubscription(deps: Deps, input: WatchLine): Promise<Removal> {
  const { orderId, line } = input;
  log.info('removing the subscription of a line', { orderId, lineId: line.lineId });
  return atVendor(deps, input, (vendor, reference, signal) => vendor.remove(reference, signal));
}

/** Does something at a line's vendor, in an attempt that heartbeats and ends with the activity. */
export async function atVendor<T>(
  deps: Deps,
  { line, administratorEmail }: Pick<WatchLine, 'line' | 'administratorEmail'>,
  act: (vendor: VendorAdapter, reference: SubscriptionReference, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const attempt = new Attempt();
  try {
    return await act(deps.vendors.get(line.source.vendor), referenceOf(line, administratorEmail), attempt.signal);
  } finally {
    attempt.end();
  }
}

function referenceOf({ lineId, source }: OrderLine, administratorEmail: string): SubscriptionReference {
  return { key: lineId, ordinal: ordinalOf(lineId), source, administratorEmail };
}
