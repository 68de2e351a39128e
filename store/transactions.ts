import type { Database, Tx } from './schema.ts';

/**
 * One transaction. `work` must use the transaction for everything it asks (see `schema.ts`). The level is named since
 * a server's default may be another, under which a conflict with somebody else is an error and not a wait.
 */
export function transaction<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().setIsolationLevel('read committed').execute(work);
}
