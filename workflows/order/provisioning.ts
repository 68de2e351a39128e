/** Creating the subscriptions at the vendors, one for each line. */
import { isCancellation } from '@temporalio/workflow';
import type { Hold } from '../contract/causes.ts';
import type { KnownFailure, Trouble, VendorRefusal } from '../contract/failures.ts';
import type { AcceptedAnswer } from '../contract/messages.ts';
import type { OrderLine, WaitingOn } from '../contract/order.ts';
import { knownFailureIn, thrownIn } from '../support/failures.ts';
import * as steps from '../support/steps.ts';
import { hold } from './hold.ts';
import type { Run } from './run.ts';

export interface ActiveLine {
  lineId: string;
  subscriptionId: string;
}

export type Provisioned =
  | { kind: 'active'; lines: ActiveLine[] }
  | { kind: 'refused'; refusal: VendorRefusal }
  | { kind: 'givenUp' };

type LineResult = { kind: 'active'; line: ActiveLine } | Exclude<Provisioned, { kind: 'active' }>;

/** Creates all lines' subscriptions side by side. When it returns or throws, no call is under way any more. */
export async function provision(run: Run, answer: AcceptedAnswer): Promise<Provisioned> {
  run.progress.enter('inProgress');
  run.progress.nextPhase();
  const provisioning = new Provisioning(run, answer);
  const settled = await Promise.allSettled(run.order.lines.map((line) => provisioning.line(line)));
  const lines: ActiveLine[] = [];
  let bad: Exclude<LineResult, { kind: 'active' }> | undefined;
  for (const result of settled) {
    if (result.status === 'rejected') throw result.reason;
    if (result.value.kind === 'active') lines.push(result.value.line);
    else bad ??= result.value;
  }
  return bad ?? { kind: 'active', lines };
}

class Provisioning {
  readonly #run: Run;
  readonly #answer: AcceptedAnswer;
  #refused = false;

  constructor(run: Run, answer: AcceptedAnswer) {
    this.#run = run;
    this.#answer = answer;
  }

  /** One line, until it is active, refused, or given up by an operator. */
  async line(line: OrderLine): Promise<LineResult> {
    const { undo, progress } = this.#run;
    const { lineId, productId, source } = line;
    const step = { line, administratorEmail: this.#answer.details.email };
    const removes = { kind: 'subscription', lineId, productId, vendor: source.vendor } as const;
    const nothingToUndo = undo.onFailure(removes, async () => {
      await steps.removeSubscription(this.#run, step);
      progress.line(lineId, { state: 'terminated' });
    });

    const earlier = new EarlierDoubt();
    for (let round = 1; ; round++) {
      try {
        return { kind: 'active', line: await this.#create(step, round, earlier) };
      } catch (error) {
        if (isCancellation(error)) throw error;
        const failure = knownFailureIn(error);
        if (failure?.type === 'VendorRefused') {
          const [field, code, doubt = earlier.doubt] = failure.details;
          // Without doubt nothing exists under our key, and what has the address now is somebody else's.
          if (!doubt) nothingToUndo();
          progress.line(lineId, { state: 'terminated' });
          this.#refused = true;
          return { kind: 'refused', refusal: { field, code, said: failure.message } };
        }
        // The order fails with its other line, so there is nothing to hold it for.
        if (this.#refused) return { kind: 'givenUp' };
        const reported = `line ${lineId} (${productId}): ${failure?.message ?? 'no answer in time'}`;
        if ((await hold(this.#run, holdFor(failure, lineId), reported)) === 'giveUp') return { kind: 'givenUp' };
        earlier.doubt = true;
        progress.enter('inProgress');
        progress.announce();
        progress.nextTurn();
      }
    }
  }

  async #create(step: steps.LineStep, round: number, earlier: EarlierDoubt): Promise<ActiveLine> {
    const { order, progress } = this.#run;
    const { line } = step;
    const { lineId } = line;
    progress.line(lineId, { state: 'processing' });
    // The lines go side by side, so they have one turn together, until a hold or its end takes the next.
    const { turn } = progress;
    const input = { orderId: order.orderId, turn, line, answer: this.#answer, round };
    const created = await steps.createSubscription(input, (failure) => {
      earlier.hear(failure);
      this.#vendorIsLate('creation');
    });
    progress.line(lineId, { subscriptionId: created.subscriptionId });
    if (!created.active) {
      this.#vendorIsLate('activation');
      await steps.awaitActivation(this.#run, step, turn);
    }
    progress.line(lineId, { state: 'active' });
    return { lineId, subscriptionId: created.subscriptionId };
  }

  /** Only now is it worth an event: an order that is provisioned at once is done before anybody could look. */
  #vendorIsLate(kind: Extract<WaitingOn, { who: 'vendor' }>['kind']): void {
    const { progress } = this.#run;
    progress.enter('inProgress', { waitingOn: { who: 'vendor', kind, since: new Date(Date.now()).toISOString() } });
    progress.announce();
  }
}

/**
 * Whether a line is in doubt, as earlier releases worked it out here. Since then the mark is on the order line, and a
 * refusal says it; this is for refusals in the histories from before.
 */
class EarlierDoubt {
  doubt = false;

  hear(failure: unknown): void {
    // They told it of any failure before the request, of whatever type.
    const [trouble] = (thrownIn(failure)?.details ?? []) as [Trouble?];
    if (!trouble?.nothingCreated) this.doubt = true;
  }
}

function holdFor(failure: KnownFailure | undefined, lineId: string): Hold {
  switch (failure?.type) {
    case 'OrderBlocked':
      return { cause: failure.details[0], lineId };
    case 'VendorMisconfigured':
      return { cause: 'vendorMisconfigured', lineId };
    case 'VendorUncertain':
      return { cause: 'vendorUncertain', lineId };
    default:
      return { cause: 'vendorUnavailable', lineId };
  }
}
