/** What a run does, all of it drawn from one seed before anything is started. */
import { FAULTS as MAIL_FAULTS } from '../dev/inbox/faults.ts';
import { OPERATIONS } from '../dev/vendor-sandbox/faults.ts';
import type { TerminalState } from '../workflows/contract/states.ts';
import { type Random, randomOf } from './random.ts';

/** Every kind of order, and how it may end, whatever strikes on its way. */
export const KINDS = {
  atHand: ['completed', 'failed'],
  /** Bought three times at once under one key. */
  retriedBuy: ['completed', 'failed'],
  /** Two orders at once for one administrator. */
  sameAdministrator: ['completed', 'failed'],
  /** Lines that cannot be had are left out. */
  severalLines: ['completed', 'partial', 'failed'],
  allOrNothing: ['completed', 'failed'],
  creditRefused: ['rejected'],
  answered: ['completed', 'failed'],
  /** Answered only after a reminder. */
  reminded: ['completed', 'failed'],
  /** Nobody answers. */
  expired: ['expired'],
  /** Sent again to another contact, who answers. */
  resent: ['completed', 'failed'],
  /** The deadline is moved before the customer answers; the word may come too late. */
  extended: ['completed', 'failed', 'expired'],
  cancelled: ['cancelled'],
  /** Cancelled while it is provisioned: what is set up by then stays. */
  cancelledInHand: ['completed', 'failed', 'cancelled'],
  /** Answered and cancelled at once. */
  answeredAndCancelled: ['completed', 'failed', 'cancelled'],
  answeredTwice: ['completed', 'failed'],
  /** Two people answer through one link at once. */
  twoAnswers: ['completed', 'failed'],
  /** The reseller and the customer answer at once. */
  resellerToo: ['completed', 'failed'],
  /** The customer's mailbox does not exist: mails come back, and the reseller names somebody else. */
  bounced: ['completed', 'failed'],
} as const satisfies Record<string, readonly TerminalState[]>;

export type OrderKind = keyof typeof KINDS;

export interface PlannedOrder {
  /** Counted from 1. */
  number: number;
  kind: OrderKind;
  /** Milliseconds after the begin. */
  at: number;
  lines: number;
  /** What the operator says if the order is held. */
  operator: 'retry' | 'giveUp';
}

export const PARTS = ['worker-1', 'worker-2', 'api-1', 'api-2', 'temporal', 'postgres', 'smtp', 'vendor'] as const;
export type PartName = (typeof PARTS)[number];

/** What strikes, and (`forMs`) for how long. */
export type PlannedFault = { number: number; at: number } & (
  | { what: 'kill' | 'freeze' | 'restart'; part: PartName; forMs: number }
  | { what: 'killAll'; forMs: number }
  | { what: 'vendor'; fault: { operation: string; fault: string } & Record<string, unknown> }
  | { what: 'mail'; fault: { fault: string; times: number; address?: string } }
);

export interface Plan {
  seed: number;
  /** How long orders are placed, in milliseconds; faults strike until a little later. */
  lengthMs: number;
  /** How the vendor answers where its documentation leaves it open. */
  vendor: { createAnswers: string; activationDelayMs: number; listLagMs: number };
  orders: PlannedOrder[];
  faults: PlannedFault[];
}

export interface PlanOptions {
  seed: number;
  orders: number;
  faults: number;
  lengthMs: number;
  /** Parts that are frozen, but never killed or restarted, so that their memory can be watched. */
  spared?: readonly PartName[];
}

/** Whose mailbox never exists. */
export const BOUNCING = 'nobody@bounce.example';

export function planOf({ seed, orders, faults, lengthMs, spared = [] }: PlanOptions): Plan {
  const random = randomOf(seed);
  const moments = (count: number, within: number) =>
    Array.from({ length: count }, () => random.between(0, within)).sort((one, other) => one - other);
  const kinds = random.deal(Object.keys(KINDS) as OrderKind[], orders);
  const strikes = strikesOf(random, faults);
  const at = { orders: moments(orders, lengthMs), faults: moments(faults, lengthMs + 5_000) };
  return {
    seed,
    lengthMs,
    vendor: {
      createAnswers: random.pick(['empty', 'location', 'body']),
      activationDelayMs: random.pick([0, 0, 500]),
      listLagMs: random.pick([0, 0, 400]),
    },
    orders: kinds.map((kind, index) => ({
      number: index + 1,
      kind,
      at: at.orders[index] ?? 0,
      lines: kind === 'severalLines' || kind === 'allOrNothing' ? random.between(2, 4) : 1,
      operator: random.fraction() < 0.75 ? 'retry' : 'giveUp',
    })),
    faults: strikes.map((strike, index) => ({
      number: index + 1,
      at: at.faults[index] ?? 0,
      ...strike(random, spared),
    })),
  };
}

