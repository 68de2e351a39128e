/** What the panel has no page for, or none that this reseller may see; the two are not told apart. */
import type { Context } from 'hono';
import type { Locale } from '../site/locale.ts';
import { Reference } from '../ui/layout.tsx';
import type { PanelEnv } from './context.ts';
import { panelPage } from './frame.tsx';

const en = {
  title: 'There is no such page',
  text: 'The address may have been cut off, or what it was about is not there any more.',
  catalogue: 'To the catalogue',
  orders: 'To the orders',
};

type Words = typeof en;

const de: Words = {
  title: 'Diese Seite gibt es nicht',
  text: 'Die Adresse ist vielleicht unvollständig, oder es gibt nicht mehr, worum es ging.',
  catalogue: 'Zum Katalog',
  orders: 'Zu den Bestellungen',
};

/** @public A test compares the languages. */
export const words: Record<Locale, Words> = { en, de };

/** Answers 404 in the frame of the panel. */
export function missingPage(c: Context<PanelEnv>): Promise<Response> {
  const locale = c.get('locale');
  const { base } = c.get('frame');
  const text = words[locale];
  return panelPage(c, 404, {
    title: text.title,
    children: (
      <>
        <h1>{text.title}</h1>
        <p class="lead">{text.text}</p>
        <p class="actions">
          <a class="button" href={`${base}/panel/catalogue`}>
            {text.catalogue}
          </a>
          <a class="button second" href={`${base}/panel/orders`}>
            {text.orders}
          </a>
        </p>
        <Reference id={c.get('requestId')} locale={locale} />
      </>
    ),
  });
}
