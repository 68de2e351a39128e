/**
 * Against forged forms, twice over: the browser must say that the form came from a page of ours, and the form must carry
 * the token of its session.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import { requireForm } from './forms.ts';

/** The token of a session; made from its secret, which nothing of ours ever shows. */
export function csrfTokenOf(secret: string): string {
  return createHash('sha256').update(`csrf:${secret}`).digest('base64url');
}

/** What a session leaves in the context: every form carries the token in a field named `csrf`. */
interface FormEnv {
  Variables: { csrf: string };
}

/**
 * Refuses whatever would change something and was not sent by a form of ours.
 * @param forged answers instead
 */
export function ownForms<Env extends FormEnv>(
  publicUrl: string,
  forged: (c: Context<Env>) => Response | Promise<Response>,
): MiddlewareHandler<Env> {
  const { origin } = new URL(publicUrl);
  return async function ownForms(c, next) {
    if (['GET', 'HEAD', 'OPTIONS'].includes(c.req.method)) return next();
    requireForm(c);
    if (!(await isOwnForm(c, origin, c.get('csrf')))) return forged(c);
    return next();
  };
}

/** Whether a form came from our own pages, in this session. `origin` is that of PUBLIC_URL; `Host` is not believed. */
async function isOwnForm(c: Context, origin: string, token: string): Promise<boolean> {
  const given = (await c.req.parseBody()).csrf;
  return (await isOwnOrigin(c, origin)) && typeof given === 'string' && isEqual(given, token);
}

async function isOwnOrigin(c: Context, origin: string): Promise<boolean> {
  try {
    await csrf({ origin })(c, async () => {});
    return true;
  } catch (error) {
    if (error instanceof HTTPException) return false;
    throw error;
  }
}

/** In a time that does not tell how much of it was right. */
function isEqual(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
