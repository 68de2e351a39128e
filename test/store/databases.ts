/** Runs the store's promises on both databases. */
import { rmSync } from 'node:fs';
import { type PostgresServer, postgresBinaries, startPostgres } from '../../dev/postgres.ts';
import type { Listen } from '../../store/database/notices.ts';
import { openDatabase } from '../../store/database/open.ts';
import type { Database } from '../../store/database/schema.ts';
import { storeOn } from '../../store/index.ts';
import type { Store } from '../../store/store.ts';
import { newDataDir } from '../support/data-directories.ts';

export interface Opened {
  store: Store;
  db: Database;
  listen: Listen;
}

/** Declares the promises for the embedded database and for a server; `opened` answers within a test. */
export function onEachDatabase(promises: (opened: () => Opened) => void): void {
  describe('on the embedded database', () => {
    let opened: Opened | undefined;
    let dataDir: string;
    beforeAll(async () => {
      dataDir = await newDataDir('order-saga-store-');
      const database = await openDatabase({ dataDir });
      opened = { ...database, store: storeOn(database) };
    });
    afterAll(async () => {
      await opened?.store.close();
      rmSync(dataDir, { recursive: true, force: true });
    });
    promises(() => opened as Opened);
  });
  onServer((opened) => promises(() => opened()));
}

/** Declares promises that only a server can keep or break: races, since the embedded database does one thing at a time. */
export function onServer(promises: (opened: () => Opened & { server: PostgresServer }) => void): void {
  const installed = postgresBinaries() !== undefined;
  const name = installed ? 'on a PostgreSQL server' : 'on a PostgreSQL server: SKIPPED, since none is installed here';
  (installed ? describe : describe.skip)(name, () => {
    let server: PostgresServer | undefined;
    let opened: (Opened & { server: PostgresServer }) | undefined;
    beforeAll(async () => {
      server = await startPostgres();
      const database = await openDatabase({ databaseUrl: server.url, dataDir: 'unused' });
      opened = { ...database, store: storeOn(database), server };
    });
    afterAll(async () => {
      await opened?.store.close();
      await server?.stop();
    });
    promises(() => opened as Opened & { server: PostgresServer });
  });
}
