/** The embedded database: PGlite in `<dataDir>/postgres`, owned by one process. */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PostgresDialect } from 'kysely';
import { tellingWhenAway } from '../away.ts';
import { COLUMN_TYPES } from '../column-types.ts';
import type { Listen } from '../notices.ts';
import { OneConnection } from './one-connection.ts';
import { takeOwnership } from './owner-lock.ts';
import { makePrivate } from './private-directory.ts';

export interface Embedded {
  dialect: PostgresDialect;
  listen: Listen;
  /** For when Kysely is destroyed: makes sure that the database is closed, then gives the ownership up. */
  closed(): Promise<void>;
}

/**
 * Opens, and at first makes, the database under `dataDir`.
 * @throws DatabaseInUse if another process owns it: two of them would lose data silently; NotPrivate.
 */
export async function openEmbedded(dataDir: string): Promise<Embedded> {
  await mkdir(dataDir, { recursive: true });
  const giveUp = await takeOwnership(join(dataDir, 'postgres.lock'));
  try {
    const directory = join(dataDir, 'postgres');
    // Loaded only here: a process that uses a server need not carry a database of its own.
    const { PGlite } = await import('@electric-sql/pglite');
    const { DURABLE, DurableFiles, sync, syncTree } = await import('./durable-files.ts');
    const openIn = (path: string) =>
      PGlite.create({ fs: new DurableFiles(path), startParams: DURABLE, parsers: { ...COLUMN_TYPES } });
    if (!existsSync(directory)) {
      // A process killed while the database is being made leaves a directory that can never be opened. So it is made
      // beside, and gets its name when it is whole; what an earlier attempt left is thrown away.
      const unfinished = join(dataDir, 'postgres.new');
      await rm(unfinished, { recursive: true, force: true });
      await makePrivate(unfinished);
      await (await openIn(unfinished)).close();
      // `initdb` leaves that to us.
      await syncTree(unfinished);
      await rename(unfinished, directory);
      await sync(dataDir);
    }
    // PGlite makes its files readable by everybody, and they hold password hashes.
    await makePrivate(directory);
    const pool = new OneConnection(await openIn(directory));
    return {
      dialect: new PostgresDialect({ pool: tellingWhenAway(pool) }),
      listen: (channel, ear) => pool.listen(channel, ear),
      async closed() {
        await pool.end().finally(giveUp);
      },
    };
  } catch (error) {
    await giveUp();
    throw error;
  }
}
