/** Creating the subscriptions at the vendors, one for each line. */
import { isCancellation } from '@temporalio/workflow';
import type { FailedLine, Hold } from '../contract/causes.ts';
import type { KnownFailure, Trouble } from '../contract/failures.ts';
import type { AcceptedAnswer } from '../contract/messages.ts';
import type { OrderLine, WaitingOn } from '../contract/order.ts';
import { knownFailureIn, thrownIn } from '../support/failures.ts';
import * as steps from '../support/steps.ts';
import { isCorrectable } from './corrections.ts';
import { type HoldDecision, hold } from './hold.ts';
import { lookAgainLater } from './look-again.ts';
import { removal } from './removal.ts';
import type { Run } from './run.ts';

export interface ActiveLine {
  lineId: string;
  subscriptionId: string;
}

/** A line that the vendor refused, or an operator gave up. */
export type LineFailure = Exclude<FailedLine, { cause: 'customerNoResponse' }>;

export interface Provisioned {
  active: ActiveLine[];
  failed: LineFailure[];
}

/** Creates some lines' subscriptions side by side. When it returns or throws, no call is under way any more. */
export async function provision(run: Run, lines: readonly OrderLine[], answer: AcceptedAnswer): Promise<Provisioned> {
  run.progress.enter('inProgress');
  run.progress.nextPhase();
  const provisioning = new Provisioning(run, answer);
  const settled = await Promise.allSettled(lines.map((line) => provisioning.line(line)));
  const provisioned: Provisioned = { active: [], failed: [] };
  for (const result of settled) {
    if (result.status === 'rejected') throw result.reason;
    if ('cause' in result.value) provisioned.failed.push(result.value);
    else provisioned.active.push(result.value);
  }
  return provisioned;
}

class Provisioning {
  readonly #run: Run;
  readonly #answer: AcceptedAnswer;
  /** Whether a line was refused with which the whole order fails: there is nothing to hold it for. */
  #doomed = false;

  constructor(run: Run, answer: AcceptedAnswer) {
    this.#run = run;
    this.#answer = answer;
  }

  /** One line, until it is active, refused, or given up by an operator. */
  async line(line: OrderLine): Promise<ActiveLine | LineFailure> {
    const { undo, progress } = this.#run;
    const { lineId, productId, source } = line;
    const step = { line, administratorEmail: this.#answer.details.email };
    const removes = { kind: 'subscription', lineId, productId, vendor: source.vendor } as const;
    const nothingToUndo = undo.onFailure(removes, removal(this.#run, step));

    const earlier = new EarlierDoubt();
    let decided: HoldDecision = { action: 'retry' };
    for (;;) {
      try {
        return await this.#attempt(step, decided, earlier);
      } catch (error) {
        if (isCancellation(error)) throw error;
        const failure = knownFailureIn(error);
        if (failure?.type === 'VendorRefused' && decided.action === 'retry') {
          const [field, code, doubt = earlier.doubt] = failure.details;
          // Without doubt nothing exists under our key, and what has the address now is somebody else's.
          if (!doubt) nothingToUndo();
          progress.line(lineId, { state: 'terminated' });
          const refusal = { field, code, said: failure.message };
          this.#doomed ||= this.#dooms(refusal);
          return { lineId, cause: 'vendorRefused', refusal };
        }
        if (this.#doomed) return { lineId, cause: 'givenUp' };
        const reported = `line ${lineId} (${productId}): ${failure?.message ?? 'no answer in time'}`;
        decided = await hold(this.#run, holdFor(failure, lineId), reported, () => this.#doomed);
        if (decided.action === 'giveUp') return this.#givenUp(lineId);
        earlier.doubt = true;
        progress.enter('inProgress');
        progress.announce();
        progress.nextTurn();
      }
    }
  }

  /** As an operator has decided: the creation again, or what is there is adopted or removed. */
  async #attempt(
    step: steps.LineStep,
    decided: HoldDecision,
    earlier: EarlierDoubt,
  ): Promise<ActiveLine | LineFailure> {
    const { action, subscriptionId } = decided;
    if (subscriptionId === undefined) return this.#create(step, earlier);
    if (action === 'remove') {
      await steps.removeNamed(this.#run, step, subscriptionId);
      return this.#givenUp(step.line.lineId);
    }
    return this.#activated(step, await steps.adoptSubscription({ ...this.#inputFor(step), subscriptionId }));
  }

  #givenUp(lineId: string): LineFailure {
    if (this.#run.progress.rules >= 2) this.#run.progress.line(lineId, { state: 'terminated' });
    return { lineId, cause: 'givenUp' };
  }

  #dooms(refusal: Parameters<typeof isCorrectable>[0]): boolean {
    const { order, progress } = this.#run;
    return progress.rules < 2 || (order.lineFailure !== 'keepOthers' && !isCorrectable(refusal));
  }

  async #create(step: steps.LineStep, earlier: EarlierDoubt): Promise<ActiveLine> {
    this.#run.progress.line(step.line.lineId, { state: 'processing' });
    const created = await steps.createSubscription(this.#inputFor(step), (failure) => {
      earlier.hear(failure);
      this.#vendorIsLate('creation');
    });
    const active = await this.#activated(step, created);
    if (created.doubted && this.#run.progress.rules >= 2) await lookAgainLater(this.#run, step);
    return active;
  }

  #inputFor({ line }: steps.LineStep) {
    const { order, progress } = this.#run;
    // The lines go side by side, so they have one turn together, until a hold or its end takes the next.
    const turn = progress.turnOfLines;
    return { orderId: order.orderId, turn, line, answer: this.#answer, round: progress.nextRound(line.lineId) };
  }

  async #activated(
    step: steps.LineStep,
    { subscriptionId, active }: { subscriptionId: string; active: boolean },
  ): Promise<ActiveLine> {
    const { progress } = this.#run;
    const { lineId } = step.line;
    progress.line(lineId, { subscriptionId });
    if (!active) {
      this.#vendorIsLate('activation');
      await steps.awaitActivation(this.#run, step, progress.turnOfLines);
    }
    progress.line(lineId, { state: 'active' });
    return { lineId, subscriptionId };
  }

  /** Only now is it worth an event: an order that is provisioned at once is done before anybody could look. */
  #vendorIsLate(kind: Extract<WaitingOn, { who: 'vendor' }>['kind']): void {
    const { progress } = this.#run;
    if (progress.state === 'assessingCancellation') return;
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
    // Refused by the vendor or by us: what an operator has named is not the line's.
    case 'VendorRefused':
    case 'VendorUncertain':
      return { cause: 'vendorUncertain', lineId };
    default:
      return { cause: 'vendorUnavailable', lineId };
  }
}
