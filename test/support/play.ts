/** What people and time do to one order, in any order. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { LiveOrder } from '../../workflows/contract/order.ts';
import { ADMINISTRATOR } from './doubles.ts';
import type { Outside } from './outside.ts';
import { DAY, type OrderHandle, type Run, ServerStuck } from './saga.ts';

/** Of `PendingActivityState`. */
const SCHEDULED = 1;

/** Longer than a local call may take. */
const PATIENCE_MS = 4000;

export const ACTS = [
  ...['customer', 'reseller', 'twoAtOnce', 'oldLink', 'resend', 'extend', 'cancel', 'bounce', 'cancelWorkflow'],
  ...['letGo', 'outlast', 'toReminder', 'beforeDeadline', 'toDeadline', 'answerAtDeadline', 'afterDeadline'],
  ...['retry', 'giveUp', 'adopt', 'remove'],
] as const;
export type Act = (typeof ACTS)[number];

/** The drawn acts on one order, one after the other, each once nothing is under way but what is held. */
export class Play {
  /** The addresses of accepted answers; the same one again is accepted again, and is no second one. */
  readonly accepted = new Set<string>();
  readonly #sent: Promise<unknown>[] = [];
  readonly #run: Run;
  readonly #handle: OrderHandle;
  readonly #outside: Outside;
  #answers = 0;

  constructor(run: Run, handle: OrderHandle, outside: Outside) {
    this.#run = run;
    this.#handle = handle;
    this.#outside = outside;
  }

