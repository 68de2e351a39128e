/** Logging in at the identity provider: the way there, and the way back. */
import type { Handler } from 'hono';
import { clientAddress } from '../../site/client-address.ts';
import { rateLimit } from '../../site/rate-limit.ts';
import type { PanelEnv } from '../context.ts';
import { pageOfPanel } from '../return-to.ts';
import { CONFIRMATION } from './confirmation.tsx';
import { type IdentityProvider, LoginDeclined } from './identity-provider.ts';
import { loginNotice, waitPage } from './notices.tsx';
import type { Login } from './sessions.ts';

/** Where the provider sends the browser back to, below PUBLIC_URL. */
export const CALLBACK = '/panel/login/callback';

export function beginWithImonline({ deps }: Login, provider: IdentityProvider): Handler<PanelEnv> {
  const { logger, trustedProxies, now = Date.now } = deps;
  const { accounts } = deps.panel;
  const begins = rateLimit({ burst: 30, perMinute: 30, now });

  return async function beginWithImonline(c) {
    const at = new Date(now());
    const wait = begins.take(clientAddress(c, trustedProxies));
    if (wait !== undefined) return waitPage(c, new Date(at.getTime() + wait * 1000), at);
    const returnTo = pageOfPanel(c.req.query('next'), c.get('frame').base);
    try {
      const { url, ...login } = await provider.begin();
      await accounts.beginLogin({ ...login, browser: c.get('secret'), returnTo }, new Date(now()));
      return c.redirect(url.href, 303);
    } catch (error) {
      logger.error({ requestId: c.get('requestId'), err: error }, 'the identity provider does not answer');
      return loginNotice(c, 'unreachable', 503);
    }
  };
}

/** @param callback the whole URL, as the provider knows it. */
export function finishWithImonline(
  { deps, sessions }: Login,
  provider: IdentityProvider,
  callback: string,
): Handler<PanelEnv> {
  const { logger, now = Date.now } = deps;
  const { accounts } = deps.panel;

  return async function finishWithImonline(c) {
    const { base } = c.get('frame');
    const state = c.req.query('state') ?? '';
    const login = await accounts.takeLogin(state, c.get('secret'), new Date(now()));
    if (login === undefined) {
      // The page was loaded again, or the login was finished in another tab.
      return c.get('user') === undefined ? loginNotice(c, 'failed', 400) : c.redirect(`${base}/panel`, 303);
    }
    try {
      const answer = new URL(callback + new URL(c.req.url).search);
      const identity = await provider.finish(answer, { ...login, state });
      const identified = await accounts.userByIdentity(identity);
      if (identified === undefined) {
        logger.warn({ requestId: c.get('requestId') }, 'nobody here belongs to the identity');
        return loginNotice(c, 'unknownUser', 403);
      }
      const { userId } = identified.user;
      if (identified.toConfirm) {
        const { returnTo } = login;
        await accounts.keepIdentity({ browser: c.get('secret'), userId, identity, returnTo }, new Date(now()));
        return c.redirect(base + CONFIRMATION, 303);
      }
      await sessions.begin(c, userId);
      return c.redirect(login.returnTo ?? `${base}/panel`, 303);
    } catch (error) {
      if (error instanceof LoginDeclined) return loginNotice(c, 'declined', 400);
      logger.warn({ requestId: c.get('requestId'), err: error }, 'the identity provider’s answer is not good');
      return loginNotice(c, 'failed', 400);
    }
  };
}
