/** `/language`: the visitor's choice of a language, kept in a cookie. It changes nothing but that cookie. */
import type { Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import { basePath } from './base-path.ts';
import { isLocale, LANGUAGE_COOKIE } from './locale.ts';
import type { HttpEnv } from './ports.ts';

/** Where the switch sends its choice, below the path under which the app is reached. */
export const LANGUAGE_PATH = '/language';

const A_YEAR = 365 * 24 * 60 * 60;

/**
 * Adds `GET /language?to=de&back=/…`. A language that we do not have changes nothing; a `back` that leads away from us
 * leads to the first page. That `back` may be the key to an order tells no more than the path did: neither is logged.
 */
export function languageRoutes(app: Hono<HttpEnv>, publicUrl: string): void {
  const base = basePath(publicUrl);

  app.get(LANGUAGE_PATH, (c) => {
    const { to, back } = c.req.query();
    if (isLocale(to)) {
      setCookie(c, LANGUAGE_COOKIE, to, {
        path: `${base}/`,
        maxAge: A_YEAR,
        httpOnly: true,
        sameSite: 'Lax',
        secure: new URL(publicUrl).protocol === 'https:',
      });
    }
    c.header('Cache-Control', 'no-store');
    return c.redirect(safeBack(back, base), 303);
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
