/** What the saga calls, misbehaving as drawn, on a real store; and what must never arrive there. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import { MailRefused } from '../../activities/email/port.ts';
import {
  VendorMisconfigured,
  VendorRefused,
  VendorUnavailable,
  VendorUncertain,
} from '../../activities/vendors/port.ts';
import type { Store } from '../../store/store.ts';
import type { RecordChange } from '../../workflows/contract/record.ts';
import { isTerminal } from '../../workflows/contract/states.ts';
import { SHORTAGE, type World } from './doubles.ts';

/**
 * What a call takes that is an activity of the server's. The time-skipping server does not go on when a task of the
 * workflow cancels an activity that ends before the task does; a task takes less than this.
 */
const A_MOMENT_MS = 40;

/** What a call does; `held` is held before its effect and `slow` after it, until whoever tests lets go. */
export type Behaviour = 'ok' | 'held' | 'slow' | 'failsBefore' | 'replyLost' | 'refuses' | 'refusesForGood';

export const CALLS = ['reserve', 'mail', 'record', 'create', 'find', 'open', 'release', 'remove'] as const;
/** What each call does, first call first; as it should once the list is at its end. */
export type Plan = Record<(typeof CALLS)[number], readonly Behaviour[]>;

type Call = (...args: unknown[]) => Promise<unknown>;

/** How a call fails before its effect and after it, and what it answers if it refuses; absent: it never does. */
interface Manners {
  before: (what: string) => Error;
  after: (what: string) => Error;
  refuse?: (forGood: boolean) => unknown;
}

const broken = (what: string) => new Error(what);
const ours: Manners = { before: broken, after: broken };
const theirs: Manners = {
  before: (what) => new VendorUnavailable(what),
  after: (what) => new VendorUncertain(what),
};

/** Puts a store and the vendor's and mail server's doubles behind the activities of a world, spoilt by a plan. */
export class Outside {
  /** What has arrived and never should have. */
  readonly wrongs: string[] = [];
  readonly #gates: (() => void)[] = [];
  /** Of the held attempts: when each is given up by its worker, though it is still held. */
  #givenUp: Promise<unknown>[] = [];
  /** Attempts in which something was held, by activity and attempt. */
  readonly #delayed = new Set<string>();
  #inHand = 0;
  #holds = true;

  constructor({ deps, mailer, vendor }: World, store: Store, plan: Plan) {
    const { worker } = store;
    const { create, find, remove } = vendor;
    vendor.create = this.#spoilt('create', plan.create, this.#neverBlind(vendor, create.bind(vendor)), {
      ...theirs,
      refuse: (forGood) => {
        throw new VendorRefused(forGood ? 'order' : 'email', forGood ? 'other' : 'addressInUse', 'the vendor will not');
      },
    });
    vendor.find = this.#spoilt('find', plan.find, find.bind(vendor), theirs);
    vendor.remove = this.#spoilt('remove', plan.remove, remove.bind(vendor), {
      ...theirs,
      refuse: () => {
        throw new VendorMisconfigured('the vendor removes nothing for us');
      },
    });
    deps.mailer = {
      send: this.#spoilt('mail', plan.mail, mailer.send.bind(mailer), {
        ...ours,
        refuse: () => {
          throw new MailRefused(550, 'no such mailbox');
        },
      }),
    };
    deps.mailLog = worker;
    deps.record = {
      ...worker,
      brief: this.#spoilt('brief', [], worker.brief, ours),
      apply: this.#spoilt('record', plan.record, this.#neverAfterTheEnd(store), ours),
    };
    deps.billing = {
      ...worker,
      reserveCredit: this.#spoilt('reserve', plan.reserve, worker.reserveCredit, {
        ...ours,
        refuse: () => ({ reserved: false, shortage: SHORTAGE }),
      }),
      openBilling: this.#spoilt('open', plan.open, worker.openBilling, ours),
      releaseCredit: this.#spoilt('release', plan.release, worker.releaseCredit, ours),
    };
  }

  /** Lets every held call go on. */
  letGo(): void {
    for (const open of this.#gates.splice(0)) open();
    this.#givenUp = [];
  }

  /** Waits until what is held is held for longer than a local call may take: the order then goes on without it. */
  async outlast(): Promise<void> {
    await Promise.all(this.#givenUp);
  }

  /** Nothing is held while `body` runs: the clock does not leap while a call is in hand. */
  async flowing<T>(body: () => Promise<T>): Promise<T> {
    const before = this.#holds;
    this.#holds = false;
    this.letGo();
    return body().finally(() => {
      this.#holds = before;
    });
  }

  /** Whether nothing is under way, but for what is held. */
  get quiet(): boolean {
    return this.#inHand === this.#gates.length;
  }

  get holding(): boolean {
    return this.#gates.length > 0;
  }

  /** A vendor that knows no keys would make a second one. */
  #neverBlind(vendor: World['vendor'], create: World['vendor']['create']): World['vendor']['create'] {
    return async (request, context) => {
      if (vendor.accounts.has(request.key) && !context.doubt)
        this.wrongs.push(`${request.key} is created blindly again`);
      return create(request, context);
    };
  }

  #neverAfterTheEnd({ worker, orders }: Store): Store['worker']['apply'] {
    return async (change: RecordChange) => {
      const before = await orders.getAny(change.orderId);
      const applied = await worker.apply(change);
      const after = await orders.getAny(change.orderId);
      const moved = `${before?.state} → ${after?.state}`;
      if (applied === 'forbidden') this.wrongs.push(`${before?.state} should become ${change.state} (${change.key})`);
      if (before && isTerminal(before.state) && after?.state !== before.state) this.wrongs.push(`moved: ${moved}`);
      return applied;
    };
  }

  #spoilt<F extends (...args: never[]) => Promise<unknown>>(
    name: string,
    planned: readonly Behaviour[],
    call: F,
    { before, after, refuse }: Manners,
  ): F {
    const left = [...planned];
    const spoilt: Call = async (...args) => {
      const behaviour = left.shift() ?? 'ok';
      this.#inHand++;
      try {
        if (!Context.current().info.isLocal) await sleep(A_MOMENT_MS);
        if (behaviour === 'held') await this.#held();
        if (behaviour === 'failsBefore' && this.#mayFail) throw before(`${name} fails before it does anything`);
        if (refuse && behaviour.startsWith('refuses')) return refuse(behaviour === 'refusesForGood');
        const answer = await (call as unknown as Call)(...args);
        if (behaviour === 'slow') await this.#held();
        if (behaviour === 'replyLost' && this.#mayFail) throw after(`the reply of ${name} is lost`);
        return answer;
      } finally {
        this.#inHand--;
      }
    };
    return spoilt as unknown as F;
  }

  async #held(): Promise<void> {
    if (!this.#holds) return;
    this.#delayed.add(attempt());
    const { info, cancellationSignal } = Context.current();
    if (info.isLocal) this.#givenUp.push(once(cancellationSignal));
    await new Promise<void>((resolve) => this.#gates.push(resolve));
  }

  /**
   * An attempt that was held may have been cancelled meanwhile. Temporal then tries no more when it fails; the time-skipping
   * server (1.38) does, which its own table of states forbids, and so never hears of it again.
   */
  get #mayFail(): boolean {
    return !this.#delayed.has(attempt());
  }
}

function once(signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve) => (signal.aborted ? resolve(0) : signal.addEventListener('abort', resolve)));
}

function attempt(): string {
  const { activityId, attempt, isLocal } = Context.current().info;
  return `${isLocal} ${activityId} ${attempt}`;
}
