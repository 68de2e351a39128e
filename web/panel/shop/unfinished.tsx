/** Orders that were begun and not bought, so that nobody who went away has to begin again. */
import type { Context } from 'hono';
import type { UnfinishedDraft } from '../../../store/store.ts';
import type { Locale } from '../../site/locale.ts';
import { numberIn } from '../../ui/formats.ts';
import type { PanelEnv } from '../context.ts';
import { CsrfField } from '../frame.tsx';

const en = {
  title: 'Orders you have begun',
  about: (customer: string, seats: string) => `For ${customer}, seats: ${seats}`,
  goOn: 'Continue this order',
  discard: 'Discard',
};
type Words = typeof en;

const de: Words = {
  title: 'Begonnene Bestellungen',
  about: (customer, seats) => `Für ${customer}, Lizenzen: ${seats}`,
  goOn: 'Diese Bestellung fortsetzen',
  discard: 'Verwerfen',
};

/** @public A test compares the languages. */
export const words: Record<Locale, Words> = { en, de };

export function Unfinished({ c, drafts }: { c: Context<PanelEnv>; drafts: readonly UnfinishedDraft[] }) {
  if (drafts.length === 0) return null;
  const locale = c.get('locale');
  const text = words[locale];
  const { base } = c.get('frame');
  return (
    <section class="card unfinished" aria-labelledby="unfinished-heading">
      <h2 id="unfinished-heading">{text.title}</h2>
      <ul>
        {drafts.map(({ draftId, customerName, lines }) => {
          const seats = lines.reduce((sum, { quantity }) => sum + quantity, 0);
          return (
            <li>
              <span id={`draft-${draftId}`}>{text.about(customerName, numberIn(locale, seats))}</span>
              <a href={`${base}/panel/order/${draftId}/review`} aria-describedby={`draft-${draftId}`}>
                {text.goOn}
              </a>
              <form method="post" action={`${base}/panel/order/${draftId}/discard`}>
                <CsrfField c={c} />
                <button type="submit" class="plain" aria-describedby={`draft-${draftId}`}>
                  {text.discard}
                </button>
              </form>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
