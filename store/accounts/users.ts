import type { Selectable } from 'kysely';
import { storable } from '../database/cursors.ts';
import { newUserId } from '../database/ids.ts';
import type { Database, Schema } from '../database/schema.ts';
import { transaction } from '../database/transactions.ts';
import { naming } from '../market/resellers.ts';

export interface User {
  userId: string;
  /** A user belongs to one reseller and sees that reseller's data only. */
  resellerId: string;
  name: string;
  email: string;
}

export interface NewUser {
  resellerId: string;
  name: string;
  email: string;
  /** An argon2id PHC string; absent: the user logs in through an identity provider only. */
  passwordHash?: string;
}

/** Who somebody is at an identity provider, as its ID token says. */
export interface Identity {
  issuer: string;
  subject: string;
  /** Only if the provider says that it has verified it. */
  verifiedEmail?: string;
}

/** Thrown when another user has the e-mail address. */
export class EmailTaken extends Error {
  override readonly name = 'EmailTaken';
}

/** @throws UnknownReseller, EmailTaken */
export async function addUser(db: Database, { resellerId, name, email, passwordHash }: NewUser): Promise<User> {
  const insert = db
    .insertInto('users')
    .values({
      user_id: newUserId(),
      reseller_id: resellerId,
      name,
      email,
      email_key: keyOf(email),
      password_hash: passwordHash ?? null,
    })
    .onConflict((conflict) => conflict.column('email_key').doNothing())
    .returningAll();
  const row = await naming(resellerId, insert.executeTakeFirst());
  if (row === undefined) throw new EmailTaken('Another user has this e-mail address.');
  return toUser(row);
}

/** Oldest first. */
export async function listUsers(db: Database): Promise<User[]> {
  const rows = await db.selectFrom('users').selectAll().orderBy('created_at').orderBy('user_id').execute();
  return rows.map(toUser);
}

/** Upper and lower case don't matter. */
export async function userByEmail(
  db: Database,
  email: string,
): Promise<(User & { passwordHash?: string }) | undefined> {
  if (!storable(email)) return undefined;
  const row = await db.selectFrom('users').selectAll().where('email_key', '=', keyOf(email)).executeTakeFirst();
  if (row === undefined) return undefined;
  return { ...toUser(row), passwordHash: row.password_hash ?? undefined };
}

export async function setPassword(db: Database, userId: string, passwordHash: string): Promise<void> {
  await db.updateTable('users').set({ password_hash: passwordHash }).where('user_id', '=', userId).execute();
}

/** Gives a new password, and ends all sessions of the user; `false` if there is no such user. */
export function resetPassword(db: Database, email: string, passwordHash: string): Promise<boolean> {
  return transaction(db, async (tx) => {
    const user = await tx
      .updateTable('users')
      .set({ password_hash: passwordHash })
      .where('email_key', '=', keyOf(email))
      .returning('user_id')
      .executeTakeFirst();
    if (user === undefined) return false;
    await tx.deleteFrom('sessions').where('user_id', '=', user.user_id).execute();
    await tx.deleteFrom('known_browsers').where('user_id', '=', user.user_id).execute();
    return true;
  });
}

/**
 * The user of an identity. One that is seen for the first time is linked to the user with its verified e-mail address,
 * unless that user is somebody else at the same provider.
 */
export async function userByIdentity(db: Database, identity: Identity): Promise<User | undefined> {
  const { issuer, subject, verifiedEmail } = identity;
  return transaction(db, async (tx) => {
    const linked = () =>
      tx
        .selectFrom('identities')
        .innerJoin('users', 'users.user_id', 'identities.user_id')
        .selectAll('users')
        .where('issuer', '=', issuer)
        .where('subject', '=', subject)
        .executeTakeFirst();
    const known = await linked();
    if (known !== undefined) return toUser(known);
    if (verifiedEmail === undefined) return undefined;
    const user = await userByEmail(tx, verifiedEmail);
    if (user === undefined) return undefined;
    // Does nothing if the user is somebody else at this provider, or if two first logins of one person meet.
    await tx
      .insertInto('identities')
      .values({ issuer, subject, user_id: user.userId })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const row = await linked();
    return row && toUser(row);
  });
}

export function toUser(row: Pick<Selectable<Schema['users']>, 'user_id' | 'reseller_id' | 'name' | 'email'>): User {
  return { userId: row.user_id, resellerId: row.reseller_id, name: row.name, email: row.email };
}

/** In lower case by ASCII's rules alone: Unicode's would take the Kelvin sign for somebody's "k". */
function keyOf(email: string): string {
  return email.trim().replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
