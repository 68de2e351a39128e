/** A schema that a newer release has changed, met by this one: both run while a release is rolled out, or back. */
import { type Migration, sql } from 'kysely';
import type { Database } from '../schema.ts';

/** A change of the schema. It only expands, so that releases before it go on working, unless it says what it requires. */
export interface SchemaChange extends Migration {
  /**
   * For a change that takes something away: the change that a release must know to work without it. That one has brought
   * what takes its place, and is at least one release older.
   */
  requires?: string;
}

/** Thrown when a newer release has taken something away that this one needs. */
export class SchemaTooNew extends Error {
  override readonly name = 'SchemaTooNew';
  constructor(change: string, required: string) {
    super(
      `The database belongs to a newer release: its change ${change} needs one that knows ${required}. ` +
        'Start that release or a newer one; nothing was changed.',
    );
  }
}

/** Keeps with the change, in its own transaction, what it requires. */
export function keepingRequirement(name: string, change: SchemaChange): Migration {
  const { requires } = change;
  if (requires === undefined) return change;
  return {
    async up(db) {
      await change.up(db);
      await sql`create table if not exists schema_requirements (change text primary key, requires text not null)`.execute(
        db,
      );
      await sql`insert into schema_requirements (change, requires) values (${name}, ${requires})`.execute(db);
    },
  };
}

/**
 * Whether a newer release has changed the schema, in ways that this one can work with.
 * @param known the changes that this release knows.
 * @throws SchemaTooNew
 */
export async function isNewer(db: Database, known: ReadonlySet<string>): Promise<boolean> {
  const applied = await ifThere<{ name: string }>(db, 'kysely_migration', 'select name from kysely_migration');
  if (applied.every(({ name }) => known.has(name))) return false;
  const requirements = await ifThere<{ change: string; requires: string }>(
    db,
    'schema_requirements',
    'select change, requires from schema_requirements order by change',
  );
  for (const { change, requires } of requirements) if (!known.has(requires)) throw new SchemaTooNew(change, requires);
  return true;
}

async function ifThere<Row>(db: Database, table: string, query: string): Promise<Row[]> {
  const { rows } = await sql<{ there: boolean }>`select to_regclass(${table}) is not null as there`.execute(db);
  return rows[0]?.there ? (await sql.raw<Row>(query).execute(db)).rows : [];
}
