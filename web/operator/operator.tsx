/** The operators' pages: who may see them, what protects their forms, and their parts. */
import { Hono, type MiddlewareHandler } from 'hono';
import { basePath } from '../site/base-path.ts';
import { limitedBody } from '../site/body-limit.ts';
import { csrfTokenOf, ownForms } from '../site/csrf.ts';
import { localeOf } from '../site/locale.ts';
import type { HttpEnv, OperatorHttpDeps } from '../site/ports.ts';
import { newSecret, type SecretCookie, secretCookie } from '../site/secret-cookie.ts';
import type { OperatorEnv } from './context.ts';
import { forgedPage } from './frame.tsx';
import { decisionRoutes } from './order.tsx';
import { overviewRoutes } from './overview.tsx';
import { signInRoutes } from './sign-in.tsx';

const MINUTE = 60_000;

/** Adds `/operator`. Everything below it but the sign-in needs a session; every form needs the token of its session. */
export function operatorPages(app: Hono<HttpEnv>, deps: OperatorHttpDeps): void {
  // Nobody follows a link from elsewhere into a form here, so the cookie never comes with one.
  const cookie = secretCookie(deps.publicUrl, 'order-saga-operator', { sameSite: 'Strict' });
  const pages = new Hono<OperatorEnv>();
  pages.use('/operator/*', limitedBody, visitor(deps, cookie), ownForms<OperatorEnv>(deps.publicUrl, forgedPage));
  signInRoutes(pages, deps, cookie);
  overviewRoutes(pages, deps);
  decisionRoutes(pages, deps);
  app.route('/', pages);
}

/** Finds out who is there, and sends whoever has no session to the sign-in. */
function visitor(deps: OperatorHttpDeps, cookie: SecretCookie): MiddlewareHandler<OperatorEnv> {
  const { publicUrl, operator, now = Date.now } = deps;
  const limits = { idle: operator.sessionIdleMinutes * MINUTE, absolute: operator.sessionHours * 60 * MINUTE };
  const base = basePath(publicUrl);

  return async function visitor(c, next) {
    c.header('Cache-Control', 'no-store');
    c.set('locale', localeOf(c));
    c.set('base', base);
    const secret = cookie.read(c);
    const known =
      secret === undefined ? undefined : await operator.sessions.operatorOfSession(secret, limits, new Date(now()));
    c.set('operator', known);
    if (known === undefined && c.req.path !== '/operator/sign-in') return c.redirect(`${base}/operator/sign-in`, 303);
    const held = secret ?? newSecret();
    if (secret === undefined) cookie.write(c, held);
    c.set('secret', held);
    c.set('csrf', csrfTokenOf(held));
    await next();
  };
}
