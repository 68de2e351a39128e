/**
 * The states of an order: TM Forum's words (TMF622), `inquiring` from CloudBlue Connect, and our `expired`.
 * The table is the single source of which change is allowed; workflow and store both ask it.
 */

/** From each state, the states that may follow. A state may always be written again (a repeat changes nothing). */
export const TRANSITIONS = {
  // `expired` at once: the first mail could never be sent.
  acknowledged: ['inquiring', 'pending', 'inProgress', 'held', 'rejected', 'failed', 'cancelled', 'expired'],
  // `partial`: nobody has corrected what was refused of one of several lines.
  inquiring: ['pending', 'inProgress', 'held', 'expired', 'failed', 'cancelled', 'partial', 'pendingCancellation'],
  pending: ['inProgress', 'held', 'failed', 'rejected', 'cancelled'],
  // `inquiring`: the vendor has refused a field. `cancelled` at once: the workflow itself was cancelled. `rejected` and
  // `expired`: what was left over of such an order has held it, and is being removed again.
  inProgress: [
    'inquiring',
    'held',
    'completed',
    'partial',
    'failed',
    'rejected',
    'expired',
    'cancelled',
    'assessingCancellation',
    'pendingCancellation',
  ],
  // `assessingCancellation`: the step of another line is in hand.
  held: ['rejected', 'inProgress', 'failed', 'cancelled', 'expired', 'assessingCancellation', 'pendingCancellation'],
  assessingCancellation: ['pendingCancellation', 'cancelled', 'held', 'completed', 'partial', 'failed'],
  pendingCancellation: ['cancelled', 'held'],
  completed: [],
  partial: [],
  failed: [],
  rejected: [],
  cancelled: [],
  expired: [],
} as const satisfies Record<string, readonly string[]>;

export type OrderStateName = keyof typeof TRANSITIONS;

export const ORDER_STATES = Object.keys(TRANSITIONS) as OrderStateName[];

/** The states that refuse every later write. */
export type TerminalState = {
  [S in OrderStateName]: (typeof TRANSITIONS)[S] extends readonly [] ? S : never;
}[OrderStateName];

export function isTerminal(state: OrderStateName): state is TerminalState {
  return TRANSITIONS[state].length === 0;
}

/** Whether an order in `from` may be written as `to`. A terminal state may only be repeated. */
export function mayBecome(from: OrderStateName, to: OrderStateName): boolean {
  return from === to || (TRANSITIONS[from] as readonly string[]).includes(to);
}

/** Makes a `switch` over a union complete: adding a kind without handling it is a type error. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
