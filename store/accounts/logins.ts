/** Logins that are on their way, and browsers that came this way before. */
import { digestOf } from '../database/ids.ts';
import type { Database } from '../database/schema.ts';
import { before } from './sessions.ts';

/** A login that is at an identity provider just now. */
export interface PendingLogin {
  nonce: string;
  codeVerifier: string;
  /** The page asked for. */
  returnTo?: string;
}

const TEN_MINUTES = 600_000;
/** So many browsers of one user are known; the one used longest ago is forgotten first. */
const MOST_BROWSERS = 20;

/** Keeps what the answer of an identity provider is checked against. `browser` is the secret of its cookie. */
export async function beginLogin(
  db: Database,
  { state, browser, nonce, codeVerifier, returnTo }: PendingLogin & { state: string; browser: string },
  now: Date,
): Promise<void> {
  await db.deleteFrom('pending_logins').where('created_at', '<', before(now, TEN_MINUTES)).execute();
  await db
    .insertInto('pending_logins')
    .values({
      state_digest: digestOf(state),
      browser_digest: digestOf(browser),
      nonce,
      code_verifier: codeVerifier,
      return_to: returnTo ?? null,
      created_at: now.toISOString(),
    })
    .execute();
}

/** Takes it out: an answer counts once, in the browser that asked, and for ten minutes. */
export async function takeLogin(
  db: Database,
  state: string,
  browser: string,
  now: Date,
): Promise<PendingLogin | undefined> {
  const row = await db
    .deleteFrom('pending_logins')
    .where('state_digest', '=', digestOf(state))
    .where('browser_digest', '=', digestOf(browser))
    .where('created_at', '>', before(now, TEN_MINUTES))
    .returning(['nonce', 'code_verifier', 'return_to'])
    .executeTakeFirst();
  return row && { nonce: row.nonce, codeVerifier: row.code_verifier, returnTo: row.return_to ?? undefined };
}

/** The user has logged in from a browser; `browser` is the secret of its cookie. */
export async function rememberBrowser(db: Database, userId: string, browser: string, now: Date): Promise<void> {
  const seen = { seen_at: now.toISOString() };
  await db
    .insertInto('known_browsers')
    .values({ user_id: userId, digest: digestOf(browser), ...seen })
    .onConflict((conflict) => conflict.columns(['user_id', 'digest']).doUpdateSet(seen))
    .execute();
  await db
    .deleteFrom('known_browsers')
    .where('user_id', '=', userId)
    .where('digest', 'in', (old) =>
      old
        .selectFrom('known_browsers')
        .select('digest')
        .where('user_id', '=', userId)
        .orderBy('seen_at', 'desc')
        .orderBy('digest')
        .offset(MOST_BROWSERS),
    )
    .execute();
}

export async function isKnownBrowser(db: Database, userId: string, browser: string): Promise<boolean> {
  const row = await db
    .selectFrom('known_browsers')
    .select('digest')
    .where('digest', '=', digestOf(browser))
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row !== undefined;
}
