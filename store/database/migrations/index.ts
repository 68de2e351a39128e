/** The schema's history. A migration that has been released is never edited; a change is a new one. */
import { type Kysely, Migrator } from 'kysely';
import type { Database } from '../schema.ts';
import { initial } from './001-initial.ts';
import { accounts } from './002-accounts.ts';
import { shop } from './003-shop.ts';
import { orderSearchText } from './004-order-search.ts';
import { languages } from './005-languages.ts';
import { events, timelineEvents, waits } from './006-events.ts';
import { vendorAccounts } from './007-vendor-accounts.ts';
import { starting } from './008-starting.ts';
import { mailClaims } from './009-mail-claims.ts';
import { turns } from './010-turns.ts';
import { operators } from './012-operators.ts';
import { lineFailure } from './013-line-failure.ts';
import { heldOrders } from './014-held-orders.ts';
import { reconciliation } from './015-reconciliation.ts';
import { operatorSessions } from './016-operator-sessions.ts';
import { draftLineFailure } from './017-draft-line-failure.ts';
import { orderNotices } from './019-order-notices.ts';
import { peopleWhoLeave } from './020-people-who-leave.ts';
import { type Backfill, runBackfills } from './backfills.ts';
import { isNewer, keepingRequirement, type SchemaChange } from './newer.ts';

export const CHANGES: Readonly<Record<string, SchemaChange>> = {
  '001-initial': initial,
  '002-accounts': accounts,
  '003-shop': shop,
  '004-order-search': orderSearchText,
  '005-languages': languages,
  '006-events': events,
  '007-vendor-accounts': vendorAccounts,
  '008-starting': starting,
  '009-mail-claims': mailClaims,
  '010-turns': turns,
  '012-operators': operators,
  '013-line-failure': lineFailure,
  '014-held-orders': heldOrders,
  '015-reconciliation': reconciliation,
  '016-operator-sessions': operatorSessions,
  '017-draft-line-failure': draftLineFailure,
  '019-order-notices': orderNotices,
  '020-people-who-leave': peopleWhoLeave,
};

export const BACKFILLS: Readonly<Record<string, Backfill>> = {
  '006-timeline': timelineEvents,
  '006-waits': waits,
};

/**
 * Brings the schema up to date in one transaction, then the rows that need it, in batches. Processes that start together
 * wait for each other on an advisory lock, and all but the first find nothing to do. A schema that a newer release has
 * expanded stays as it is.
 * @throws SchemaTooNew if a newer release has taken something away that this one needs.
 */
export async function migrate(db: Database, changes = CHANGES, backfills = BACKFILLS): Promise<void> {
  const known = new Set(Object.keys(changes));
  // A newer release's changes build on all of ours, and the migrator would take them for missing.
  if (!(await isNewer(db, known))) {
    const error = await migrateToLatest(db, changes);
    // A newer release may have come in between.
    if (error && !(await isNewer(db, known))) throw error;
  }
  await runBackfills(db, backfills);
}

async function migrateToLatest(db: Database, changes: Readonly<Record<string, SchemaChange>>): Promise<unknown> {
  const migrations = Object.entries(changes).map(([name, change]) => [name, keepingRequirement(name, change)] as const);
  const migrator = new Migrator({
    // biome-ignore lint/suspicious/noExplicitAny: Kysely's own type; migrations know no schema
    db: db as unknown as Kysely<any>,
    provider: { getMigrations: async () => Object.fromEntries(migrations) },
  });
  const { error } = await migrator.migrateToLatest();
  return error;
}
