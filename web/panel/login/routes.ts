/** `/panel/login` and `/panel/logout`. */
import type { Hono } from 'hono';
import type { PanelHttpDeps } from '../../site/ports.ts';
import type { SecretCookie } from '../../site/secret-cookie.ts';
import type { PanelEnv } from '../context.ts';
import { askToConfirm, CONFIRMATION, confirmWithPassword } from './confirmation.tsx';
import { showLogin } from './entrance.tsx';
import { identityProvider } from './identity-provider.ts';
import { passwordChecks } from './password-checks.ts';
import { logOut, sessions } from './sessions.ts';
import { beginWithImonline, CALLBACK, finishWithImonline } from './with-imonline.ts';
import { logInWithPassword } from './with-password.ts';

/** @param cookie the session's; whoever comes here has one, with a user or without. */
export function loginRoutes(app: Hono<PanelEnv>, deps: PanelHttpDeps, cookie: SecretCookie): void {
  const { oidc } = deps.panel;
  const of = { deps, sessions: sessions(deps, cookie), imonline: oidc !== undefined };

  const check = passwordChecks(of);

  app.get('/panel/login', showLogin(of));
  app.post('/panel/login', logInWithPassword(of, check));
  if (oidc !== undefined) {
    const publicUrl = deps.publicUrl.replace(/\/$/, '');
    const provider = identityProvider(oidc, publicUrl + CALLBACK);
    app.get('/panel/login/imonline', beginWithImonline(of, provider));
    app.get(CALLBACK, finishWithImonline(of, provider, publicUrl + CALLBACK));
    app.get(CONFIRMATION, askToConfirm(of));
    app.post(CONFIRMATION, confirmWithPassword(of, check));
  }
  app.post('/panel/logout', logOut(of));
}
