/** Sessions of operators. One ends with the token that it was begun with, and is found by the digest of its secret. */
import { digestOf, newSecret } from '../database/ids.ts';
import { operationsOn } from '../database/operations.ts';
import type { Database } from '../database/schema.ts';
import { before, SEEN_PARTS, type SessionLimits } from './sessions.ts';
import type { Operator } from './tokens.ts';

const DAY = 86_400_000;

export type OperatorSessionStore = ReturnType<typeof createOperatorSessions>;

export function createOperatorSessions(db: Database) {
  return operationsOn(db, { startSession, operatorOfSession, endSession });
}

/** Answers the secret of the cookie, this once; only its digest is kept. */
async function startSession(db: Database, tokenId: string, now: Date): Promise<string> {
  const secret = newSecret();
  const at = now.toISOString();
  await db
    .insertInto('operator_sessions')
    .values({ digest: digestOf(secret), token_id: tokenId, created_at: at, seen_at: at })
    .execute();
  // What ended by itself; no limit is as long as this.
  await db
    .deleteFrom('operator_sessions')
    .where('created_at', '<', before(now, 31 * DAY))
    .execute();
  return secret;
}

/** The operator of a session that is neither idle for too long nor too old, and whose token is valid. It is in use now. */
async function operatorOfSession(
  db: Database,
  secret: string,
  limits: SessionLimits,
  now: Date,
): Promise<Operator | undefined> {
  const digest = digestOf(secret);
  const row = await db
    .selectFrom('operator_sessions')
    .innerJoin('operator_tokens', 'operator_tokens.token_id', 'operator_sessions.token_id')
    .select(['operator_tokens.token_id', 'label', 'seen_at'])
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
  return { tokenId: row.token_id, label: row.label };
}

async function endSession(db: Database, secret: string): Promise<void> {
  await db.deleteFrom('operator_sessions').where('digest', '=', digestOf(secret)).execute();
}
