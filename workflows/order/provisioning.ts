/** Creating the subscriptions at the vendors, one for each line. */
import { isCancellation } from '@temporalio/workflow';
import type { AcceptedAnswer } from '../contract/messages.ts';
import type { Order, OrderLine } from '../contract/order.ts';
import { applicationFailureIn, call, refusalOf, troubleIn } from '../support/calls.ts';
import type { UndoStack } from '../support/undo.ts';
import { hold, type Reason } from './hold.ts';
import type { Inbox } from './inbox.ts';
import type { Progress } from './progress.ts';

export interface ActiveLine {
  lineId: string;
  subscriptionId: string;
}

export type Provisioned =
  | { kind: 'active'; lines: ActiveLine[] }
  | { kind: 'failed'; cause: string; detail: string }
  | { kind: 'givenUp' };

type LineResult = { kind: 'active'; line: ActiveLine } | Exclude<Provisioned, { kind: 'active' }>;

/** Creates all lines' subscriptions side by side. When it returns or throws, no call is under way any more. */
export async function provision(
  order: Order,
  answer: AcceptedAnswer,
  progress: Progress,
  inbox: Inbox,
  undo: UndoStack,
): Promise<Provisioned> {
  progress.enter('inProgress');
  const provisioner = new Provisioner(order.orderId, answer, progress, inbox, undo);
  const settled = await Promise.allSettled(order.lines.map((line) => provisioner.line(line)));
  const lines: ActiveLine[] = [];
  let bad: Exclude<LineResult, { kind: 'active' }> | undefined;
  for (const result of settled) {
    if (result.status === 'rejected') throw result.reason;
    if (result.value.kind === 'active') lines.push(result.value.line);
    else bad ??= result.value;
  }
  return bad ?? { kind: 'active', lines };
}

class Provisioner {
  readonly #orderId: string;
  readonly #answer: AcceptedAnswer;
  readonly #progress: Progress;
  readonly #inbox: Inbox;
  readonly #undo: UndoStack;
  readonly #doubtful = new Set<string>();
  #refused = false;

  constructor(orderId: string, answer: AcceptedAnswer, progress: Progress, inbox: Inbox, undo: UndoStack) {
    this.#orderId = orderId;
    this.#answer = answer;
    this.#progress = progress;
    this.#inbox = inbox;
    this.#undo = undo;
  }

  /** One line, until it is active, refused, or given up by an operator. */
  async line(line: OrderLine): Promise<LineResult> {
    const watched = { orderId: this.#orderId, line, administratorEmail: this.#answer.details.email };
    const nothingToUndo = this.#undo.onFailure(
      `subscription of line ${line.lineId} (${line.productId}) at ${line.source.vendor}`,
      async () => {
        await call('removeSubscription', watched, {
          summary: `Remove the subscription of ${line.lineId}`,
          first: 'durable',
          patience: 'days',
        });
        this.#progress.line(line.lineId, { state: 'terminated' });
      },
    );

    let doubt = false;
    for (let round = 1; ; round++) {
      try {
        return { kind: 'active', line: await this.#create(line, watched, round, doubt) };
      } catch (error) {
        if (isCancellation(error)) throw error;
        const refusal = refusalOf(error);
        if (refusal?.type === 'VendorRefused') {
          // Without doubt nothing exists under our key, and what has the address now is somebody else's.
          if (!this.#doubtful.has(line.lineId)) nothingToUndo();
          this.#progress.line(line.lineId, { state: 'terminated' });
          this.#refused = true;
          return { kind: 'failed', cause: 'vendorRefused', detail: refusal.message };
        }
        // The order fails with its other line, so there is nothing to hold it for.
        if (this.#refused) return { kind: 'givenUp' };
        const next = await hold(this.#progress, this.#inbox, reasonOf(error, line));
        if (next === 'giveUp') return { kind: 'givenUp' };
        doubt = true;
        this.#progress.enter('inProgress');
        this.#progress.announce();
      }
    }
  }

  async #create(line: OrderLine, watched: Watched, round: number, doubt: boolean): Promise<ActiveLine> {
    const { lineId } = line;
    const progress = this.#progress;
    progress.line(lineId, { state: 'processing' });
    const created = await call(
      'createSubscription',
      (trouble) => ({
        orderId: this.#orderId,
        line,
        answer: this.#answer,
        doubt: this.#doubts(lineId, doubt || (trouble !== undefined && !troubleIn(trouble)?.nothingCreated)),
        round,
      }),
      {
        summary: `Create ${line.quantity} × ${line.productId}`,
        first: 'durable',
        patience: 'hours',
        heartbeat: '10 seconds',
        onTrouble: () => this.#vendorIsLate(),
      },
    );
    progress.line(lineId, { subscriptionId: created.subscriptionId });
    if (!created.active) {
      this.#vendorIsLate();
      await call('awaitActivation', watched, {
        summary: `Wait until ${lineId} is active`,
        first: 'durable',
        patience: 'hours',
        heartbeat: '1 minute',
        watching: true,
      });
    }
    progress.line(lineId, { state: 'active' });
    return { lineId, subscriptionId: created.subscriptionId };
  }

  /** Remembers that a line was ever in doubt. */
  #doubts(lineId: string, doubt: boolean): boolean {
    if (doubt) this.#doubtful.add(lineId);
    return doubt;
  }

  /** Only now is it worth an event: an order that is provisioned at once is done before anybody could look. */
  #vendorIsLate(): void {
    this.#progress.enter('inProgress', {
      waitingOn: {
        who: 'vendor',
        what: 'the subscription to be created and active (see the pending activity)',
        since: new Date(Date.now()).toISOString(),
        then: 'after 4 hours the order is held for an operator',
      },
    });
    this.#progress.announce();
  }
}

type Watched = { orderId: string; line: OrderLine; administratorEmail: string };

function reasonOf(error: unknown, { lineId, productId }: OrderLine): Reason {
  const failure = applicationFailureIn(error);
  const reported = `line ${lineId} (${productId}): ${failure?.message ?? 'no answer in time'}`;
  switch (failure?.type) {
    case 'OrderBlocked':
      return { cause: failure.details?.[0] as Reason['cause'], about: lineId, detail: reported };
    case 'VendorMisconfigured':
      return { cause: 'vendorMisconfigured', about: lineId, detail: reported };
    case 'VendorUncertain':
      return { cause: 'vendorUncertain', about: lineId, detail: `${reported}; look at the vendor for its external id` };
    default:
      return { cause: 'vendorUnavailable', about: lineId, detail: reported };
  }
}
