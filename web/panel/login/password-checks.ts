/** Whether a password is an account's: slowed down for who guesses, and as slow for accounts that do not exist. */
import type { Context } from 'hono';
import { hashPassword, isOutdated, isPassword, LONGEST_PASSWORD } from '../../../store/accounts/passwords.ts';
import { clientAddress } from '../../site/client-address.ts';
import type { PanelEnv } from '../context.ts';
import { guesses } from './guesses.ts';
import type { Login } from './sessions.ts';

/** The id of the account whose password it is, or that there is none such, or until when nobody may try. */
type Checked = { userId: string } | 'wrong' | { until: Date; now: Date };

export type CheckPassword = (c: Context<PanelEnv>, email: string, password: string) => Promise<Checked>;

export function passwordChecks({ deps, sessions }: Login): CheckPassword {
  const { logger, trustedProxies, now = Date.now } = deps;
  const { accounts } = deps.panel;
  const guessing = guesses(accounts);
  // For accounts that do not exist: to refuse them must take as long as to refuse a wrong password.
  let nobodysHash: Promise<string> | undefined;

  return async function check(c, email, password) {
    const account = await accounts.userByEmail(email);
    const browser = sessions.browserOf(c);
    const known =
      account !== undefined && browser !== undefined && (await accounts.isKnownBrowser(account.userId, browser));
    const guess = { email, address: clientAddress(c, trustedProxies), knownBrowser: known ? browser : undefined };
    const at = new Date(now());
    const until = await guessing.take(guess, at);
    if (until !== undefined) {
      logger.warn({ requestId: c.get('requestId'), userId: account?.userId }, 'too many failed logins');
      return { until, now: at };
    }
    nobodysHash ??= hashPassword('nobody');
    const nobodys = await nobodysHash;
    const right = await isPassword(account?.passwordHash ?? nobodys, password.slice(0, LONGEST_PASSWORD));
    // Who is disabled learns no more than who guesses: nobody finds out who was here.
    if (account?.passwordHash === undefined || account.disabled || !right || password.length > LONGEST_PASSWORD) {
      logger.info({ requestId: c.get('requestId'), userId: account?.userId }, 'login failed');
      return 'wrong';
    }
    await guessing.forgive(guess);
    if (isOutdated(account.passwordHash)) await accounts.setPassword(account.userId, await hashPassword(password));
    return { userId: account.userId };
  };
}
