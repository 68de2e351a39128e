/** The typed facade of the order saga: whatever starts, asks or tells a workflow goes through it. */
import { createHash, randomUUID } from 'node:crypto';
import {
  ApplicationFailure,
  type Client,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import type { OrderStore, PlaceResult } from '../store/store.ts';
import type { OrderCause } from '../workflows/contract/causes.ts';
import * as definitions from '../workflows/contract/definitions.ts';
import { pickDetails, sameDetails } from '../workflows/contract/details.ts';
import {
  type AcceptedAnswer,
  type AdministratorAnswer,
  type BounceReport,
  type CancelRequest,
  type ExtendRequest,
  REFUSALS,
  type ResendRequest,
  type ResumeRequest,
} from '../workflows/contract/messages.ts';
import { ORDER_SAGA, workflowIdOf } from '../workflows/contract/names.ts';
import { DEFAULT_HOLDS, type HoldTerms, type LiveOrder, RULES } from '../workflows/contract/order.ts';
import { isTerminal, type OrderStateName } from '../workflows/contract/states.ts';
import { digestOf } from './digest.ts';
import { type OrderRequest, soundOrder } from './order-request.ts';
import { startOptions } from './start-options.ts';

/** What became of an answer. Only `accepted` changed anything. */
export type AnswerResult =
  | { kind: 'accepted' }
  /** Somebody else's answer, or another one of the same person, was first. */
  | { kind: 'alreadyAnswered'; accepted: AcceptedAnswer }
  /** A newer link exists. */
  | { kind: 'superseded' }
  | MessageRefusal;

/** What became of any other message to an order. */
export type MessageResult = { kind: 'accepted' } | MessageRefusal;

/** What became of a message of which an order takes only so many. */
export type LimitedResult = MessageResult | { kind: 'limitReached'; most: number };

export type MessageRefusal =
  /** The order is in a state in which this message has no meaning (any more); terminal states included. */
  | { kind: 'notPossible'; state: OrderStateName; cause?: OrderCause }
  /** The message itself is malformed; `message` says how. */
  | { kind: 'invalid'; message: string }
  /** Temporal or the worker did not answer in time; the same call may be repeated safely. */
  | { kind: 'unavailable' };

export interface OrderClientOptions {
  client: Client;
  orders: OrderStore;
  taskQueue: string;
  /** How long a message may wait for a worker, in milliseconds. */
  patienceMs?: number;
  /** How long new orders may be held; absent: without an end, and operators are reminded every week. */
  holds?: HoldTerms;
  /** Told of an accepted order that could not be started at once; a starter will do it. */
  onStartFailed?: (error: unknown, orderId: string) => void;
}

/** How long one attempt to start a workflow takes at most. */
const START_PATIENCE_MS = 3000;
/** Starts that may be under way at once; beyond that Temporal does not keep up, and starters do it when it does. */
const MOST_STARTS = 100;
/** With what follows a message, whoever sent it is answered within five seconds, whatever Temporal does. */
export const MESSAGE_PATIENCE_MS = 4000;

export class OrderClient {
  readonly #client: Client;
  readonly #orders: OrderStore;
  readonly #taskQueue: string;
  readonly #patienceMs: number;
  readonly #holds: HoldTerms;
  readonly #onStartFailed: (error: unknown, orderId: string) => void;
  /** The starts under way of orders that were placed here, by order. None of them rejects. */
  readonly #starts = new Map<string, Promise<void>>();

  constructor({
    client,
    orders,
    taskQueue,
    patienceMs = MESSAGE_PATIENCE_MS,
    holds = DEFAULT_HOLDS,
    onStartFailed,
  }: OrderClientOptions) {
    this.#holds = holds;
    this.#client = client;
    this.#orders = orders;
    this.#taskQueue = taskQueue;
    this.#patienceMs = patienceMs;
    this.#onStartFailed = onStartFailed ?? (() => {});
  }

  /**
   * Accepts an order: one database transaction. The answer does not wait for the workflow, which is started beside it,
   * at once or as soon as Temporal is back; until then the order is `acknowledged`. The same idempotency key with the same order answers the order there is; with another order it is a `keyConflict`.
   * @throws InvalidOrderRequest
   */
  async place(request: OrderRequest): Promise<PlaceResult> {
    const order = soundOrder(request);
    const { resellerId: _, idempotencyKey: __, ...bought } = order;
    const result = await this.#orders.place({ ...order, digest: digestOf(bought) });
    if (result.kind === 'placed') this.#startBeside(result.order.orderId);
    return result;
  }

  /**
   * Waits for the starts that are under way, each of which ends within seconds: what is not started then, a starter
   * starts. To be called before Temporal's connection is closed: a call that is tried again after that ends the process.
   */
  async settle(): Promise<void> {
    await Promise.all(this.#starts.values());
  }

  /**
   * Starts the workflow of an accepted order. Safe to repeat: the workflow's id is the order's, and a second start of
   * it, even after its end, is refused by Temporal and taken for done here.
   * @throws if Temporal cannot be reached.
   */
  async start(orderId: string): Promise<void> {
    const input = { ...(await this.#orders.workflowInput(orderId)), rules: RULES, holds: this.#holds };
    const options = startOptions(input, this.#taskQueue, new Date());
    try {
      await this.#client.withDeadline(Date.now() + START_PATIENCE_MS, () =>
        this.#client.workflow.start(ORDER_SAGA, options),
      );
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
    await this.#orders.markStarted(orderId);
  }

  #startBeside(orderId: string): void {
    if (this.#starts.size >= MOST_STARTS) return;
    const start = this.start(orderId)
      .catch((error: unknown) => this.#onStartFailed(error, orderId))
      .finally(() => this.#starts.delete(orderId));
    this.#starts.set(orderId, start);
  }

  /** Gives the administrator's details. The first valid answer wins; the same answer again is accepted again. */
  async provideAdministrator(orderId: string, answer: AdministratorAnswer): Promise<AnswerResult> {
    const message = { ...answer, details: pickDetails(answer.details) };
    // The same answer has the same id, so Temporal itself recognises a repeat.
    const updateId = createHash('sha256').update(JSON.stringify(message)).digest('hex');
    const result = await this.#update(orderId, definitions.provideAdministratorDetails, message, updateId);
    if (result instanceof ApplicationFailure) return answerRefused(result);
    return result === 'ended' ? this.#answerAfterEnd(orderId, answer) : result;
  }

  /** Sends the request again, to the current admin contact or to another one; the earlier link is dead at once. */
  resendInformationRequest(orderId: string, request: ResendRequest, idempotencyKey?: string): Promise<LimitedResult> {
    return this.#sendLimited(orderId, definitions.resendInformationRequest, request, idempotencyKey);
  }

  /** Gives the customer more time. */
  extendDeadline(orderId: string, request: ExtendRequest, idempotencyKey?: string): Promise<LimitedResult> {
    return this.#sendLimited(orderId, definitions.extendDeadline, request, idempotencyKey);
  }

  /**
   * Cancels an order, until everything is set up and billing begins; after that it is `notPossible`. While it waits for the
   * customer or is held it ends at once. While it is provisioned it becomes `assessingCancellation`, until the step that the
   * vendor has in hand has ended; then everything is removed (`pendingCancellation`), and it is `cancelled`. Only if
   * everything is set up before the cancellation takes effect, it is `completed` all the same. To cancel again is accepted.
   */
  async cancel(orderId: string, request: CancelRequest): Promise<MessageResult> {
    const { cancelOrder } = definitions;
    // There is no second cancellation of an order, so every one is the same message.
    const answer = await this.#update(orderId, cancelOrder, request, cancelOrder.update.name);
    const result = await this.#told(orderId, answer);
    return result.kind === 'notPossible' && result.state === 'cancelled' ? { kind: 'accepted' } : result;
  }

  /**
   * An operator's word to a held order. `notPossible` if it is not held (any more).
   * @param idempotencyKey the same for every repeat of one decision, which then counts once.
   */
  resume(orderId: string, request: ResumeRequest, idempotencyKey?: string): Promise<LimitedResult> {
    return this.#sendLimited(orderId, definitions.resumeOrder, request, idempotencyKey);
  }

  /**
   * Says that a mail of the information request will never arrive. The same report again, or one more of the same mail,
   * changes nothing.
   */
  async reportBounce(orderId: string, report: BounceReport): Promise<MessageResult> {
    const id = `bounce.${report.revision}.${report.number}`;
    return this.#told(orderId, await this.#update(orderId, definitions.reportBounce, report, id));
  }

  /** The order as its workflow sees it now (a query; needs a running worker). `undefined` if it was never started. */
  async live(orderId: string): Promise<LiveOrder | undefined> {
    await this.#starts.get(orderId);
    try {
      return await this.#patiently(() =>
        this.#client.workflow.getHandle(workflowIdOf(orderId)).query(definitions.getOrder),
      );
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return undefined;
      throw error;
    }
  }

  /** @throws if Temporal cannot be reached within two seconds. */
  async ping(): Promise<void> {
    await this.#client.withDeadline(Date.now() + 2000, () => this.#client.workflowService.getSystemInfo({}));
  }

  /** @param key the same for every repeat of one message, which then counts once; absent: each call is a message. */
  async #sendLimited<M>(
    orderId: string,
    definition: definitions.MessageDefinition<M>,
    message: M,
    key: string = randomUUID(),
  ): Promise<LimitedResult> {
    const answer = await this.#update(orderId, definition, message, `${definition.update.name}:${key}`);
    if (answer instanceof ApplicationFailure && answer.type === REFUSALS.tooMany) {
      const [{ most }] = answer.details as [{ most: number }];
      return { kind: 'limitReached', most };
    }
    return this.#told(orderId, answer);
  }

  async #told(orderId: string, answer: Answer): Promise<MessageResult> {
    if (answer instanceof ApplicationFailure) return messageRefused(answer);
    return answer === 'ended' ? this.#notPossible(orderId) : answer;
  }

  async #update<M>(
    orderId: string,
    { update }: definitions.MessageDefinition<M>,
    message: M,
    updateId: string,
  ): Promise<Answer> {
    const handle = this.#client.workflow.getHandle(workflowIdOf(orderId));
    // A message may follow its order within milliseconds.
    await this.#starts.get(orderId);
    try {
      await this.#patiently(() => handle.executeUpdate(update, { args: [message], updateId }));
      return { kind: 'accepted' };
    } catch (error) {
      if (error instanceof WorkflowUpdateFailedError) {
        const { cause } = error;
        if (cause instanceof ApplicationFailure && isRefusal(cause)) return cause;
        // The workflow closed while the message was on its way.
        return 'ended';
      }
      return error instanceof WorkflowNotFoundError ? 'ended' : { kind: 'unavailable' };
    }
  }

  /** The deadline ends each request; the clock of our own ends also what the client does between them. */
  #patiently<T>(call: () => Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('Temporal did not answer in time.')), this.#patienceMs);
    });
    const called = this.#client.withDeadline(Date.now() + this.#patienceMs, call);
    return Promise.race([called, tooLate]).finally(() => clearTimeout(timer));
  }

  /** Temporal forgets ended workflows after a while; the record does not. */
  async #answerAfterEnd(orderId: string, answer: AdministratorAnswer): Promise<AnswerResult> {
    const accepted = (await this.#orders.getAny(orderId))?.answer;
    if (!accepted) return this.#notPossible(orderId);
    return sameDetails(accepted.details, answer.details) ? { kind: 'accepted' } : { kind: 'alreadyAnswered', accepted };
  }

  async #notPossible(orderId: string): Promise<MessageRefusal> {
    const order = await this.#orders.getAny(orderId);
    // Accepted, but not started yet: Temporal was down at Buy.
    if (!order || !isTerminal(order.state)) return { kind: 'unavailable' };
    return { kind: 'notPossible', state: order.state, cause: order.cause };
  }
}

/** `ended`: there is no running workflow; an `ApplicationFailure`: the workflow refused. */
type Answer = { kind: 'accepted' } | { kind: 'unavailable' } | 'ended' | ApplicationFailure;

const REFUSAL_TYPES: ReadonlySet<unknown> = new Set(Object.values(REFUSALS));

function isRefusal(failure: ApplicationFailure): boolean {
  return REFUSAL_TYPES.has(failure.type);
}

function answerRefused(refusal: ApplicationFailure): AnswerResult {
  if (refusal.type === REFUSALS.alreadyAnswered) {
    return { kind: 'alreadyAnswered', accepted: refusal.details?.[0] as AcceptedAnswer };
  }
  return refusal.type === REFUSALS.superseded ? { kind: 'superseded' } : messageRefused(refusal);
}

function messageRefused(refusal: ApplicationFailure): MessageRefusal {
  if (refusal.type === REFUSALS.invalidMessage) return { kind: 'invalid', message: refusal.message };
  // Every other refusal of the workflow comes with the state that it is about; see `workflows/order/inbox.ts`.
  const [{ state, cause }] = (refusal.details ?? []) as [{ state: OrderStateName; cause?: OrderCause }];
  return { kind: 'notPossible', state, cause };
}
