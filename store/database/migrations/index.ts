/** The schema's history. A migration that has been released is never edited; a change is a new one. */
import { type Kysely, type Migration, Migrator } from 'kysely';
import type { Database } from '../schema.ts';
import { initial } from './001-initial.ts';
import { accounts } from './002-accounts.ts';
import { shop } from './003-shop.ts';
import { orderSearchText } from './004-order-search.ts';
import { languages } from './005-languages.ts';
import { events } from './006-events.ts';
import { mailClaims } from './009-mail-claims.ts';
import { turns } from './010-turns.ts';

const MIGRATIONS: Record<string, Migration> = {
  '001-initial': initial,
  '002-accounts': accounts,
  '003-shop': shop,
  '004-order-search': orderSearchText,
  '005-languages': languages,
  '006-events': events,
  '009-mail-claims': mailClaims,
  '010-turns': turns,
};

/**
 * Brings the schema up to date, in one transaction. Processes that start together wait for each other on an advisory
 * lock, and all but the first find nothing to do.
 */
export async function migrate(db: Database): Promise<void> {
  const migrator = new Migrator({
    // biome-ignore lint/suspicious/noExplicitAny: Kysely's own type; migrations know no schema
    db: db as unknown as Kysely<any>,
    provider: { getMigrations: async () => MIGRATIONS },
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
