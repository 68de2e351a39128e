/** Attempts to log in, counted in the database so that they count however many processes there are. */
import { sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import { before } from './sessions.ts';

/** Attempts are free at first; each further one doubles the wait, which begins at two seconds and has an end. */
export interface AttemptRule {
  free: number;
  /** Milliseconds. */
  longestWait: number;
  /** Milliseconds without an attempt after which all are forgotten. */
  forgottenAfter: number;
}

/**
 * Counts an attempt before it is made, so that guesses sent at the same time count, too: in one statement, so that they
 * wait for each other on the row. `undefined` if it may be made; else the instant until which it may not, and nothing
 * was counted.
 */
export async function takeAttempt(db: Database, key: string, rule: AttemptRule, now: Date): Promise<Date | undefined> {
  const at = now.toISOString();
  const forgotten = sql<boolean>`login_attempts.last_at < ${before(now, rule.forgottenAfter)}`;
  const failures = sql<number>`case when ${forgotten} then 1 else login_attempts.failures + 1 end`;
  // 2 s, 4 s, 8 s …; the exponent is kept small, since the number of failures has no end.
  const over = sql`least(greatest(${failures} - ${rule.free}::integer, 0), 30)`;
  const wait = sql`case when ${over} = 0 then 0 else least(1000 * power(2, ${over}), ${rule.longestWait}::integer) end`;
  const taken = await sql`
    insert into login_attempts (key, failures, blocked_until, last_at) values (${key}, 1, ${at}, ${at})
    on conflict (key) do update set
      failures = ${failures},
      blocked_until = ${at}::timestamptz + ${wait} * interval '1 millisecond',
      last_at = ${at}
    where login_attempts.blocked_until <= ${at}
    returning key`.execute(db);
  if (taken.rows.length > 0) return undefined;
  const row = await db.selectFrom('login_attempts').select('blocked_until').where('key', '=', key).executeTakeFirst();
  return row && new Date(row.blocked_until);
}

/** The attempt was good after all: forgets all failures of the key, or only this one. */
export async function forgiveAttempt(db: Database, key: string, what: 'all' | 'one'): Promise<void> {
  if (what === 'all') {
    await db.deleteFrom('login_attempts').where('key', '=', key).execute();
    return;
  }
  await db
    .updateTable('login_attempts')
    .set({ failures: sql`greatest(failures - 1, 0)`, blocked_until: sql`last_at` })
    .where('key', '=', key)
    .execute();
}
