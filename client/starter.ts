/** Starts the accepted orders whose workflow was not started when they were placed: Temporal, or we, went away. */
import type { OrderStore } from '../store/store.ts';
import { lookAgainAndAgain } from './looking.ts';
import type { OrderClient } from './orders.ts';

export interface StarterOptions {
  orders: Pick<OrderStore, 'startsAreDue' | 'claimToStart'>;
  client: Pick<OrderClient, 'start' | 'ping'>;
  /** Told of each failure; the order is tried again later. */
  onError: (error: unknown, orderId?: string) => void;
  /** Milliseconds from a look that found nothing, or not Temporal, to the next. */
  intervalMs?: number;
}

/** So few are started side by side that a claim outlasts its starts. */
const BATCH = 10;

/**
 * Starts what is to be started, batch after batch without a pause, then looks again and again. Any number of starters
 * may run at once: each claims its orders, and a start is idempotent besides. Call the answer to stop; it resolves once
 * the batch in hand has ended.
 */
export function runStarter(options: StarterOptions): () => Promise<void> {
  return lookAgainAndAgain(() => startBatch(options));
}

async function startBatch({ orders, client, onError, intervalMs = 2000 }: StarterOptions): Promise<number> {
  try {
    if (!(await orders.startsAreDue())) return intervalMs;
    // While Temporal is away nothing is claimed, so that no order has to wait longer for it than for its return.
    await client.ping();
    const claimed = await orders.claimToStart(BATCH);
    const start = (orderId: string) => client.start(orderId).catch((error: unknown) => onError(error, orderId));
    await Promise.all(claimed.map(start));
    return claimed.length > 0 ? 0 : intervalMs;
  } catch (error) {
    onError(error);
    return intervalMs;
  }
}
