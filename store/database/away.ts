/** A database that cannot be reached or does not answer in time, told apart from one that refuses what it is asked. */
import type { PostgresPool, PostgresPoolClient } from 'kysely';

/**
 * Thrown when the database is away: it cannot be reached, breaks off, has no connection to spare, or does not answer in
 * time. A statement that was under way may have been carried out all the same, a commit included.
 */
export class DatabaseAway extends Error {
  override readonly name = 'DatabaseAway';
}

/** Node's and the resolver's names for a server that is not there (yet), or no longer. */
const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT', // a UNIX socket before its server has made it
]);

/**
 * SQLSTATEs (PostgreSQL, appendix A): connection exceptions; insufficient resources, too many connections among them;
 * shut down by an administrator, by a crash, or just starting; a statement over its time; a standby that cannot write.
 */
const SQLSTATE = /^(?:08...|53...|57P0[1235]|57014|25006)$/;

/** What `pg` and PGlite say without a code. */
const WORDS =
  /^(?:Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client has encountered a connection error|Client was closed|Cannot use a pool after calling end|PGlite is clos)/;

function isAway({ code, message }: Partial<NodeJS.ErrnoException>): boolean {
  return code === undefined ? WORDS.test(message ?? '') : NETWORK.has(code) || SQLSTATE.test(code);
}

/** @throws DatabaseAway if the error means that; else the error as it is. */
function tellApart(error: NodeJS.ErrnoException): never {
  if (!isAway(error)) throw error;
  // Where a name has several addresses, Node's error for all of them has no words of its own.
  const { message, code } = error;
  throw new DatabaseAway(`The database is away: ${message || code}`, { cause: error });
}

/** A client of `pg`; a reason at its release says that it is of no use to anybody else. */
type Client = PostgresPoolClient & { release(reason?: Error): void };

/**
 * The same pool, whose errors tell when the database is away. A connection on which that happened is asked nothing more
 * and is not given to anybody else: a statement that was given up may still run on it.
 */
export function tellingWhenAway(pool: PostgresPool): PostgresPool {
  return {
    async connect(): Promise<PostgresPoolClient> {
      const client: Client = await pool.connect().catch(tellApart);
      let away: DatabaseAway | undefined;
      const query = async (sql: string, parameters: readonly unknown[]) => {
        if (away) throw away;
        try {
          return await client.query(sql, parameters).catch(tellApart);
        } catch (error) {
          if (error instanceof DatabaseAway) away = error;
          throw error;
        }
      };
      return { query: query as PostgresPoolClient['query'], release: () => client.release(away) };
    },
    end: () => pool.end(),
  };
}
