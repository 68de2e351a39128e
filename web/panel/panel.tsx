/** The control panel: who may see it, what protects its forms, and its parts. */
import { Hono, type MiddlewareHandler } from 'hono';
import { basePath } from '../site/base-path.ts';
import { limitedBody } from '../site/body-limit.ts';
import { csrfTokenOf, ownForms } from '../site/csrf.ts';
import { localeOf } from '../site/locale.ts';
import type { HttpEnv, PanelHttpDeps } from '../site/ports.ts';
import { newSecret, type SecretCookie, secretCookie } from '../site/secret-cookie.ts';
import type { PanelEnv, PanelFrame } from './context.ts';
import { showHome } from './home.tsx';
import { forgedPage } from './login/notices.tsx';
import { loginRoutes } from './login/routes.ts';
import { panelOrderRoutes } from './orders/routes.tsx';
import { pageOfPanel } from './return-to.ts';
import { shopRoutes } from './shop/routes.tsx';

const MINUTE = 60_000;

/** Adds `/panel`. Everything below it but the login needs a session; every form needs the token of its session. */
export function panelRoutes(app: Hono<HttpEnv>, deps: PanelHttpDeps): void {
  const cookie = secretCookie(deps.publicUrl, 'order-saga');
  const panel = new Hono<PanelEnv>();
  panel.use('/panel/*', limitedBody, visitor(deps, cookie), ownForms(deps.publicUrl, forgedPage));
  loginRoutes(panel, deps, cookie);
  panel.get('/panel', showHome);
  shopRoutes(panel, deps);
  panelOrderRoutes(panel, deps);
  app.route('/', panel);
}

/** Finds out who is there, and sends whoever has no session to the login. */
function visitor(deps: PanelHttpDeps, cookie: SecretCookie): MiddlewareHandler<PanelEnv> {
  const { publicUrl, now = Date.now } = deps;
  const { accounts, shop, orderSearch, sessionIdleMinutes, sessionHours } = deps.panel;
  const limits = { idle: sessionIdleMinutes * MINUTE, absolute: sessionHours * 60 * MINUTE };
  const { origin } = new URL(publicUrl);
  const base = basePath(publicUrl);
  const frame: PanelFrame = {
    base,
    cartCount: (userId) => shop.cartCount(userId),
    waitingOnReseller: (resellerId) => orderSearch.waitingOnReseller(resellerId),
  };

  return async function visitor(c, next) {
    c.header('Cache-Control', 'no-store');
    c.set('locale', localeOf(c));
    c.set('frame', frame);
    const secret = cookie.read(c);
    // A page that is left open asks for news by itself; that nobody sits before it must still end the session.
    const use = !(c.req.header('accept') ?? '').includes('text/event-stream');
    const user = secret === undefined ? undefined : await accounts.userOfSession(secret, limits, new Date(now()), use);
    if (user !== undefined) c.set('user', user);
    else if (!isOpen(c.req.path)) return c.redirect(loginFor(c.req.raw, origin, base), 303);
    const known = secret ?? newSecret();
    if (secret === undefined) cookie.write(c, known);
    c.set('secret', known);
    c.set('csrf', csrfTokenOf(known));
    await next();
  };
}

/** Whether a page is there for everybody. */
function isOpen(path: string): boolean {
  return path === '/panel/login' || path.startsWith('/panel/login/');
}

/** The login that leads back. A form cannot be sent again after it, so that leads to the page which the form was on. */
function loginFor({ method, url, headers }: Request, origin: string, base: string): string {
  const { pathname, search } = new URL(url);
  const referrer = headers.get('referer') ?? '';
  const sent = method !== 'GET' && method !== 'HEAD';
  const formsPage = referrer.startsWith(`${origin}/`) ? referrer.slice(origin.length) : undefined;
  const page = pageOfPanel(sent ? formsPage : base + pathname + search, base);
  const query = new URLSearchParams();
  if (page !== undefined) query.set('next', page);
  if (sent) query.set('lost', '1');
  return `${base}/panel/login${query.size === 0 ? '' : `?${query}`}`;
}