type Strike = PlannedFault extends infer F ? (F extends unknown ? Omit<F, 'number' | 'at'> : never) : never;
type Draw = (random: Random, spared: readonly PartName[]) => Strike;

const onPart =
  (what: 'kill' | 'freeze' | 'restart', part: PartName): Draw =>
  (random, spared) => ({
    what: spared.includes(part) ? 'freeze' : what,
    part,
    forMs: what === 'freeze' ? random.between(500, 8_000) : random.between(0, 4_000),
  });

/** Every kind of the sandbox's faults. */
const VENDOR_FAULTS: ((random: Random) => Record<string, unknown>)[] = [
  (random) => ({ fault: 'delay', delayMs: random.between(100, 6_000), times: random.between(1, 4) }),
  () => ({ fault: 'hold' }),
  () => ({ fault: 'hang' }),
  () => ({ fault: 'hangAfterCreate' }),
  (random) => ({ fault: 'dropReply', times: random.between(1, 3) }),
  (random) => ({ fault: 'status', status: random.pick([500, 502, 503]), times: random.between(1, 3) }),
  (random) => ({ fault: 'status', status: random.pick([429, 503]), retryAfter: random.between(1, 4) }),
  (random) => ({ fault: 'status', status: random.pick([500, 408]), performed: true }),
  (random) => ({ fault: 'status', status: random.pick([401, 403]) }),
  (random) => ({
    fault: 'refuseField',
    field: random.pick(['login', 'fullname', 'seats']),
    status: random.pick([400, 409, 422]),
  }),
];

const atVendor =
  (operation: string, drawn: (typeof VENDOR_FAULTS)[number]): Draw =>
  (random) => ({ what: 'vendor', fault: { operation, ...(drawn(random) as { fault: string }) } });

/** A refusal hits only the mailbox that does not exist: anybody else's confirmation would rightly never arrive. */
const atMailServer =
  (fault: string): Draw =>
  (random) => ({
    what: 'mail',
    fault: { fault, times: random.between(1, 3), ...(fault === 'refuse' && { address: BOUNCING }) },
  });

const TO_ALL: Draw = (random, spared) =>
  spared.length > 0
    ? { what: 'freeze', part: 'postgres', forMs: random.between(500, 5_000) }
    : { what: 'killAll', forMs: random.between(0, 2_000) };

/** What may strike: each process in each way, each fault of the vendor's operations, the mail server's, and all at once. */
const STRIKES = {
  process: PARTS.flatMap((part) => (['kill', 'freeze', 'restart'] as const).map((what) => onPart(what, part))),
  vendor: OPERATIONS.flatMap((operation) => VENDOR_FAULTS.map((fault) => atVendor(operation, fault))),
  mail: Object.keys(MAIL_FAULTS).map(atMailServer),
  all: [TO_ALL],
} as const satisfies Record<string, readonly Draw[]>;

/** Of twenty. */
const SHARES = { process: 9, vendor: 8, mail: 2, all: 1 } as const satisfies Record<keyof typeof STRIKES, number>;

function strikesOf(random: Random, count: number): Draw[] {
  const names = Object.keys(STRIKES) as (keyof typeof STRIKES)[];
  const drawn = random.deal(
    names.flatMap((name) => Array.from({ length: SHARES[name] }, () => name)),
    count,
  );
  const decks = names.map((name) => [name, random.deal<Draw>(STRIKES[name], count)] as const);
  const left = new Map(decks);
  return drawn.map((name) => left.get(name)?.pop() ?? TO_ALL);
}

/** One line for people. */
export function faultInWords(fault: PlannedFault): string {
  switch (fault.what) {
    case 'kill':
      return `SIGKILL ${fault.part}, back after ${fault.forMs} ms`;
    case 'freeze':
      return `SIGSTOP ${fault.part} for ${fault.forMs} ms`;
    case 'restart':
      return `restart ${fault.part}, back after ${fault.forMs} ms`;
    case 'killAll':
      return `SIGKILL to every process, back after ${fault.forMs} ms`;
    case 'vendor':
    case 'mail':
      return `${fault.what} ${JSON.stringify(fault.fault)}`;
  }
}
