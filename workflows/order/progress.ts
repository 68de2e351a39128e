/** Where an order stands: one place that changes it, and that shows it to operators. */

import { log, setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { Hold, OrderCause, OrderEnd } from '../contract/causes.ts';
import { SEARCH_ATTRIBUTE_KEYS as KEYS } from '../contract/names.ts';
import type { LineView, LiveOrder, Order, WaitingOn } from '../contract/order.ts';
import { isTerminal, mayBecome, type OrderStateName } from '../contract/states.ts';
import { Links, type LinksSoFar } from './links.ts';
import { detailsFor } from './operator-words.ts';

/** Closer than this, a deadline that is shown already is not written again: it would be an event for nothing. */
const DEADLINE_TOLERANCE_MS = 60_000;

/** More than a phase ever takes. */
const TURNS_OF_A_PHASE = 1000;

interface Circumstances {
  cause?: OrderCause;
  waitingOn?: WaitingOn;
  /** What happened, in the words of whoever reported it; for operators only. */
  reported?: string;
}

/** What a new run of an order that waits for its customer takes over. */
export interface ProgressSoFar {
  turn: number;
  links: LinksSoFar;
  contacted: string | undefined;
  creditReserved: boolean;
}

export class Progress {
  readonly order: Order;
  readonly links: Links;
  /** How many times the order was held; each hold is recorded and told once. */
  holds = 0;
  /** The address to which the last information request went. */
  contacted: string | undefined;
  /** Whether the credit is known to be reserved. */
  creditReserved: boolean;
  /** Whether everything that could be provisioned is: what is left is ours, and a cancellation comes too late. */
  good = false;
  #turn: number;
  #state: OrderStateName = 'acknowledged';
  #cause: OrderCause | undefined;
  #waitingOn: WaitingOn | undefined;
  #end: OrderEnd | undefined;
  readonly #openHolds = new Map<Hold, Circumstances>();
  readonly #rounds = new Map<string, number>();
  readonly #lines: Map<string, LineView>;
  #shown: { state: string | undefined; waitingOn: string | undefined; deadline: number | undefined };

  constructor(order: Order, earlier?: ProgressSoFar) {
    this.order = order;
    this.links = new Links(earlier?.links);
    this.contacted = earlier?.contacted;
    this.creditReserved = earlier?.creditReserved ?? false;
    this.#turn = earlier?.turn ?? 0;
    this.#lines = new Map(
      order.lines.map(({ lineId, productId, quantity }) => [lineId, { lineId, productId, quantity, state: 'draft' }]),
    );
    // What the starter wrote with the start is shown already.
    const given = workflowInfo().typedSearchAttributes;
    this.#shown = {
      state: given.get(KEYS.orderState),
      waitingOn: given.get(KEYS.waitingOn),
      deadline: given.get(KEYS.waitDeadline)?.getTime(),
    };
  }

  get soFar(): ProgressSoFar {
    const { turn, contacted, creditReserved } = this;
    return { turn, links: this.links.soFar, contacted, creditReserved };
  }

  /** The number of the step that is under way; whatever it writes counts until a later one has written. */
  get turn(): number {
    return this.#turn;
  }

  /**
   * The number under which lines that are provisioned side by side write. While one of them is held, what another writes is
   * no step of the order's: it comes after everything, and changes its own line alone.
   */
  get turnOfLines(): number {
    return this.#openHolds.size > 0 ? 0 : this.#turn;
  }

  /** The number of the next step. */
  nextTurn(): number {
    this.#turn += 1;
    return this.#turn;
  }

  /**
   * The first number of what follows the wait. A gap: the last task of the wait may be lost after its local calls have
   * written, and what comes instead must still have a higher number than they.
   */
  nextPhase(): number {
    this.#turn = (Math.floor(this.#turn / TURNS_OF_A_PHASE) + 1) * TURNS_OF_A_PHASE;
    return this.#turn;
  }

  /** By which rules the order goes; see `RULES`. */
  get rules(): number {
    return this.order.rules ?? 1;
  }

  /** Counts the tries at a line, from 1: each writes the record under a key of its own. */
  nextRound(lineId: string): number {
    const round = (this.#rounds.get(lineId) ?? 0) + 1;
    this.#rounds.set(lineId, round);
    return round;
  }

  get state(): OrderStateName {
    return this.#state;
  }

  get waitingOn(): WaitingOn | undefined {
    return this.#waitingOn;
  }

  /** What waits for an operator now; the order stays held until the last of these is over. */
  get openHolds(): readonly Hold[] {
    return [...this.#openHolds.keys()];
  }

  /** @returns how to say that it is over. */
  openHold(hold: Hold, circumstances: Circumstances): () => void {
    this.#openHolds.set(hold, circumstances);
    this.enter('held', circumstances);
    return () => {
      this.#openHolds.delete(hold);
    };
  }

  /** After a hold: the order is on its way again, unless something else of it is still held: then it waits on that. */
  goOn(): void {
    const other = [...this.#openHolds.values()].at(-1);
    if (other) this.enter('held', other);
    else this.enter(this.#end?.state === 'cancelled' ? 'pendingCancellation' : 'inProgress');
  }

  /** The end the order is heading for, from the moment it is certain; messages are refused from then on. */
  get end(): OrderEnd | undefined {
    return this.#end;
  }

  /** Whether messages come too late. */
  get ended(): { state: OrderStateName; cause?: OrderCause } | undefined {
    return this.#end ?? (isTerminal(this.#state) ? { state: this.#state } : undefined);
  }

  get live(): LiveOrder {
    return {
      orderId: this.order.orderId,
      state: this.#state,
      cause: this.#cause,
      waitingOn: this.#waitingOn,
      lines: [...this.#lines.values()],
      revision: this.contacted === undefined ? 0 : this.links.revision,
    };
  }

  /** The first decision stands. */
  decide(end: OrderEnd): void {
    this.#end ??= end;
  }

  /** The order does not end as it was about to, since part of it can be had. */
  keepOn(): void {
    this.#end = undefined;
    this.enter('inProgress');
  }

  /** Enters a state. A change that the table forbids is a bug elsewhere: it is logged, and nothing changes. */
  enter(state: OrderStateName, { cause, waitingOn, reported }: Circumstances = {}): void {
    if ((state === 'inProgress' || state === 'pendingCancellation') && this.#openHolds.size > 0) return;
    if (!mayBecome(this.#state, state)) {
      log.error('forbidden change of state', { from: this.#state, to: state });
      return;
    }
    this.#state = state;
    this.#cause = cause;
    this.#waitingOn = waitingOn;
    setCurrentDetails(detailsFor(this.live, { contacted: this.contacted, reported }));
  }

  line(lineId: string, change: Partial<Pick<LineView, 'state' | 'subscriptionId'>>): void {
    const line = this.#lines.get(lineId);
    if (line) this.#lines.set(lineId, { ...line, ...change });
  }

  /**
   * Brings the search attributes up to date, if anything in them has changed. A separate act, since it is an event in
   * the history: states that last for milliseconds are not announced.
   */
  announce(): void {
    const until = this.#waitingOn?.until;
    const next = {
      state: this.#state,
      waitingOn: this.#waitingOn?.who,
      deadline: until === undefined ? undefined : Date.parse(until),
    };
    const shown = this.#shown;
    const sameDeadline =
      next.deadline === shown.deadline ||
      Math.abs((next.deadline ?? Number.NaN) - (shown.deadline ?? Number.NaN)) < DEADLINE_TOLERANCE_MS;
    if (next.state === shown.state && next.waitingOn === shown.waitingOn && sameDeadline) return;
    this.#shown = next;
    upsertSearchAttributes([
      { key: KEYS.orderState, value: next.state },
      { key: KEYS.waitingOn, value: next.waitingOn ?? null },
      { key: KEYS.waitDeadline, value: next.deadline === undefined ? null : new Date(next.deadline) },
    ]);
  }
}
