/** What callers learn of a database that is away, on a real server that goes and comes back. */
import { sql } from 'kysely';
import pg from 'pg';
import type { Database } from '../../store/database/schema.ts';
import { openStore } from '../../store/index.ts';
import { DatabaseAway } from '../../store/store.ts';
import { onServer } from './databases.ts';

/** What became of it, by the name of its error. */
const outcome = (asked: Promise<unknown>) =>
  asked.then(
    () => 'answered',
    (error: Error) => error.name,
  );

onServer((opened) => {
  test('a server that ends a statement in hand, is not there, or just starts is away; when it is back it answers', async () => {
    const { db, store, server } = opened();
    const inHand = [
      outcome(sql`select pg_sleep(60)`.execute(db)),
      outcome(db.transaction().execute((tx) => sql`select pg_sleep(60)`.execute(tx))),
    ];
    await sleeping(server.url, 2);
    await server.down();
    expect(await Promise.all(inHand)).toEqual(['DatabaseAway', 'DatabaseAway']);
    expect(await outcome(store.ping())).toBe('DatabaseAway');
    expect(await outcome(openStore({ databaseUrl: server.url, dataDir: 'unused' }))).toBe('DatabaseAway');
    await server.up();
    expect(await outcome(store.ping())).toBe('answered');
  });

  test('a connection that an administrator ends, and a server without one to spare, are the database away', async () => {
    const { db, store, server } = opened();
    const inHand = outcome(sql`select pg_sleep(60)`.execute(db));
    await sleeping(server.url, 1);
    const role = `few_${process.pid}`;
    await sql.raw(`create role ${role} login superuser connection limit 1`).execute(db);
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep(60)%' and pid <> pg_backend_pid()`.execute(
      db,
    );
    expect(await inHand).toBe('DatabaseAway');

    // A superuser is spared the limit, so it is taken from the role once it is as it must be.
    await sql.raw(`alter role ${role} nosuperuser`).execute(db);
    await sql.raw(`grant all on all tables in schema public to ${role}`).execute(db);
    const url = server.url.replace('postgres://postgres@', `postgres://${role}@`);
    const only = new pg.Client({ connectionString: url });
    await only.connect();
    const failure = await openStore({ databaseUrl: url, dataDir: 'unused' }).catch((error: unknown) => error);
    await only.end();
    expect(failure).toBeInstanceOf(DatabaseAway);
    expect((failure as Error).message).toContain('too many connections');
    expect(await outcome(store.ping())).toBe('answered');
  });

  test('a statement over its time is the database away, and its connection is asked nothing more', async () => {
    const { db } = opened();
    const pids: number[] = [];
    const tooLong = db.transaction().execute(async (tx) => {
      pids.push(await backend(tx));
      await sql`set local statement_timeout = 20`.execute(tx);
      await sql`select pg_sleep(60)`.execute(tx);
    });
    expect(await outcome(tooLong)).toBe('DatabaseAway');
    for (let asked = 0; asked < 20; asked++) pids.push(await backend(db));
    expect(pids.slice(1)).not.toContain(pids[0]);
  });

  test('no statement that serves a request is without a limit', async () => {
    const { rows } = await sql<{ statement_timeout: string }>`show statement_timeout`.execute(opened().db);
    expect(rows).toEqual([{ statement_timeout: '10s' }]);
  });

  test('a statement that the server refuses is not the database away', async () => {
    const { db } = opened();
    for (const statement of [sql`select 1 / 0`, sql`select nothing from nowhere`]) {
      expect(await outcome(statement.execute(db))).not.toMatch(/DatabaseAway|answered/);
    }
  });

  test('of more than can wait for a connection, the rest is told at once, and those that wait are answered', async () => {
    const { db } = opened();
    let letGo = () => {};
    const free = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const holding: Promise<void>[] = [];
    for (let held = 0; held < 10; held++) {
      await new Promise<void>((resolve) => {
        holding.push(
          db.connection().execute(async () => {
            resolve();
            await free;
          }),
        );
      });
    }
    const asked = Array.from({ length: 520 }, () => outcome(sql`select 1`.execute(db)));
    // Nothing has been let go, so these can only be refusals.
    expect(await Promise.all(asked.slice(500))).toEqual(Array.from({ length: 20 }, () => 'DatabaseAway'));
    letGo();
    expect(new Set(await Promise.all(asked.slice(0, 500)))).toEqual(new Set(['answered']));
    await Promise.all(holding);
  });
});

async function backend(db: Database): Promise<number> {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
  return rows[0]?.pid ?? 0;
}

/** Waits until so many statements are in hand. */
async function sleeping(url: string, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (;;) {
    const { rowCount } = await client.query(
      `select 1 from pg_stat_activity where query like '%pg_sleep(60)%' and state = 'active' and pid <> pg_backend_pid()`,
    );
    if (rowCount === count) break;
  }
  await client.end();
}
