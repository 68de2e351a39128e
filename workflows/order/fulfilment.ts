/** Provisioning an order, with what the vendor refuses corrected by whoever gave it, until every line is active or given up. */
import { CancellationScope, isCancellation } from '@temporalio/workflow';
import type { FailedLine } from '../contract/causes.ts';
import type { AcceptedAnswer } from '../contract/messages.ts';
import type { OrderLine } from '../contract/order.ts';
import { askCorrection } from './administrator-wait.ts';
import { untilCancelled } from './assessing.ts';
import type { Fulfilled } from './completing.ts';
import { correctionsIn, MOST_CORRECTIONS } from './corrections.ts';
import { type Ended, undone } from './ending.ts';
import { hold } from './hold.ts';
import { type ActiveLine, type LineFailure, type Provisioned, provision } from './provisioning.ts';
import type { Run } from './run.ts';

/** Provisions every line, or says how the order ends. When it returns or throws, no call is under way any more. */
export function fulfil(run: Run, answer: AcceptedAnswer): Promise<Fulfilled | Ended> {
  return new Fulfilment(run).from(answer);
}

class Fulfilment {
  readonly #run: Run;
  readonly #active: ActiveLine[] = [];
  /** Lines that are not to be had any more. */
  readonly #failed: FailedLine[] = [];

  constructor(run: Run) {
    this.#run = run;
  }

  async from(first: AcceptedAnswer): Promise<Fulfilled | Ended> {
    const { order, progress } = this.#run;
    let answer = first;
    let lines = order.lines;
    for (let round = 1; ; round++) {
      const provisioned = await this.#provision(lines, answer);
      if (provisioned === 'stopped') return this.#cancelled();
      this.#active.push(...provisioned.active);
      const [bad] = provisioned.failed;
      if (!bad) return this.#over();
      if (progress.rules < 2) return this.#endedBecause(bad);
      if (this.#run.inbox.cancel) return this.#cancelled();

      const corrections = correctionsIn(provisioned.failed);
      const hopeless = provisioned.failed.filter((line) => !corrections.lineIds.includes(line.lineId));
      this.#failed.push(...hopeless);
      if (corrections.lineIds.length === 0 || (hopeless.length > 0 && !this.#keepsOthers)) return this.#over();

      // What was refused in doubt is undone before it is asked for again, under the address that it was asked for with.
      await undone(this.#run, corrections.lineIds);
      if (this.#run.inbox.cancel) return this.#cancelled();
      if (round > MOST_CORRECTIONS && !(await this.#onceMore(corrections.lineIds))) return this.#over();
      const known = await askCorrection(this.#run, corrections.refusals, round);
      if (known.kind === 'ended') {
        if (known.end.state !== 'expired' || !this.#keepsOthers) return known;
        this.#giveUp(corrections.lineIds, 'customerNoResponse');
        if (this.#active.length === 0) return known;
        progress.keepOn();
        return this.#over();
      }
      answer = known.answer;
      lines = order.lines.filter(({ lineId }) => corrections.lineIds.includes(lineId));
    }
  }

  async #provision(lines: readonly OrderLine[], answer: AcceptedAnswer): Promise<Provisioned | 'stopped'> {
    if (this.#run.inbox.cancel && this.#run.progress.rules >= 2) return 'stopped';
    try {
      return await untilCancelled(this.#run, () => provision(this.#run, lines, answer));
    } catch (error) {
      // Stopped for the order's sake, and not because the workflow itself is cancelled.
      if (isCancellation(error) && !CancellationScope.current().consideredCancelled) return 'stopped';
      throw error;
    }
  }

  /** Asks an operator, since whoever gave the details has corrected them often enough. */
  async #onceMore(lineIds: string[]): Promise<boolean> {
    const [lineId = ''] = lineIds;
    const why = { cause: 'tooManyCorrections', lineId } as const;
    const { action } = await hold(this.#run, why, `the vendor refused ${MOST_CORRECTIONS} corrections`);
    if (action === 'retry') return true;
    this.#giveUp(lineIds, 'givenUp');
    return false;
  }

  #giveUp(lineIds: string[], cause: 'givenUp' | 'customerNoResponse'): void {
    this.#failed.push(...lineIds.map((lineId) => ({ lineId, cause })));
  }

  get #keepsOthers(): boolean {
    return this.#run.order.lineFailure === 'keepOthers';
  }

  /** No line is open any more. What of the failed ones may be there is undone before the others are charged. */
  async #over(): Promise<Fulfilled | Ended> {
    const [worst] = this.#failed;
    if (worst && (this.#active.length === 0 || !this.#keepsOthers)) return this.#endedBecause(worst);
    if (worst) {
      await undone(
        this.#run,
        this.#failed.map(({ lineId }) => lineId),
      );
      if (this.#run.inbox.cancel) return this.#cancelled();
    }
    return { kind: 'fulfilled', lines: this.#active, failed: this.#failed };
  }

  #endedBecause(line: LineFailure | FailedLine): Ended {
    if (this.#run.inbox.cancel) return this.#cancelled();
    switch (line.cause) {
      case 'vendorRefused':
        return { kind: 'ended', end: { state: 'failed', cause: 'vendorRefused', refusal: line.refusal }, by: 'vendor' };
      case 'givenUp':
        return { kind: 'ended', end: { state: 'failed', cause: 'givenUp' }, by: 'operator' };
      case 'customerNoResponse':
        return { kind: 'ended', end: { state: 'expired', cause: 'customerNoResponse' }, by: 'system' };
    }
  }

  #cancelled(): Ended {
    const by = this.#run.inbox.cancel?.by ?? 'operator';
    return { kind: 'ended', end: { state: 'cancelled', cause: 'requested' }, by };
  }
}
