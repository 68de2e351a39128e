/** `/panel/login` and `/panel/logout`. */
import type { Context, Hono } from 'hono';
import { hashPassword, isOutdated, isPassword, LONGEST_PASSWORD } from '../../../store/accounts/passwords.ts';
import { clientAddress } from '../../site/client-address.ts';
import type { PanelHttpDeps } from '../../site/ports.ts';
import { Problem } from '../../site/problems.ts';
import { rateLimit } from '../../site/rate-limit.ts';
import type { PanelEnv } from '../context.ts';
import { pageOfPanel } from '../return-to.ts';
import { newSecret, type SecretCookie, secretCookie } from '../session.ts';
import { type LoginProps, loginPage } from './entrance.tsx';
import { guesses } from './guesses.ts';
import { type IdentityProvider, identityProvider, LoginDeclined } from './identity-provider.ts';
import { loginNotice, waitPage } from './notices.tsx';

type C = Context<PanelEnv>;

const A_YEAR = 365 * 24 * 60 * 60;
const CALLBACK = '/panel/login/callback';

/** @param cookie the session's; whoever comes here has one, with a user or without. */
export function loginRoutes(app: Hono<PanelEnv>, deps: PanelHttpDeps, cookie: SecretCookie): void {
  const { accounts, oidc } = deps.panel;
  const { logger, trustedProxies } = deps;
  const now = () => new Date((deps.now ?? Date.now)());
  const publicUrl = deps.publicUrl.replace(/\/$/, '');
  const browserCookie = secretCookie(publicUrl, 'order-saga-browser', A_YEAR);
  const guessing = guesses(accounts);
  const begins = rateLimit({ burst: 30, perMinute: 30, now: deps.now ?? Date.now });
  const provider: IdentityProvider | undefined = oidc && identityProvider(oidc, publicUrl + CALLBACK);
  // For accounts that do not exist: to refuse them must take as long as to refuse a wrong password.
  let nobodysHash: Promise<string> | undefined;

  const page = (c: C, status: 200 | 422, props: Omit<LoginProps, 'imonline'>) =>
    loginPage(c, status, { imonline: provider !== undefined, ...props });

  app.get('/panel/login', (c) => {
    const { base } = c.get('frame');
    const next = pageOfPanel(c.req.query('next'), base);
    if (c.get('user') !== undefined) return c.redirect(next ?? `${base}/panel`, 303);
    const lost = c.req.query('lost') !== undefined;
    const bye = c.req.query('bye') !== undefined;
    return page(c, 200, { next, notice: lost ? 'lost' : bye ? 'bye' : next === undefined ? undefined : 'asked' });
  });

  app.post('/panel/login', async (c) => {
    const form = await c.req.parseBody();
    const field = (name: string) => (typeof form[name] === 'string' ? (form[name] as string) : '');
    const email = field('email').trim().slice(0, 320);
    const password = field('password');
    const next = pageOfPanel(form.next, c.get('frame').base);
    const missing = (['email', 'password'] as const).filter((name) => (name === 'email' ? email : password) === '');
    if (missing.length > 0) return page(c, 422, { next, email, problems: missing });

    const account = await accounts.userByEmail(email);
    const browser = browserCookie.read(c);
    const known =
      account !== undefined && browser !== undefined && (await accounts.isKnownBrowser(account.userId, browser));
    const guess = { email, address: clientAddress(c, trustedProxies), ...(known ? { knownBrowser: browser } : {}) };
    const until = await guessing.take(guess, now());
    if (until !== undefined) {
      logger.warn({ requestId: c.get('requestId'), userId: account?.userId }, 'too many failed logins');
      return waitPage(c, until, now());
    }
    nobodysHash ??= hashPassword('nobody');
    const nobodys = await nobodysHash;
    const right = await isPassword(account?.passwordHash ?? nobodys, password.slice(0, LONGEST_PASSWORD));
    if (account?.passwordHash === undefined || !right || password.length > LONGEST_PASSWORD) {
      logger.info({ requestId: c.get('requestId'), userId: account?.userId }, 'login failed');
      return page(c, 422, { next, email, problems: ['wrong'] });
    }
    await guessing.forgive(guess);
    if (isOutdated(account.passwordHash)) await accounts.setPassword(account.userId, await hashPassword(password));
    await logIn(c, account.userId);
    return c.redirect(next ?? `${c.get('frame').base}/panel/catalogue`, 303);
  });

  app.get('/panel/login/imonline', async (c) => {
    if (provider === undefined) throw new Problem('not-found', 'There is no identity provider.');
    const wait = begins.take(clientAddress(c, trustedProxies));
    if (wait !== undefined) return waitPage(c, new Date(now().getTime() + wait * 1000), now());
    const next = pageOfPanel(c.req.query('next'), c.get('frame').base);
    try {
      const { url, ...login } = await provider.begin();
      const browser = c.get('secret');
      await accounts.beginLogin({ ...login, browser, ...(next === undefined ? {} : { returnTo: next }) }, now());
      return c.redirect(url.href, 303);
    } catch (error) {
      logger.error({ requestId: c.get('requestId'), err: error }, 'the identity provider does not answer');
      return loginNotice(c, 'unreachable', 503);
    }
  });

  app.get(CALLBACK, async (c) => {
    if (provider === undefined) throw new Problem('not-found', 'There is no identity provider.');
    const { base } = c.get('frame');
    const state = c.req.query('state') ?? '';
    const login = await accounts.takeLogin(state, c.get('secret'), now());
    if (login === undefined) {
      // The page was loaded again, or the login was finished in another tab.
      return c.get('user') === undefined ? loginNotice(c, 'failed', 400) : c.redirect(`${base}/panel`, 303);
    }
    try {
      const answer = new URL(`${publicUrl}${CALLBACK}${new URL(c.req.url).search}`);
      const user = await accounts.userByIdentity(await provider.finish(answer, { ...login, state }));
      if (user === undefined) {
        logger.warn({ requestId: c.get('requestId') }, 'nobody here belongs to the identity');
        return loginNotice(c, 'unknownUser', 403);
      }
      await logIn(c, user.userId);
      return c.redirect(login.returnTo ?? `${base}/panel`, 303);
    } catch (error) {
      if (error instanceof LoginDeclined) return loginNotice(c, 'declined', 400);
      logger.warn({ requestId: c.get('requestId'), err: error }, 'the identity provider’s answer is not good');
      return loginNotice(c, 'failed', 400);
    }
  });

  app.post('/panel/logout', async (c) => {
    await accounts.endSession(c.get('secret'));
    cookie.clear(c);
    return c.redirect(`${c.get('frame').base}/panel/login?bye=1`, 303);
  });

  /** Begins a session under a new secret; the one before the login is worth nothing from now on. */
  async function logIn(c: C, userId: string): Promise<void> {
    await accounts.endSession(c.get('secret'));
    cookie.write(c, await accounts.startSession(userId, now()));
    const browser = browserCookie.read(c) ?? newSecret();
    await accounts.rememberBrowser(userId, browser, now());
    browserCookie.write(c, browser);
    logger.info({ requestId: c.get('requestId'), userId }, 'logged in');
  }
}
