/**
 * Rows that earlier releases wrote, brought into today's form after the schema has changed: a batch a transaction, so that
 * no table is locked for long. Whoever reads such rows must understand both forms meanwhile.
 */
import { sql } from 'kysely';
import { json } from '../json.ts';
import type { Database, Tx } from '../schema.ts';
import { transaction } from '../transactions.ts';

/** Where a backfill has got to, as the last row's key. */
type Position = readonly string[];

/**
 * Brings the rows after `position` into today's form, as many as one transaction may hold; one that is in it already
 * stays as it is.
 * @param position `undefined` at the start.
 * @returns where it has got to; `undefined` at the end.
 */
export type Backfill = (tx: Tx, position: Position | undefined) => Promise<Position | undefined>;

/** PostgreSQL itself does not make two of one table at once, but fails. */
const ONE_AT_A_TIME = 7_043_115;

/** Made here and not by a migration, which would come too late for the backfills of those before it. */
async function createTable(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${ONE_AT_A_TIME})`.execute(tx);
  await sql`create table if not exists backfills (name text primary key, position jsonb, done_at timestamptz(3))`.execute(
    tx,
  );
}

/**
 * Runs what is not done. Processes that start together take turns, a batch each, and one that is killed leaves the rest
 * to whoever comes next.
 */
export async function runBackfills(db: Database, backfills: Record<string, Backfill>): Promise<void> {
  await transaction(db, createTable);
  for (const [name, backfill] of Object.entries(backfills)) {
    await sql`insert into backfills (name) values (${name}) on conflict do nothing`.execute(db);
    while (await transaction(db, (tx) => oneBatch(tx, name, backfill)));
  }
}

/** @returns whether there is more to do. */
async function oneBatch(tx: Tx, name: string, backfill: Backfill): Promise<boolean> {
  const { rows } = await sql<{ position: Position | null }>`
    select position from backfills where name = ${name} and done_at is null for update`.execute(tx);
  const [row] = rows;
  if (!row) return false;
  const position = await backfill(tx, row.position ?? undefined);
  await (position
    ? sql`update backfills set position = ${json(position)}::jsonb where name = ${name}`
    : sql`update backfills set done_at = now() where name = ${name}`
  ).execute(tx);
  return position !== undefined;
}
