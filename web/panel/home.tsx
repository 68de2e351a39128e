/** `/panel`: where a login through IMOnline arrives. */
import type { Context } from 'hono';
import type { Locale } from '../site/locale.ts';
import type { PanelEnv } from './context.ts';
import { panelPage } from './frame.tsx';

const en = {
  title: (name: string) => `Welcome, ${name}`,
  lead: 'You are logged in.',
  panel: 'Control Panel',
  panelText: 'Search the catalogue, order subscriptions for your customers, and follow each order.',
};

type Words = typeof en;

const de: Words = {
  title: (name) => `Willkommen, ${name}`,
  lead: 'Sie sind angemeldet.',
  panel: 'Control Panel',
  panelText: 'Den Katalog durchsuchen, Abonnements für Ihre Kunden bestellen und jede Bestellung verfolgen.',
};

/** @public A test compares the languages. */
export const words: Record<Locale, Words> = { en, de };

export function showHome(c: Context<PanelEnv>): Promise<Response> {
  const text = words[c.get('locale')];
  const title = text.title(c.get('user').name);
  return panelPage(c, 200, {
    title,
    children: (
      <>
        <h1>{title}</h1>
        <p class="lead">{text.lead}</p>
        <div class="card tile">
          <h2>
            <a href={`${c.get('frame').base}/panel/catalogue`}>{text.panel}</a>
          </h2>
          <p class="quiet">{text.panelText}</p>
        </div>
      </>
    ),
  });
}
