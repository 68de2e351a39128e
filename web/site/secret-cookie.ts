/**
 * The cookie of a session. Before the login it holds a secret that nothing is stored for, so that the login's form has its
 * token, too; the login replaces it, so who planted one in somebody's browser has gained nothing.
 */
import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';

/** What both of us write: 256 bits as base64url. Anything else is no cookie of ours, and costs no query. */
const SECRET = /^[\w-]{43}$/;

export interface SecretCookie {
  read(c: Context): string | undefined;
  write(c: Context, secret: string): void;
  clear(c: Context): void;
}

export interface CookieOptions {
  /** In seconds; absent: until the browser is closed. */
  maxAge?: number;
  /** `Lax`, the default: it also comes with whoever follows a link from elsewhere, as from an identity provider. */
  sameSite?: 'Lax' | 'Strict';
}

/**
 * A cookie of this site only: `__Host-` makes browsers refuse one that another host of the domain, or an unencrypted
 * page, has set. Without TLS there is no such promise to be had; then the port is in the name, because browsers share
 * cookies between the ports of a machine.
 */
export function secretCookie(publicUrl: string, name: string, options: CookieOptions = {}): SecretCookie {
  const { maxAge, sameSite = 'Lax' } = options;
  const { protocol, port } = new URL(publicUrl);
  const secure = protocol === 'https:';
  const fullName = secure ? `__Host-${name}` : `${name}-${port || '80'}`;
  const attributes = { path: '/', secure, httpOnly: true, sameSite } as const;
  return {
    read(c) {
      const value = getCookie(c, fullName);
      return value !== undefined && SECRET.test(value) ? value : undefined;
    },
    write(c, secret) {
      setCookie(c, fullName, secret, { ...attributes, maxAge });
    },
    clear(c) {
      deleteCookie(c, fullName, attributes);
    },
  };
}

export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}
