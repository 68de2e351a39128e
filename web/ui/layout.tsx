/** The frame of every page. Pages work without JavaScript; few of ours have any. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Locale } from '../site/locale.ts';
import { ASSETS } from './assets.ts';
import { instantIn } from './formats.ts';
import { LanguageSwitch } from './language-switch.tsx';

const en = { skip: 'Skip to main content', reference: 'Reference:' };
type Words = typeof en;
const de: Words = { skip: 'Zum Inhalt springen', reference: 'Referenz:' };

/** @public A test compares the languages. */
export const words: Record<Locale, Words> = { en, de };

export interface PageProps {
  /** Without the name of the site; begins with "Error:" where a form was refused. */
  title: string;
  /** Who speaks: the reseller on pages for end customers. */
  brand?: string;
  /** The path under which the app is reached from outside, without a slash at its end. */
  base: string;
  /** The language of the page's words; English if not given, as on pages for developers. */
  locale?: Locale;
  /** Which page the language switch comes back to, as the browser knows it; without it there is no switch. */
  switchBack?: string;
  wide?: boolean;
  footer?: Child;
  /** What the page's head says instead of the brand. */
  header?: Child;
  /** Paths under `/assets` of scripts, as modules, that make the page better. */
  scripts?: readonly string[];
  children?: Child;
}

export function Logo() {
  return (
    <svg width="26" height="26" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="currentColor" />
      <path
        d="M9 16.5l5 5 9-11"
        fill="none"
        stroke="var(--card)"
        stroke-width="3.5"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}

function Page({
  title,
  brand = 'Order Saga',
  base,
  locale = 'en',
  switchBack,
  wide,
  footer,
  header,
  scripts = [],
  children,
}: PageProps) {
  return (
    <html lang={locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{`${title} – ${brand}`}</title>
        <link rel="stylesheet" href={base + ASSETS.stylesheet.path} />
        {scripts.map((path) => (
          <script type="module" src={base + path} />
        ))}
        <link rel="icon" type="image/svg+xml" href={base + ASSETS.icon.path} />
      </head>
      <body class={wide ? 'wide' : ''}>
        <a class="skip" href="#main">
          {words[locale].skip}
        </a>
        <header class="top">
          {header ?? (
            <div>
              <Logo />
              <span>{brand}</span>
              {switchBack === undefined ? null : <LanguageSwitch locale={locale} back={switchBack} base={base} />}
            </div>
          )}
        </header>
        <main id="main" tabindex={-1}>
          {children}
        </main>
        {footer === undefined ? null : (
          <footer class="bottom">
            <div>{footer}</div>
          </footer>
        )}
      </body>
    </html>
  );
}

/** Answers with a page, never cached: what it shows depends on a link, on the reader's language or on the moment. */
export function respond(c: Context, status: ContentfulStatusCode, page: PageProps): Response | Promise<Response> {
  c.header('Cache-Control', 'no-store');
  c.header('Content-Language', page.locale ?? 'en');
  return c.html(html`<!doctype html>${<Page {...page} />}`, status);
}

/** The number to tell somebody who can look into the logs; equals the request's id. */
export function Reference({ id, locale = 'en' }: { id: string; locale?: Locale }) {
  return (
    <p class="quiet">
      {words[locale].reference} <span class="reference">{id}</span>
    </p>
  );
}

/** An instant in words, with its zone, such as "Friday 27 November 2026, 17:00 CET". */
export function Instant({ at, timeZone, locale = 'en' }: { at: string; timeZone: string; locale?: Locale }) {
  return <time datetime={at}>{instantIn(locale, at, timeZone)}</time>;
}
