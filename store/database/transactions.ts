import { AsyncLocalStorage } from 'node:async_hooks';
import type { Database, Tx } from './schema.ts';

/** Whether the code that runs is inside a transaction. */
export const insideTransaction = new AsyncLocalStorage<true>();

/**
 * One transaction. `work` must use the transaction for everything it asks (see `schema.ts`). The level is named since
 * a server's default may be another, under which a conflict with somebody else is an error and not a wait.
 */
export function transaction<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db
    .transaction()
    .setIsolationLevel('read committed')
    .execute((tx) => insideTransaction.run(true, () => work(tx)));
}
