/** Sessions of operators. One ends with the token that it was begun with, and is found by the digest of its secret. */
import { sql } from 'kysely';
import { digestOf, newSecret } from '../database/ids.ts';
import { operationsOn } from '../database/operations.ts';
import type { Database } from '../database/schema.ts';
import { before, SEEN_PARTS, type SessionLimits } from './sessions.ts';

const DAY = 86_400_000;

export type OperatorSessionStore = ReturnType<typeof createOperatorSessions>;

export function createOperatorSessions(db: Database) {
  return operationsOn(db, { startSession, operatorOfSession, endSession });
}

/** Answers the secret of the cookie, this once, of which only the digest is kept; `undefined` for a token that is not valid. */
async function startSession(
  db: Database,
  token: string,
  now: Date,
): Promise<{ secret: string; tokenId: string } | undefined> {
  const secret = newSecret();
  const at = now.toISOString();
  const { rows } = await sql<{ tokenId: string }>`
    insert into operator_sessions (digest, token_id, created_at, seen_at)
    select ${digestOf(secret)}, token_id, ${at}, ${at} from operator_tokens
    where digest = ${digestOf(token)} and revoked_at is null
    returning token_id as "tokenId"`.execute(db);
  // What ended by itself; no limit is as long as this.
  await db
    .deleteFrom('operator_sessions')
    .where('created_at', '<', before(now, 31 * DAY))
    .execute();
  return rows[0] && { secret, tokenId: rows[0].tokenId };
}

/**
 * The label of the token of a session that is neither idle for too long nor too old, if that is still valid. The session is in
 * use now.
 */
async function operatorOfSession(
  db: Database,
  secret: string,
  limits: SessionLimits,
  now: Date,
): Promise<string | undefined> {
  const digest = digestOf(secret);
  const row = await db
    .selectFrom('operator_sessions')
    .innerJoin('operator_tokens', 'operator_tokens.token_id', 'operator_sessions.token_id')
    .select(['label', 'seen_at'])
    .where('operator_sessions.digest', '=', digest)
    .where('revoked_at', 'is', null)
    .where('seen_at', '>', before(now, limits.idle))
    .where('operator_sessions.created_at', '>', before(now, limits.absolute))
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (row.seen_at < before(now, limits.idle / SEEN_PARTS)) {
    await db
      .updateTable('operator_sessions')
      .set({ seen_at: now.toISOString() })
      .where('digest', '=', digest)
      .execute();
  }
  return row.label;
}

async function endSession(db: Database, secret: string): Promise<void> {
  await db.deleteFrom('operator_sessions').where('digest', '=', digestOf(secret)).execute();
}
