import type { Child } from 'hono/jsx';
import type { DetailsField } from '../../workflows/contract/details.ts';
import type { AdministratorDetails } from '../../workflows/contract/order.ts';
import type { Locale } from '../site/locale.ts';
import { words as fieldWords } from './field-words.ts';
import { choicesOf, FIELD_ORDER } from './fields.ts';

interface DetailsFactsProps {
  locale: Locale;
  details: AdministratorDetails;
  /** Further facts of the same list. */
  children?: Child;
}

/** An administrator's details, wherever they are shown; what was not given is left out. */
export function DetailsFacts({ locale, details, children }: DetailsFactsProps) {
  return (
    <dl class="facts">
      {FIELD_ORDER.map((field) => {
        const value = details[field];
        return value === undefined ? null : (
          <>
            <dt>{fieldWords[locale][field].label}</dt>
            <dd>{inWords(locale, field, value)}</dd>
          </>
        );
      })}
      {children}
    </dl>
  );
}

function inWords(locale: Locale, field: DetailsField, value: string): string {
  if (field !== 'country' && field !== 'language') return value;
  return choicesOf(locale, field, value).find(([code]) => code === value)?.[1] ?? value;
}
