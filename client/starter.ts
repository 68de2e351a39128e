/** Starts the orders that were accepted while Temporal could not be reached. */
import type { OrderStore } from '../store/store.ts';
import type { OrderClient } from './orders.ts';

export interface StarterOptions {
  orders: OrderStore;
  client: Pick<OrderClient, 'start' | 'ping'>;
  /** Told of each failure; the order is tried again at the next look. */
  onError: (error: unknown, orderId?: string) => void;
  /** Milliseconds between two looks. */
  intervalMs?: number;
  /** An order younger than this is still being started by whoever took it, in milliseconds. */
  graceMs?: number;
}

/**
 * Looks again and again for accepted orders without a workflow. Any number of them may run at once: a start is
 * idempotent. Call the answer to stop; it resolves once the look under way has ended.
 */
export function runStarter(options: StarterOptions): () => Promise<void> {
  const { intervalMs = 2000, graceMs = 5000 } = options;
  let stopped = false;
  let wake: () => void = () => {};
  const running = (async () => {
    while (!stopped) {
      await look(options, graceMs, () => stopped);
      if (stopped) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, intervalMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  })();
  return async () => {
    stopped = true;
    wake();
    await running;
  };
}

async function look(
  { orders, client, onError }: StarterOptions,
  graceMs: number,
  stopped: () => boolean,
): Promise<void> {
  try {
    const before = new Date(Date.now() - graceMs).toISOString();
    const waiting = await orders.notStarted(before, 100);
    if (waiting.length > 0) await client.ping();
    for (const orderId of waiting) {
      if (stopped()) return;
      // One order that cannot be started does not keep the others waiting.
      await client.start(orderId).catch((error: unknown) => onError(error, orderId));
    }
  } catch (error) {
    onError(error);
  }
}
