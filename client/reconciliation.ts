/** When vendors, record and ledger are compared: by a schedule in Temporal, and whenever somebody asks for it. */
import { type Client, ScheduleAlreadyRunning, ScheduleNotFoundError, type ScheduleOptions } from '@temporalio/client';
import { RECONCILIATION, reconciliationIdOf } from '../workflows/contract/names.ts';
import { lookAgainAndAgain } from './looking.ts';

export interface ReconciliationScheduleOptions {
  client: Client;
  taskQueue: string;
  /** Milliseconds from one comparison to the next. */
  intervalMs: number;
}

const PATIENCE_MS = 4000;
const TRY_AGAIN_MS = 30_000;
const DAY_MS = 86_400_000;

export class ReconciliationSchedule {
  readonly #client: Client;
  readonly #options: ScheduleOptions;

  constructor({ client, taskQueue, intervalMs }: ReconciliationScheduleOptions) {
    const id = reconciliationIdOf(taskQueue);
    this.#client = client;
    this.#options = {
      scheduleId: id,
      spec: { intervals: [{ every: intervalMs }] },
      action: {
        type: 'startWorkflow',
        workflowType: RECONCILIATION,
        workflowId: id,
        taskQueue,
        args: [{}],
        staticSummary: 'Compares vendors, record and ledger',
      },
      // One at a time. What Temporal missed while it was away is made up for once.
      policies: { overlap: 'SKIP', catchupWindow: intervalMs },
    };
  }

  /**
   * Makes the schedule, or brings it up to date. One that an operator has paused stays so.
   * @throws if Temporal cannot be reached
   */
  async keep(): Promise<void> {
    await this.#within(async () => {
      try {
        await this.#client.schedule.create(this.#options);
      } catch (error) {
        if (!(error instanceof ScheduleAlreadyRunning)) throw error;
        const { spec, action, policies } = this.#options;
        await this.#handle.update(({ state }) => ({ spec, action, policies, state }));
      }
    });
  }

  /**
   * Starts a comparison, unless one goes on already.
   * @throws if Temporal cannot be reached
   */
  async runNow(): Promise<void> {
    try {
      await this.#trigger();
    } catch (error) {
      if (!(error instanceof ScheduleNotFoundError)) throw error;
      await this.keep();
      await this.#trigger();
    }
  }

  /** The policy is named here too: without it, the SDK (1.24) starts one beside the other. */
  #trigger(): Promise<void> {
    return this.#within(() => this.#handle.trigger('SKIP'));
  }

  get #handle() {
    return this.#client.schedule.getHandle(this.#options.scheduleId);
  }

  #within<T>(call: () => Promise<T>): Promise<T> {
    return this.#client.withDeadline(Date.now() + PATIENCE_MS, call);
  }
}

/**
 * Keeps the schedule from now on: as soon as Temporal is there, and once a day in case somebody has removed it. Call the
 * answer to stop.
 */
export function runScheduleKeeper(
  schedule: Pick<ReconciliationSchedule, 'keep'>,
  onError: (error: unknown) => void,
): () => Promise<void> {
  return lookAgainAndAgain(async () => {
    try {
      await schedule.keep();
      return DAY_MS;
    } catch (error) {
      onError(error);
      return TRY_AGAIN_MS;
    }
  });
}
