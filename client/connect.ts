import { holdTerms, readEnvironment } from '../config/environment.ts';
import { openStore } from '../store/index.ts';
import type { MarketStore, OrderStore } from '../store/store.ts';
import { OrderClient } from './orders.ts';
import { createTemporalClient } from './temporal/connection.ts';

/** What a back-end service works with. */
export interface Orders {
  /** Places orders and sends them messages. */
  client: OrderClient;
  /** Reads the orders' records. */
  records: Pick<OrderStore, 'get' | 'list'>;
  /** Reads and writes what an order needs: catalogue and customers. */
  market: MarketStore;
  /** Waits some seconds for the starts that are under way, then lets go of the database and of Temporal. */
  close(): Promise<void>;
}

const VARIABLES = ['DATABASE_URL', 'DATA_DIR', 'TASK_QUEUE', 'HOLD_REMINDER', 'HOLD_END'] as const;

/**
 * Connects to the product's database and to Temporal, as the environment names them: `DATABASE_URL`, `TASK_QUEUE`,
 * `HOLD_REMINDER`, `HOLD_END` and the variables of `@temporalio/envconfig`. Temporal may be down: orders are accepted, and started when it is back by
 * any process that runs the starter (every API process does).
 * @throws BadEnvironment; DatabaseAway if the database cannot be reached.
 */
export async function connectOrders(variables: Record<string, string | undefined> = process.env): Promise<Orders> {
  const env = readEnvironment(VARIABLES, variables);
  const store = await openStore({ databaseUrl: env.DATABASE_URL, dataDir: env.DATA_DIR });
  const temporal = createTemporalClient(variables);
  const client = new OrderClient({
    client: temporal,
    orders: store.orders,
    taskQueue: env.TASK_QUEUE,
    holds: holdTerms(env),
  });
  return {
    client,
    records: store.orders,
    market: store.market,
    async close() {
      await client.settle();
      await temporal.connection.close();
      await store.close();
    },
  };
}
