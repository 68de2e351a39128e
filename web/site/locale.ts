/** Which language a page speaks: what the user chose, else what the browser asks for, else English. */
import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';

export const LOCALES = ['en', 'de'] as const;
export type Locale = (typeof LOCALES)[number];

/** Each language by its own name, as who looks for it would read it. */
export const LANGUAGE_NAMES: Record<Locale, string> = { en: 'English', de: 'Deutsch' };

/** The cookie in which the user's choice is kept. It holds nothing but a language. */
export const LANGUAGE_COOKIE = 'language';

export function localeOf(c: Context): Locale {
  const chosen = getCookie(c, LANGUAGE_COOKIE);
  if (isLocale(chosen)) return chosen;
  return preferred(c.req.header('accept-language') ?? '') ?? 'en';
}

export function isLocale(text: unknown): text is Locale {
  return (LOCALES as readonly unknown[]).includes(text);
}

/** The first of our languages in the order of the browser's preference (RFC 9110 §12.5.4). */
function preferred(header: string): Locale | undefined {
  return header
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const quality = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find(Boolean);
      return { language: tag.split('-')[0]?.toLowerCase(), quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter((wish): wish is { language: Locale; quality: number } => isLocale(wish.language) && wish.quality > 0)
    .sort((one, other) => other.quality - one.quality)[0]?.language;
}
