/** The database as a PostgreSQL server, named by a URL. */
import { PostgresDialect, type PostgresPool } from 'kysely';
import pg from 'pg';
import { DatabaseAway, tellingWhenAway } from './away.ts';
import { COLUMN_TYPES } from './column-types.ts';

/** To a free connection, or to a new one: a server that is away is told after this long, and not waited for. */
const CONNECT_MS = 5_000;
/** For one statement. The server ends it; the client gives up somewhat later, in case the server is not there any more. */
const STATEMENT_MS = 10_000;
const SILENCE_MS = 12_000;
/**
 * For statements of their own, too: a server's default may be another level, under which a conflict with somebody else is an
 * error and not a wait.
 */
const READ_COMMITTED = '-c default_transaction_isolation=read\\ committed';
/** Of those that wait for a connection: more would only wait in vain, and take memory meanwhile. */
const MOST_WAITING = 500;

/**
 * A dialect on a pool of at most ten connections, in which nothing waits without an end. Kysely's `destroy` ends the
 * pool. Statements are without a limit only for `migrating`, which takes as long as tables are large.
 */
export function serverDialect(databaseUrl: string, use: 'serving' | 'migrating' = 'serving'): PostgresDialect {
  const limits = { statement_timeout: STATEMENT_MS, query_timeout: SILENCE_MS };
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 10,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    options: READ_COMMITTED,
    ...(use === 'serving' && limits),
    types: {
      getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
        COLUMN_TYPES[oid] ?? pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  });
  // A server that restarts breaks connections that nobody is waiting on. Such an event without a listener would end
  // the process; the pool drops the connection by itself, and who was using it gets the error from the query.
  pool.on('error', () => {});
  pool.on('connect', (connection) => connection.on('error', () => {}));
  const bounded: PostgresPool = {
    async connect() {
      if (pool.waitingCount >= MOST_WAITING) throw new DatabaseAway('Too many wait for the database already.');
      return pool.connect();
    },
    end: () => pool.end(),
  };
  return new PostgresDialect({ pool: tellingWhenAway(bounded) });
}
