/** Sessions. One is found by the digest of its secret, so nothing compares secrets, and a stolen database opens no door. */
import { digestOf, newSecret } from '../database/ids.ts';
import type { Database } from '../database/schema.ts';
import { toUser, type User } from './users.ts';

export interface SessionLimits {
  /** Milliseconds after the last page. */
  idle: number;
  /** Milliseconds after the login, however busy the user is. */
  absolute: number;
}

const DAY = 86_400_000;
/** A page written down is a write; so a session is said to be seen at most once in this part of its idle time. */
export const SEEN_PARTS = 30;

/** Answers the secret of the cookie, this once; only its digest is kept. */
export async function startSession(db: Database, userId: string, now: Date): Promise<string> {
  const token = newSecret();
  const at = now.toISOString();
  await db
    .insertInto('sessions')
    .values({ digest: digestOf(token), user_id: userId, created_at: at, seen_at: at })
    .execute();
  // What ended by itself; no limit is as long as this.
  await db
    .deleteFrom('sessions')
    .where('created_at', '<', before(now, 31 * DAY))
    .execute();
  await db
    .deleteFrom('login_attempts')
    .where('last_at', '<', before(now, 31 * DAY))
    .execute();
  return token;
}

/** The user of a session that is neither idle for too long nor too old; with `use` it is in use now. */
export async function userOfSession(
  db: Database,
  token: string,
  limits: SessionLimits,
  now: Date,
  use = true,
): Promise<User | undefined> {
  const digest = digestOf(token);
  const row = await db
    .selectFrom('sessions')
    .innerJoin('users', 'users.user_id', 'sessions.user_id')
    .select(['users.user_id', 'reseller_id', 'name', 'email', 'seen_at'])
    .where('digest', '=', digest)
    .where('disabled_at', 'is', null)
    .where('seen_at', '>', before(now, limits.idle))
    .where('sessions.created_at', '>', before(now, limits.absolute))
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (use && row.seen_at < before(now, limits.idle / SEEN_PARTS)) {
    await db.updateTable('sessions').set({ seen_at: now.toISOString() }).where('digest', '=', digest).execute();
  }
  return toUser(row);
}

export async function endSession(db: Database, token: string): Promise<void> {
  await db.deleteFrom('sessions').where('digest', '=', digestOf(token)).execute();
}

/** The instant so many milliseconds before `now`. */
export function before(now: Date, milliseconds: number): string {
  return new Date(now.getTime() - milliseconds).toISOString();
}
