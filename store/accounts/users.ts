import type { Selectable, Updateable } from 'kysely';
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

/** A user as operators see it. */
export interface ListedUser extends User {
  /** Since when the user may not log in. */
  disabledAt?: string;
}

/** Oldest first. */
export async function listUsers(db: Database): Promise<ListedUser[]> {
  const rows = await db.selectFrom('users').selectAll().orderBy('created_at').orderBy('user_id').execute();
  return rows.map((row) => ({ ...toUser(row), disabledAt: row.disabled_at ?? undefined }));
}

/** A user as the login knows it. */
export interface Account extends User {
  /** Absent: the user logs in through an identity provider only. */
  passwordHash?: string;
  disabled: boolean;
  /** Whether identities were taken from the user. */
  unlinked: boolean;
}

/** Upper and lower case don't matter. */
export async function userByEmail(db: Database, email: string): Promise<Account | undefined> {
  if (!storable(email)) return undefined;
  const row = await db.selectFrom('users').selectAll().where('email_key', '=', keyOf(email)).executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    ...toUser(row),
    passwordHash: row.password_hash ?? undefined,
    disabled: row.disabled_at !== null,
    unlinked: row.unlinked_at !== null,
  };
}

export async function setPassword(db: Database, userId: string, passwordHash: string): Promise<void> {
  await db.updateTable('users').set({ password_hash: passwordHash }).where('user_id', '=', userId).execute();
}

/** Gives a new password, and ends all sessions of the user, however they began; `false` if there is no such user. */
export function resetPassword(db: Database, email: string, passwordHash: string): Promise<boolean> {
  return changeAndLogOut(db, email, { password_hash: passwordHash });
}

/**
 * Says whether the user may log in. Either way all sessions end: at once when that is taken away, and what began beside it
 * does not come to life when it is given back. `false` if there is no such user.
 */
export function setDisabled(db: Database, email: string, disabled: boolean, now: Date): Promise<boolean> {
  return changeAndLogOut(db, email, { disabled_at: disabled ? now.toISOString() : null });
}

/**
 * Deletes the user, with sessions, identities, cart and unfinished orders. Placed orders are the reseller's and name no user:
 * they and their timelines stay as they are. `false` if there is no such user.
 */
export async function deleteUser(db: Database, email: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('users').where('email_key', '=', keyOf(email)).executeTakeFirst();
  return numDeletedRows > 0n;
}

function changeAndLogOut(db: Database, email: string, change: Updateable<Schema['users']>): Promise<boolean> {
  return transaction(db, async (tx) => {
    const user = await tx
      .updateTable('users')
      .set(change)
      .where('email_key', '=', keyOf(email))
      .returning('user_id')
      .executeTakeFirst();
    if (user === undefined) return false;
    for (const table of ['sessions', 'known_browsers', 'pending_identities'] as const) {
      await tx.deleteFrom(table).where('user_id', '=', user.user_id).execute();
    }
    return true;
  });
}

export function toUser(row: Pick<Selectable<Schema['users']>, 'user_id' | 'reseller_id' | 'name' | 'email'>): User {
  return { userId: row.user_id, resellerId: row.reseller_id, name: row.name, email: row.email };
}

/** In lower case by ASCII's rules alone: Unicode's would take the Kelvin sign for somebody's "k". */
export function keyOf(email: string): string {
  return email.trim().replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
