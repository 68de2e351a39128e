/** The control panel: who may see it, what protects its forms, and its parts. */
import { Hono, type MiddlewareHandler } from 'hono';
import { basePath } from '../site/base-path.ts';
import { limitedBody } from '../site/body-limit.ts';
import { localeOf } from '../site/locale.ts';
import type { HttpEnv, PanelHttpDeps } from '../site/ports.ts';
import { Problem } from '../site/problems.ts';
import type { PanelEnv } from './context.ts';
import { csrfTokenOf, isOwnForm } from './csrf.ts';
import { homeRoutes } from './home.tsx';
import { forgedPage } from './login/notices.tsx';
import { loginRoutes } from './login/routes.tsx';
import { panelOrderRoutes } from './orders/routes.tsx';
import { pageOfPanel } from './return-to.ts';
import { newSecret, secretCookie } from './session.ts';
import { shopRoutes } from './shop/routes.tsx';

const MINUTE = 60_000;

/** Adds `/panel`. Everything below it but the login needs a session; every form needs the token of its session. */
export function panelRoutes(app: Hono<HttpEnv>, deps: PanelHttpDeps): void {
  const { accounts, shop, orderSearch, sessionIdleMinutes, sessionHours } = deps.panel;
  const { origin } = new URL(deps.publicUrl);
  const base = basePath(deps.publicUrl);
  const now = deps.now ?? Date.now;
  const cookie = secretCookie(deps.publicUrl, 'order-saga');
  const limits = { idle: sessionIdleMinutes * MINUTE, absolute: sessionHours * 60 * MINUTE };
  const frame = {
    base,
    cartCount: (userId: string) => shop.cartCount(userId),
    waitingOnReseller: (resellerId: string) => orderSearch.waitingOnReseller(resellerId),
  };

  const visitor: MiddlewareHandler<PanelEnv> = async (c, next) => {
    c.header('Cache-Control', 'no-store');
    c.set('locale', localeOf(c));
    c.set('frame', frame);
    const open = isOpen(c.req.path);
    const secret = cookie.read(c);
    // A page that is left open asks for news by itself; that nobody sits before it must still end the session.
    const use = !(c.req.header('accept') ?? '').includes('text/event-stream');
    const user = secret === undefined ? undefined : await accounts.userOfSession(secret, limits, new Date(now()), use);
    if (user !== undefined) c.set('user', user);
    if (user === undefined && !open) return c.redirect(loginFor(c.req.raw), 303);
    const known = secret ?? newSecret();
    if (secret === undefined) cookie.write(c, known);
    c.set('secret', known);
    c.set('csrf', csrfTokenOf(known));
    await next();
  };

  const ownForms: MiddlewareHandler<PanelEnv> = async (c, next) => {
    if (['GET', 'HEAD', 'OPTIONS'].includes(c.req.method)) return next();
    if (!/^application\/x-www-form-urlencoded(?:;|$)/i.test(c.req.header('content-type') ?? '')) {
      throw new Problem('unsupported-media-type', 'Send the form as application/x-www-form-urlencoded.');
    }
    if (!(await isOwnForm(c, origin, c.get('csrf')))) return forgedPage(c);
    return next();
  };

  const panel = new Hono<PanelEnv>();
  panel.use('/panel/*', limitedBody, visitor, ownForms);
  loginRoutes(panel, deps, cookie);
  homeRoutes(panel);
  shopRoutes(panel, deps);
  panelOrderRoutes(panel, deps);
  app.route('/', panel);

  /** A form cannot be sent again after the login, so that leads to the page which it was on. */
  function loginFor({ method, url, headers }: Request): string {
    const { pathname: path, search } = new URL(url);
    const referrer = headers.get('referer') ?? '';
    const sent = method !== 'GET' && method !== 'HEAD';
    const asked = sent ? referrer.startsWith(`${origin}/`) && referrer.slice(origin.length) : base + path + search;
    const page = pageOfPanel(asked, base);
    const query = new URLSearchParams({
      ...(page === undefined ? {} : { next: page }),
      ...(sent ? { lost: '1' } : {}),
    });
    return `${base}/panel/login${query.size === 0 ? '' : `?${query}`}`;
  }
}

/** Whether a page is there for everybody. */
function isOpen(path: string): boolean {
  return path === '/panel/login' || path.startsWith('/panel/login/');
}
