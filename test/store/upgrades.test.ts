/** Releases side by side on one database: the schema that a newer one made, under this one. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Backfill } from '../../store/database/migrations/backfills.ts';
import { BACKFILLS, CHANGES, migrate } from '../../store/database/migrations/index.ts';
import { type SchemaChange, SchemaTooNew } from '../../store/database/migrations/newer.ts';
import { openDatabase } from '../../store/database/open.ts';
import { openStore } from '../../store/index.ts';
import { addDatabase } from '../support/data-directories.ts';
import { onServer } from './databases.ts';
import { aMarket, placed } from './market.ts';

const statement = (text: string, requires?: string): SchemaChange => ({
  async up(db) {
    await sql.raw(text).execute(db);
  },
  ...(requires !== undefined && { requires }),
});

let folder: string;
let template: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'order-saga-upgrades-'));
  template = join(folder, 'template');
  await addDatabase(template);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A database that a release with these changes after ours has opened. */
async function openedByNewer(name: string, changes: Record<string, SchemaChange>): Promise<string> {
  const dataDir = join(folder, name);
  cpSync(template, dataDir, { recursive: true });
  const { db, close } = await openDatabase({ dataDir });
  await migrate(db, { ...CHANGES, ...changes });
  await close();
  return dataDir;
}

test('a release starts on the schema that the next one has expanded, and takes orders', async () => {
  const dataDir = await openedByNewer('expanded', {
    '900-notes': statement('alter table orders add column note text'),
  });
  const store = await openStore({ dataDir });
  const { order } = await aMarket(store);
  const { orderId } = await placed(store, order());
  expect(await store.orders.getAny(orderId)).toMatchObject({ orderId });
  await store.close();
});

test('a release does not start on a schema without what it needs, says which one does, and changes nothing', async () => {
  const dataDir = await openedByNewer('contracted', {
    '900-notes': statement('alter table orders add column note text'),
    '901-no-sentences': statement('alter table timeline drop column what', '900-notes'),
  });
  const refusal = openStore({ dataDir });
  await expect(refusal).rejects.toThrow(SchemaTooNew);
  await expect(refusal).rejects.toThrow('its change 901-no-sentences needs one that knows 900-notes');
});

test('what is taken away was needed by older releases only: one that knows what took its place starts', async () => {
  const dataDir = await openedByNewer('contracted-later', {
    '901-no-sentences': statement('alter table timeline drop column what', '006-events'),
  });
  const store = await openStore({ dataDir });
  await store.ping();
  await store.close();
});

test('a backfill that was killed goes on where it was, two processes share it, and it is not begun again', async () => {
  const { db, close } = await openDatabase({ dataDir: await openedByNewer('backfilled', {}) });
  const seen: number[] = [];
  let killed = true;
  const backfill: Backfill = async (_tx, position = []) => {
    seen.push(position.length);
    if (position.length === 2 && killed) throw new Error('killed');
    return position.length === 3 ? undefined : [...position, 'x'];
  };
  const run = () => migrate(db, CHANGES, { ...BACKFILLS, '900-some': backfill });
  await expect(run()).rejects.toThrow('killed');
  killed = false;
  await Promise.all([run(), run()]);
  await run();
  expect(seen).toEqual([0, 1, 2, 2, 3]);
  await close();
});

onServer((opened) => {
  test('a newer release that expands the schema in the moment in which this one starts does not keep it from starting', async () => {
    const { db } = opened();
    await sql`drop schema public cascade`.execute(db);
    await sql`create schema public`.execute(db);
    const ours = Object.fromEntries(Object.entries(CHANGES).slice(0, -1));
    await migrate(db, ours, {});
    let newer: Promise<void> | undefined;
    // Held once it has read which changes there are.
    const held = db.withPlugin({
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        if (result.rows.some((row) => row.name === '001-initial')) {
          newer ??= migrate(db, CHANGES, {});
          await newer;
        }
        return result;
      },
    });
    await migrate(held, ours, {});
    expect(newer).toBeDefined();
  });
});

test('a change that says nothing only expands: what older releases read and write stays', async () => {
  const dataDir = join(folder, 'steps');
  cpSync(template, dataDir, { recursive: true });
  const { db, close } = await openDatabase({ dataDir });
  await sql`drop schema public cascade`.execute(db);
  await sql`create schema public`.execute(db);
  const names = Object.keys(CHANGES);
  let before = new Map<string, Column>();
  for (const [n, name] of names.entries()) {
    await migrate(db, Object.fromEntries(Object.entries(CHANGES).slice(0, n + 1)), {});
    const after = await columns(db);
    if (CHANGES[name]?.requires === undefined) expect([name, takenAway(before, after)]).toEqual([name, []]);
    before = after;
  }
  await close();
});

interface Column {
  type: string;
  /** Whether a row may be written without it. */
  optional: boolean;
}

async function columns(db: Parameters<typeof migrate>[0]): Promise<Map<string, Column>> {
  const { rows } = await sql<Column & { name: string }>`
    select table_name || '.' || column_name as name, data_type as type,
      is_nullable = 'YES' or column_default is not null or is_identity = 'YES' or is_generated = 'ALWAYS' as optional
    from information_schema.columns where table_schema = 'public'`.execute(db);
  return new Map(rows.map(({ name, ...column }) => [name, column]));
}

function takenAway(before: Map<string, Column>, after: Map<string, Column>): string[] {
  const tables = new Set([...before.keys()].map((name) => name.split('.')[0]));
  return [
    ...[...before].filter(([name, { type }]) => after.get(name)?.type !== type).map(([name]) => `${name} is another`),
    ...[...after]
      .filter(([name, { optional }]) => !optional && (before.get(name)?.optional ?? tables.has(name.split('.')[0])))
      .map(([name]) => `${name} must be given now`),
  ];
}
