/** PGlite behind the interface of a pool, so that Kysely's PostgreSQL dialect serves it as it serves a server. */
import type { PGlite } from '@electric-sql/pglite';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { DatabaseAway } from '../away.ts';
import type { Ear } from '../notices.ts';
import { insideTransaction } from '../transactions.ts';

/**
 * A pool of one: whoever connects waits until everybody before has released. A transaction holds the connection from
 * `begin` to its end, so nobody else's statement gets in between.
 */
export class OneConnection implements PostgresPool {
  readonly #database: PGlite;
  #last: Promise<void> = Promise.resolve();
  #closing: Promise<void> | undefined;

  constructor(database: PGlite) {
    this.#database = database;
  }

  async connect(): Promise<PostgresPoolClient> {
    if (this.#closing) throw new DatabaseAway('The database is closed.');
    // It would wait for its own transaction to end: better an error at once than silence for ever.
    if (insideTransaction.getStore()) throw new Error('inside a transaction, pass the transaction on');
    const before = this.#last;
    let release = () => {};
    this.#last = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    // PGlite answers rows, command and rowCount as `pg` does. The other form of `query`, with a cursor, is never used.
    const query = (sql: string, parameters: readonly unknown[]) => this.#database.query(sql, [...parameters]);
    return { query: query as unknown as PostgresPoolClient['query'], release };
  }

  /** Hears what transactions notify, in this process: nobody else has the database. */
  listen(channel: string, ear: Ear): () => Promise<void> {
    const unlisten = this.connect().then(async ({ release }) => {
      try {
        return await this.#database.listen(channel, (payload) => ear.heard(payload));
      } finally {
        release();
      }
    });
    unlisten.then(
      () => ear.open(),
      () => ear.lost(),
    );
    // The database's end ends it.
    return async () => {
      await unlisten.catch(() => {});
    };
  }

  /** Closes the database once everybody has released. May be called again. */
  end(): Promise<void> {
    this.#closing ??= this.#last.then(() => this.#database.close());
    return this.#closing;
  }
}