  async act(act: Act): Promise<void> {
    const sent = this.#acts[act]();
    this.#sent.push(sent);
    // Its end is waited for in the end, unless the server is given up before.
    sent.catch(() => undefined);
    // A message waits for a task, and a task for the local call that is held in it.
    await (this.#outside.holding ? Promise.race([sent, sleep(200)]) : sent);
    await this.settled();
  }

  /** Lets everything go and time pass until the order has ended; an operator tries again what is held, and then gives up. */
  end(): Promise<void> {
    return this.#outside.flowing(async () => {
      let holds = 0;
      for (let round = 0; round < 120; round++) {
        await this.settled();
        if ((await this.#handle.describe()).status.name !== 'RUNNING') {
          await Promise.all(this.#sent);
          return;
        }
        const { state } = await this.#run.live(this.#handle);
        if (state === 'held') await this.act(++holds > 3 ? 'giveUp' : 'retry');
        else await this.#pass(DAY / 2);
      }
      await this.#blameServer();
      throw new Error(`the order has no end: ${JSON.stringify(await this.#run.live(this.#handle))}`);
    });
  }

  /** Waits until nothing is under way but what is held: neither a call, nor an attempt that is about to make one. */
  async settled(): Promise<void> {
    do {
      for (let calm = 0; calm < 3; calm = this.#outside.quiet ? calm + 1 : 0) await sleep(10);
      // A query is answered between two tasks: the order has seen all that there was, unless a call in its task is held.
      const seen = this.#run.live(this.#handle).then(() => true);
      while (!this.#outside.holding && !(await Promise.race([seen, sleep(10)])));
      seen.catch(() => undefined);
    } while (!(this.#outside.holding || (await this.#isAtRest())));
  }

  async #isAtRest(): Promise<boolean> {
    const { raw } = await this.#handle.describe();
    // One that is scheduled for its first attempt begins at once; one for a later attempt waits for its time.
    return (raw.pendingActivities ?? []).every(({ state, attempt }) => state === SCHEDULED && (attempt ?? 1) > 1);
  }

  /** @throws ServerStuck if an activity has vanished from the server */
  async #blameServer(): Promise<void> {
    const { events } = await this.#handle.fetchHistory();
    const ended = new Set(
      (events ?? []).map((event) =>
        (
          event.activityTaskCompletedEventAttributes ??
          event.activityTaskFailedEventAttributes ??
          event.activityTaskCanceledEventAttributes ??
          event.activityTaskTimedOutEventAttributes
        )?.scheduledEventId?.toString(),
      ),
    );
    const cancelled = (events ?? []).flatMap((event) => event.activityTaskCancelRequestedEventAttributes ?? []);
    const { raw } = await this.#handle.describe();
    const vanished = cancelled.some(({ scheduledEventId }) => !ended.has(scheduledEventId?.toString()));
    if (vanished && raw.pendingActivities?.length === 0) throw new ServerStuck();
  }

  readonly #acts: Record<Act, () => Promise<unknown>> = {
    customer: () => this.#customer(),
    reseller: () => this.#answer('reseller'),
    twoAtOnce: () => Promise.all([this.#answer('reseller'), this.#answer('reseller')]),
    oldLink: () => this.#answer('customer', 1),
    resend: () => this.#send('resendInformationRequest', { by: 'reseller', to: { email: 'else@customer.example' } }),
    extend: () => this.#send('extendDeadline', { by: 'reseller', extension: 'P3D' }),
    cancel: () => this.#send('cancelOrder', { by: 'reseller' }),
    bounce: async () =>
      this.#send('reportBounce', { revision: (await this.#look())?.revision || 1, number: 1, status: '5.1.1' }),
    cancelWorkflow: () => this.#handle.cancel().catch(() => undefined),
    letGo: async () => this.#outside.letGo(),
    outlast: () => Promise.race([this.#outside.outlast(), sleep(PATIENCE_MS)]),
    toReminder: () => this.#pass(2 * DAY),
    beforeDeadline: () => this.#passTo(-1000),
    toDeadline: () => this.#passTo(0),
    answerAtDeadline: async () => {
      await this.#passTo(-1000);
      await Promise.all([this.#passTo(0), this.#customer()]);
    },
    afterDeadline: () => this.#passTo(1000),
    retry: () => this.#send('resumeOrder', { by: 'operator', action: 'retry' }),
    giveUp: () => this.#send('resumeOrder', { by: 'operator', action: 'giveUp' }),
    adopt: () => this.#named('adopt'),
    remove: () => this.#named('remove'),
  };

  /** What the order says of itself, unless the call that is held keeps it from saying anything. */
  async #look(): Promise<LiveOrder | undefined> {
    return this.#outside.holding ? undefined : this.#run.live(this.#handle);
  }

  async #customer(): Promise<void> {
    await this.#answer('customer', (await this.#look())?.revision || 1);
  }

  async #answer(by: 'customer' | 'reseller', revision?: number): Promise<void> {
    const email = `${by}-${++this.#answers}@customer.example`;
    const details = { ...ADMINISTRATOR, email };
    const link = revision === undefined ? {} : { revision };
    if (await this.#send('provideAdministratorDetails', { details, by, ...link })) this.accepted.add(email);
  }

  /** An operator names what the vendor has of a held line, or made by hand for it. */
  async #named(action: 'adopt' | 'remove'): Promise<void> {
    const { waitingOn } = (await this.#look()) ?? {};
    if (waitingOn?.kind !== 'decision' || !('lineId' in waitingOn.hold)) return;
    const { lineId } = waitingOn.hold;
    const { accounts, byHand } = this.#run.world.vendor;
    const there = accounts.get(lineId);
    const subscriptionId = there?.subscriptionId ?? `by-hand-${lineId}`;
    if (action === 'adopt') {
      const line = {
        key: lineId,
        ordinal: 1,
        quantity: 5,
        source: { vendor: 'keepit', vendorProductId: 'o365', region: '' },
      };
      const details = { ...ADMINISTRATOR, email: [...this.accepted].at(-1) ?? ADMINISTRATOR.email };
      const made = { ...line, administrator: details, administratorEmail: details.email, login: subscriptionId };
      byHand.set(subscriptionId, there ?? { ...made, subscriptionId, active: true });
    }
    const sent = await this.#send('resumeOrder', { by: 'operator', action, lineId, subscriptionId });
    if (!sent) byHand.delete(subscriptionId);
  }

  /** Whether it was accepted. */
  #send(name: Parameters<Run['update']>[1], message: object): Promise<boolean> {
    return this.#run.update(this.#handle, name, message).then(
      () => true,
      (error: Error) => {
        if (error.name === 'ServerStuck') throw error;
        return false;
      },
    );
  }

  #pass(ms: number): Promise<void> {
    return this.#outside.flowing(async () => {
      await this.settled();
      if (ms > 0) await this.#run.pass(ms);
    });
  }

  async #passTo(afterDeadline: number): Promise<void> {
    await this.#pass(0);
    const { waitingOn } = await this.#run.live(this.#handle);
    const now = await this.#run.env.currentTimeMs();
    if (waitingOn?.until) await this.#pass(Date.parse(waitingOn.until) + afterDeadline - now);
  }
}
