/** The terms and conditions, each version at an address of its own. */
import type { Context, Hono } from 'hono';
import type { ShopStore, Terms } from '../../../store/store.ts';
import type { Locale } from '../../site/locale.ts';
import { Problem } from '../../site/problems.ts';
import type { PanelEnv } from '../context.ts';
import { panelPage } from '../frame.tsx';

const en = { version: (version: string) => `Version ${version}` };
type Words = typeof en;

const de: Words = { version: (version) => `Fassung ${version}` };

/** @public A test compares the languages. */
export const words: Record<Locale, Words> = { en, de };

export function termsRoutes(app: Hono<PanelEnv>, shop: Pick<ShopStore, 'terms'>): void {
  async function show(c: Context<PanelEnv>): Promise<Response> {
    const locale = c.get('locale');
    const terms = await shop.terms(c.req.param('version') ?? '', locale);
    if (terms === undefined) throw new Problem('not-found', 'There is no such version of the terms.');
    return panelPage(c, 200, { title: terms.title, children: <Article locale={locale} terms={terms} /> });
  }

  app.get('/panel/terms/:version', show);
}

function Article({ locale, terms }: { locale: Locale; terms: Terms }) {
  return (
    <article class="terms" lang={terms.language}>
      <h1>{terms.title}</h1>
      <p class="quiet" lang={locale}>
        {words[locale].version(terms.version)}
      </p>
      {terms.sections.map(({ heading, paragraphs }) => (
        <section>
          <h2>{heading}</h2>
          {paragraphs.map((paragraph) => (
            <p>{paragraph}</p>
          ))}
        </section>
      ))}
    </article>
  );
}

export function termsPath(base: string, version: string): string {
  return `${base}/panel/terms/${encodeURIComponent(version)}`;
}
