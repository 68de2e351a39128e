/**
 * Who users are at an identity provider. An identity opens an account only once the account's owner has said so: by its
 * password, or, where it never had one, by having been made for whoever comes from the provider with its address.
 */
import { digestOf } from '../database/ids.ts';
import type { Database } from '../database/schema.ts';
import { transaction } from '../database/transactions.ts';
import { before } from './sessions.ts';
import { keyOf, toUser, type User, userByEmail } from './users.ts';

/** Who somebody is at an identity provider, as its ID token says. */
export interface Identity {
  issuer: string;
  subject: string;
  /** Only if the provider says that it has verified it. */
  verifiedEmail?: string;
}

/** An identity that opens a user's account. */
export interface LinkedIdentity {
  issuer: string;
  subject: string;
  linkedAt: string;
}

/** Whose an identity is: a user's, or (`toConfirm`) that user's once the account's owner says so. */
export interface Identified {
  user: User;
  toConfirm: boolean;
}

/** An identity that a browser came with, and the account with its address. */
export interface PendingIdentity {
  user: User;
  /** The page asked for. */
  returnTo?: string;
}

const TEN_MINUTES = 600_000;

/** `undefined` if nobody here belongs to the identity, or who does is disabled. */
export function userByIdentity(db: Database, identity: Identity): Promise<Identified | undefined> {
  const { issuer, subject, verifiedEmail } = identity;
  return transaction(db, async (tx) => {
    const known = await linked(tx, identity);
    if (known !== undefined) return known.disabled_at === null ? { user: toUser(known), toConfirm: false } : undefined;
    if (verifiedEmail === undefined) return undefined;
    const user = await userByEmail(tx, verifiedEmail);
    if (user === undefined || user.disabled) return undefined;
    const { passwordHash, disabled: _, unlinked, ...who } = user;
    if (passwordHash !== undefined) {
      return (await isLinked(tx, who.userId, issuer)) ? undefined : { user: who, toConfirm: true };
    }
    if (unlinked) return undefined;
    await tx
      .insertInto('identities')
      .values({ issuer, subject, user_id: who.userId })
      // Does nothing if the user is somebody else at this provider, or if two first logins of one person meet.
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    return (await linked(tx, identity))?.user_id === who.userId ? { user: who, toConfirm: false } : undefined;
  });
}

function linked(db: Database, { issuer, subject }: Identity) {
  return db
    .selectFrom('identities')
    .innerJoin('users', 'users.user_id', 'identities.user_id')
    .selectAll('users')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst();
}

/** Whether the user is somebody at this provider already. */
async function isLinked(db: Database, userId: string, issuer: string): Promise<boolean> {
  const rows = db.selectFrom('identities').select('subject').where('user_id', '=', userId).where('issuer', '=', issuer);
  return (await rows.executeTakeFirst()) !== undefined;
}

/** Keeps an identity until the account's owner has confirmed it in the same browser, whose cookie's secret is `browser`. */
export async function keepIdentity(
  db: Database,
  kept: { browser: string; userId: string; identity: Identity; returnTo?: string },
  now: Date,
): Promise<void> {
  await db.deleteFrom('pending_identities').where('created_at', '<', before(now, TEN_MINUTES)).execute();
  const values = {
    issuer: kept.identity.issuer,
    subject: kept.identity.subject,
    user_id: kept.userId,
    return_to: kept.returnTo ?? null,
    created_at: now.toISOString(),
  };
  await db
    .insertInto('pending_identities')
    .values({ browser_digest: digestOf(kept.browser), ...values })
    .onConflict((conflict) => conflict.column('browser_digest').doUpdateSet(values))
    .execute();
}

/** What a browser may confirm: for ten minutes, and while the user may log in. */
export async function keptIdentity(db: Database, browser: string, now: Date): Promise<PendingIdentity | undefined> {
  const row = await kept(db, browser, now);
  return row && { user: toUser(row), returnTo: row.return_to ?? undefined };
}

function kept(db: Database, browser: string, now: Date) {
  return db
    .selectFrom('pending_identities')
    .innerJoin('users', 'users.user_id', 'pending_identities.user_id')
    .selectAll('users')
    .select(['issuer', 'subject', 'return_to'])
    .where('browser_digest', '=', digestOf(browser))
    .where('pending_identities.created_at', '>', before(now, TEN_MINUTES))
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
}

/** The owner has confirmed: links what was kept, once. `false` if there is nothing any more, or it is linked already. */
export function confirmIdentity(db: Database, browser: string, userId: string, now: Date): Promise<boolean> {
  return transaction(db, async (tx) => {
    const row = await kept(tx, browser, now);
    // Another tab of the browser may have come with another identity meanwhile.
    if (row?.user_id !== userId) return false;
    await tx.deleteFrom('pending_identities').where('browser_digest', '=', digestOf(browser)).execute();
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('identities')
      .values({ issuer: row.issuer, subject: row.subject, user_id: row.user_id })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return (numInsertedOrUpdatedRows ?? 0n) > 0n;
  });
}

/** Those of a user, the first one first; `undefined` if there is no such user. */
export async function identitiesOf(db: Database, email: string): Promise<LinkedIdentity[] | undefined> {
  const user = await userByEmail(db, email);
  if (user === undefined) return undefined;
  const of = db.selectFrom('identities').selectAll().where('user_id', '=', user.userId);
  const rows = await of.orderBy('linked_at').orderBy('issuer').execute();
  return rows.map(({ issuer, subject, linked_at }) => ({ issuer, subject, linkedAt: linked_at }));
}

/**
 * Unlinks all identities of a user and ends the user's sessions, of which nobody knows by which way they began. None is
 * linked again by itself. Answers how many there were; `undefined` if there is no such user.
 */
export function unlinkIdentities(db: Database, email: string, now: Date): Promise<number | undefined> {
  return transaction(db, async (tx) => {
    const user = await tx
      .updateTable('users')
      .set({ unlinked_at: now.toISOString() })
      .where('email_key', '=', keyOf(email))
      .returning('user_id')
      .executeTakeFirst();
    if (user === undefined) return undefined;
    const { numDeletedRows } = await tx.deleteFrom('identities').where('user_id', '=', user.user_id).executeTakeFirst();
    for (const table of ['pending_identities', 'sessions'] as const) {
      await tx.deleteFrom(table).where('user_id', '=', user.user_id).execute();
    }
    return Number(numDeletedRows);
  });
}
