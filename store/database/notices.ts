/** Notices that a transaction sends when it commits (`NOTIFY`), heard on a connection of their own. */
import pg from 'pg';

/** What becomes of notices. */
export interface Ear {
  heard(payload: string): void;
  /** From now on every notice is heard; those of before may have been missed. */
  open(): void;
  /** Until it is open again, notices are missed. */
  lost(): void;
}

/** Listens on a channel, which must be a plain name; the answer ends that. */
export type Listen = (channel: string, ear: Ear) => () => Promise<void>;

const CONNECT_MS = 5_000;
const AGAIN_AFTER_MS = 1_000;

/**
 * On a server: outside the pool, since a connection that listens must be the same all the time. One that breaks off is
 * followed by another.
 */
export function listenOnServer(databaseUrl: string): Listen {
  return (channel, ear) => {
    let stopped = false;
    let client: pg.Client | undefined;
    let again: NodeJS.Timeout | undefined;

    async function connect(): Promise<void> {
      const current = new pg.Client({
        connectionString: databaseUrl,
        connectionTimeoutMillis: CONNECT_MS,
        query_timeout: CONNECT_MS,
        keepAlive: true,
      });
      client = current;
      let over = false;
      const lost = () => {
        if (over) return;
        over = true;
        ear.lost();
        void current.end().catch(() => {});
        if (!stopped) again = setTimeout(connect, AGAIN_AFTER_MS).unref();
      };
      current.on('error', lost);
      current.on('end', lost);
      current.on('notification', ({ payload }) => ear.heard(payload ?? ''));
      try {
        await current.connect();
        await current.query(`listen ${channel}`);
        if (!over && !stopped) ear.open();
      } catch {
        lost();
      }
    }

    void connect();
    return async () => {
      stopped = true;
      clearTimeout(again);
      await client?.end().catch(() => {});
    };
  };
}
