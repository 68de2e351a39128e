/** The choice of what is to become of an order's other lines when one cannot be set up. */
import {
  DEFAULT_LINE_FAILURE,
  LINE_FAILURE_POLICIES,
  type LineFailurePolicy,
} from '../../../workflows/contract/order.ts';
import type { Locale } from '../../site/locale.ts';
import type { Checkout } from './checkout.ts';

const en = {
  legend: 'If one of the products cannot be set up',
  policies: {
    keepOthers: {
      label: 'Keep the others',
      means: 'The others are set up and charged. What cannot be set up is not charged.',
    },
    undoAll: {
      label: 'All or nothing',
      means: 'Everything is undone. You get none of the products, and nothing is charged.',
    },
  } satisfies Record<LineFailurePolicy, { label: string; means: string }>,
};
type Words = typeof en;

const de: Words = {
  legend: 'Wenn sich eines der Produkte nicht einrichten lässt',
  policies: {
    keepOthers: {
      label: 'Die anderen behalten',
      means: 'Die anderen werden eingerichtet und berechnet. Was sich nicht einrichten lässt, wird nicht berechnet.',
    },
    undoAll: {
      label: 'Alles oder nichts',
      means: 'Alles wird rückgängig gemacht. Sie bekommen keines der Produkte, und nichts wird berechnet.',
    },
  },
};

/** @public A test compares the languages. */
export const words: Record<Locale, Words> = { en, de };

/** What was chosen; of an order of one line nothing is, since there is nothing to choose. */
export function readLineFailure({ lines, draft }: Checkout, typed: string): LineFailurePolicy | undefined {
  if (lines.length < 2) return undefined;
  return LINE_FAILURE_POLICIES.find((policy) => policy === typed) ?? draft.lineFailure ?? DEFAULT_LINE_FAILURE;
}

export function LineFailureChoice({ locale, checkout }: { locale: Locale; checkout: Checkout }) {
  const chosen = readLineFailure(checkout, '');
  if (chosen === undefined) return null;
  const { legend, policies } = words[locale];
  return (
    <fieldset>
      <legend>{legend}</legend>
      {LINE_FAILURE_POLICIES.map((policy) => {
        const id = `line-failure-${policy}`;
        return (
          <div class="choice">
            <input
              type="radio"
              id={id}
              name="lineFailure"
              value={policy}
              checked={policy === chosen}
              aria-describedby={`${id}-hint`}
            />
            <div>
              <label for={id}>{policies[policy].label}</label>
              <p class="hint" id={`${id}-hint`}>
                {policies[policy].means}
              </p>
            </div>
          </div>
        );
      })}
    </fieldset>
  );
}
