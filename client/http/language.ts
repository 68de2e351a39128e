/** `/language`: the visitor's choice of a language, kept in a cookie. It changes nothing but that cookie. */
import type { Context, Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import { limitedBody } from './body-limit.ts';
import { isLocale, LANGUAGE_COOKIE } from './i18n/locale.ts';
import type { HttpEnv } from './ports.ts';

/** Where the switch sends its choice, below the path under which the app is reached. */
export const LANGUAGE_PATH = '/language';

const A_YEAR = 365 * 24 * 60 * 60;

/**
 * Adds `POST /language` with the fields `to` and `back`, and the same as a link. The portal uses the form: its pages'
 * addresses are keys to orders, and a query is written into more logs than a body. A language that we do not have
 * changes nothing; a `back` that leads away from us leads to the first page.
 */
export function languageRoutes(app: Hono<HttpEnv>, publicUrl: string): void {
  const url = new URL(publicUrl);
  const base = url.pathname.replace(/\/$/, '');

  function choose(c: Context<HttpEnv>, to: unknown, back: unknown): Response {
    if (isLocale(to)) {
      setCookie(c, LANGUAGE_COOKIE, to, {
        path: `${base}/`,
        maxAge: A_YEAR,
        httpOnly: true,
        sameSite: 'Lax',
        secure: url.protocol === 'https:',
      });
    }
    c.header('Cache-Control', 'no-store');
    return c.redirect(safeBack(back, base), 303);
  }

  app.get(LANGUAGE_PATH, (c) => choose(c, c.req.query('to'), c.req.query('back')));
  app.post(LANGUAGE_PATH, limitedBody, async (c) => {
    const { to, back } = await c.req.parseBody();
    return choose(c, to, back);
  });
}

/** A path of ours, as a browser would read it; anything else is our first page. */
export function safeBack(back: unknown, base: string): string {
  const first = `${base}/`;
  if (typeof back !== 'string' || back.length > 2000 || !/^\/(?![/\\])/.test(back)) return first;
  const here = 'https://here.invalid';
  if (!URL.canParse(back, here)) return first;
  const { origin, pathname, search } = new URL(back, here);
  // Resolving may have made `/./` into `//`, which a browser takes for another site.
  if (origin !== here || !pathname.startsWith(first) || pathname.startsWith('//')) return first;
  return `${pathname}${search}`;
}
