/** How a session begins and ends. */
import type { Context, Handler } from 'hono';
import type { PanelHttpDeps } from '../../site/ports.ts';
import { newSecret, type SecretCookie, secretCookie } from '../../site/secret-cookie.ts';
import type { PanelEnv } from '../context.ts';

type C = Context<PanelEnv>;

const A_YEAR = 365 * 24 * 60 * 60;

/** What the login's handlers are made of. */
export interface Login {
  deps: PanelHttpDeps;
  sessions: Sessions;
  /** Whether IMOnline can be used at all. */
  imonline: boolean;
}

interface Sessions {
  /** Begins one under a new secret; the one before the login is worth nothing from now on. Remembers the browser. */
  begin(c: C, userId: string): Promise<void>;
  end(c: C): Promise<void>;
  /** The secret of a browser from which somebody has logged in before. */
  browserOf(c: C): string | undefined;
}

/** @param cookie the session's */
export function sessions(
  { panel: { accounts }, publicUrl, logger, now = Date.now }: PanelHttpDeps,
  cookie: SecretCookie,
): Sessions {
  const browserCookie = secretCookie(publicUrl, 'order-saga-browser', { maxAge: A_YEAR });
  return {
    async begin(c, userId) {
      const at = new Date(now());
      await accounts.endSession(c.get('secret'));
      cookie.write(c, await accounts.startSession(userId, at));
      const browser = browserCookie.read(c) ?? newSecret();
      await accounts.rememberBrowser(userId, browser, at);
      browserCookie.write(c, browser);
      logger.info({ requestId: c.get('requestId'), userId }, 'logged in');
    },
    async end(c) {
      await accounts.endSession(c.get('secret'));
      cookie.clear(c);
    },
    browserOf: browserCookie.read,
  };
}

export function logOut({ sessions }: Login): Handler<PanelEnv> {
  return async function logOut(c) {
    await sessions.end(c);
    return c.redirect(`${c.get('frame').base}/panel/login?bye=1`, 303);
  };
}
