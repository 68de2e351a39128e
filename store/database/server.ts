/** The database as a PostgreSQL server, named by a URL. */
import { PostgresDialect } from 'kysely';
import pg from 'pg';
import { COLUMN_TYPES } from './column-types.ts';

/** A dialect on a pool of at most ten connections. Kysely's `destroy` ends the pool. */
export function serverDialect(databaseUrl: string): PostgresDialect {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 10,
    // Without it a query waits for ever when the server is away or all connections are taken.
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    types: {
      getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
        COLUMN_TYPES[oid] ?? pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  });
  // A server that restarts breaks connections that nobody is waiting on. Such an event without a listener would end
  // the process; the pool drops the connection by itself, and who was using it gets the error from the query.
  pool.on('error', () => {});
  pool.on('connect', (connection) => connection.on('error', () => {}));
  return new PostgresDialect({ pool });
}
