/** The measurements. Everything compared runs on one server, in one run, in turns. */
import type { Client, WorkflowHandle } from '@temporalio/client';
import { type Contender, newOrder, start } from './contenders.ts';
import { cpuMillisecondsOf } from './processes.ts';

export interface Rush {
  ordersPerSecond: number;
  /** Milliseconds an order. */
  serverCpu: number;
  workerCpu: number;
}

/** What Temporal keeps of an order. */
export interface History {
  events: number;
  bytes: number;
}

export class Bench {
  readonly #client: Client;
  readonly #taskQueue: string;
  readonly #serverPid: number;
  readonly #asked = new Map<string, () => void>();

  constructor(client: Client, taskQueue: string, serverPid: number) {
    this.#client = client;
    this.#taskQueue = taskQueue;
    this.#serverPid = serverPid;
  }

  /** The no-op mailer's word that the customer of an order is asked now. */
  readonly onMail = (orderId: string): void => this.#asked.get(orderId)?.();

  /** Starts an order with the e-mail option and waits until its customer is asked. */
  async #waiting(contender: Contender): Promise<WorkflowHandle> {
    const order = newOrder('email');
    const asked = new Promise<void>((resolve) => this.#asked.set(order.orderId, resolve));
    const handle = await start(this.#client, this.#taskQueue, contender, order);
    if (contender.asks) await asked;
    this.#asked.delete(order.orderId);
    return handle;
  }

  /** So many orders at once, each answered as soon as it asks, until all of them are done. */
  async rush(contender: Contender, orders: number): Promise<Rush> {
    const worker = process.cpuUsage();
    const server = cpuMillisecondsOf(this.#serverPid);
    const began = performance.now();
    await Promise.all(
      Array.from({ length: orders }, async () => {
        const handle = await this.#waiting(contender);
        await contender.answer(handle);
        await handle.result();
      }),
    );
    const seconds = (performance.now() - began) / 1000;
    const { user, system } = process.cpuUsage(worker);
    return {
      ordersPerSecond: orders / seconds,
      serverCpu: (cpuMillisecondsOf(this.#serverPid) - server) / orders,
      workerCpu: (user + system) / 1000 / orders,
    };
  }

  /** Milliseconds from the answer to the end, for an order alone. */
  async answerToDone(contender: Contender): Promise<number> {
    const handle = await this.#waiting(contender);
    const result = handle.result();
    // Let the workflow's task end, as it has when a person answers.
    await new Promise((resolve) => setTimeout(resolve, 50));
    const began = performance.now();
    await Promise.all([contender.answer(handle), result]);
    return performance.now() - began;
  }

  /** With the e-mail option: while its customer is asked, and at its end. */
  async historyByMail(contender: Contender): Promise<{ waiting: History; ended: History }> {
    const handle = await this.#waiting(contender);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const waiting = await historyOf(handle);
    await contender.answer(handle);
    await handle.result();
    return { waiting, ended: await historyOf(handle) };
  }

  async historyAtHand(contender: Contender): Promise<History> {
    const handle = await start(this.#client, this.#taskQueue, contender, newOrder('provided'));
    await handle.result();
    return historyOf(handle);
  }

  /** Orders that wait, and stay in the worker's cache. */
  async leaveWaiting(contender: Contender, orders: number): Promise<void> {
    for (let left = orders; left > 0; left -= 25) {
      await Promise.all(Array.from({ length: Math.min(25, left) }, () => this.#waiting(contender)));
    }
  }
}

async function historyOf(handle: WorkflowHandle): Promise<History> {
  const { historyLength, historySize } = await handle.describe();
  return { events: historyLength, bytes: historySize ?? Number.NaN };
}
