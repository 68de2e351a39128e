/** Logging in with the e-mail address and the password of an account of ours. */
import type { Handler } from 'hono';
import { hashPassword, isOutdated, isPassword, LONGEST_PASSWORD } from '../../../store/accounts/passwords.ts';
import { clientAddress } from '../../site/client-address.ts';
import { readTexts } from '../../ui/form.tsx';
import type { PanelEnv } from '../context.ts';
import { pageOfPanel } from '../return-to.ts';
import { type LoginProblem, loginPage } from './entrance.tsx';
import { guesses } from './guesses.ts';
import { waitPage } from './notices.tsx';
import type { Login } from './sessions.ts';

const LONGEST_EMAIL = 320;

export function logInWithPassword({ deps, sessions, imonline }: Login): Handler<PanelEnv> {
  const { logger, trustedProxies, now = Date.now } = deps;
  const { accounts } = deps.panel;
  const guessing = guesses(accounts);
  // For accounts that do not exist: to refuse them must take as long as to refuse a wrong password.
  let nobodysHash: Promise<string> | undefined;

  return async function logInWithPassword(c) {
    const { base } = c.get('frame');
    const text = await readTexts(c);
    const email = text('email').trim().slice(0, LONGEST_EMAIL);
    const password = text('password');
    const next = pageOfPanel(text('next'), base);
    const refused = (problems: LoginProblem[]) => loginPage(c, 422, { imonline, next, email, problems });
    const missing = (['email', 'password'] as const).filter((name) => ({ email, password })[name] === '');
    if (missing.length > 0) return refused(missing);

    const account = await accounts.userByEmail(email);
    const browser = sessions.browserOf(c);
    const known =
      account !== undefined && browser !== undefined && (await accounts.isKnownBrowser(account.userId, browser));
    const guess = { email, address: clientAddress(c, trustedProxies), knownBrowser: known ? browser : undefined };
    const at = new Date(now());
    const until = await guessing.take(guess, at);
    if (until !== undefined) {
      logger.warn({ requestId: c.get('requestId'), userId: account?.userId }, 'too many failed logins');
      return waitPage(c, until, at);
    }
    nobodysHash ??= hashPassword('nobody');
    const nobodys = await nobodysHash;
    const right = await isPassword(account?.passwordHash ?? nobodys, password.slice(0, LONGEST_PASSWORD));
    if (account?.passwordHash === undefined || !right || password.length > LONGEST_PASSWORD) {
      logger.info({ requestId: c.get('requestId'), userId: account?.userId }, 'login failed');
      return refused(['wrong']);
    }
    await guessing.forgive(guess);
    if (isOutdated(account.passwordHash)) await accounts.setPassword(account.userId, await hashPassword(password));
    await sessions.begin(c, account.userId);
    return c.redirect(next ?? `${base}/panel/catalogue`, 303);
  };
}
