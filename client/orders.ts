/** The typed facade of the order saga, and the only code that uses Temporal's `WorkflowClient`. */
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
  type CancelRequest,
  type ExtendRequest,
  REFUSALS,
  type ResendRequest,
} from '../workflows/contract/messages.ts';
import { ORDER_SAGA, workflowIdOf } from '../workflows/contract/names.ts';
import type { LiveOrder } from '../workflows/contract/order.ts';
import { isTerminal, type OrderStateName } from '../workflows/contract/states.ts';
import { type BounceReport, reportBounce } from './bounces.ts';
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
}

/** How long Buy waits for Temporal: the order is safe in the database, and is started later if need be. */
const START_PATIENCE_MS = 3000;
const MESSAGE_PATIENCE_MS = 15_000;

export class OrderClient {
  readonly #client: Client;
  readonly #orders: OrderStore;
  readonly #taskQueue: string;
  readonly #patienceMs: number;

  constructor({ client, orders, taskQueue, patienceMs = MESSAGE_PATIENCE_MS }: OrderClientOptions) {
    this.#client = client;
    this.#orders = orders;
    this.#taskQueue = taskQueue;
    this.#patienceMs = patienceMs;
  }

  /**
   * Accepts an order: one database transaction, then the workflow is started, now or as soon as Temporal is back. The
   * same idempotency key with the same order answers the order there is; with another order it is a `keyConflict`.
   * @throws InvalidOrderRequest
   */
  async place(request: OrderRequest): Promise<PlaceResult> {
    const order = soundOrder(request);
    const { resellerId: _, idempotencyKey: __, ...bought } = order;
    const result = await this.#orders.place({ ...order, digest: digestOf(bought) });
    if (result.kind === 'placed') {
      // The starter will do it: a Temporal that is down is no reason to refuse an order.
      await this.start(result.order.orderId).catch(() => undefined);
    }
    return result;
  }

  /**
   * Starts the workflow of an accepted order. Safe to repeat: the workflow's id is the order's, and a second start of
   * it, even after its end, is refused by Temporal and taken for done here.
   * @throws if Temporal cannot be reached.
   */
  async start(orderId: string): Promise<void> {
    const input = await this.#orders.workflowInput(orderId);
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
  resendInformationRequest(orderId: string, request: ResendRequest): Promise<MessageResult> {
    return this.#send(orderId, definitions.resendInformationRequest, request);
  }

  /** Gives the customer more time. */
  extendDeadline(orderId: string, request: ExtendRequest): Promise<MessageResult> {
    return this.#send(orderId, definitions.extendDeadline, request);
  }

  /** Cancels, as far as the stage allows. Cancelling a cancelled order is accepted. */
  async cancel(orderId: string, request: CancelRequest): Promise<MessageResult> {
    const result = await this.#send(orderId, definitions.cancelOrder, request);
    return result.kind === 'notPossible' && result.state === 'cancelled' ? { kind: 'accepted' } : result;
  }

  /**
   * Says that a mail of the information request will never arrive. The same report again, or one more of the same mail,
   * changes nothing.
   */
  reportBounce(orderId: string, report: BounceReport): Promise<MessageResult> {
    return this.#send(orderId, reportBounce, report, `bounce.${report.revision}.${report.number}`);
  }

  /** The order as its workflow sees it now (a query; needs a running worker). `undefined` if it was never started. */
  async live(orderId: string): Promise<LiveOrder | undefined> {
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

  async #send<M>(
    orderId: string,
    definition: definitions.MessageDefinition<M>,
    message: M,
    updateId: string = randomUUID(),
  ): Promise<MessageResult> {
    const result = await this.#update(orderId, definition, message, updateId);
    if (result instanceof ApplicationFailure) return messageRefused(result);
    return result === 'ended' ? this.#notPossible(orderId) : result;
  }

  /** `ended`: there is no running workflow; an `ApplicationFailure`: the workflow refused. */
  async #update<M>(
    orderId: string,
    { update }: definitions.MessageDefinition<M>,
    message: M,
    updateId: string,
  ): Promise<{ kind: 'accepted' } | { kind: 'unavailable' } | 'ended' | ApplicationFailure> {
    const handle = this.#client.workflow.getHandle(workflowIdOf(orderId));
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

  #patiently<T>(call: () => Promise<T>): Promise<T> {
    return this.#client.withDeadline(Date.now() + this.#patienceMs, call);
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
