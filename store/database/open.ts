import { Kysely } from 'kysely';
import { openEmbedded } from './embedded/open.ts';
import { migrate } from './migrations/index.ts';
import { type Listen, listenOnServer } from './notices.ts';
import type { Database, Schema } from './schema.ts';
import { serverDialect } from './server.ts';

export interface DatabaseOptions {
  /** A PostgreSQL server, shared by as many processes as wanted; absent: the embedded database, for one process. */
  databaseUrl?: string | undefined;
  /** Where the embedded database lives. */
  dataDir: string;
}

export interface OpenDatabase {
  db: Database;
  listen: Listen;
  /** Waits for what is under way. May be called again. */
  close(): Promise<void>;
}

/** Opens the database and brings its schema up to date. @throws DatabaseInUse, DatabaseAway */
export async function openDatabase({ databaseUrl, dataDir }: DatabaseOptions): Promise<OpenDatabase> {
  if (databaseUrl) await migrateServer(databaseUrl);
  const { dialect, listen, closed } = databaseUrl
    ? { dialect: serverDialect(databaseUrl), listen: listenOnServer(databaseUrl), closed: undefined }
    : await openEmbedded(dataDir);
  const db = new Kysely<Schema>({ dialect });
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= db.destroy().finally(closed);
    return closing;
  };
  try {
    if (!databaseUrl) await migrate(db);
  } catch (error) {
    await close();
    throw error;
  }
  return { db, listen, close };
}

/** On connections of its own, since those that serve have a limit for each statement. */
async function migrateServer(databaseUrl: string): Promise<void> {
  const db = new Kysely<Schema>({ dialect: serverDialect(databaseUrl, 'migrating') });
  await migrate(db).finally(() => db.destroy());
}
