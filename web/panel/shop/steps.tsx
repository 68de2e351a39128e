/** Where in the order somebody is: the steps as a list, those behind as links. */
import type { Locale } from '../../site/locale.ts';
import { type Checkout, STEPS, type Step } from './draft.ts';

interface Words {
  label: string;
  done: string;
  steps: Record<Step, string>;
}

const words: Record<Locale, Words> = {
  en: {
    label: 'Progress of the order',
    done: 'done:',
    steps: {
      quantities: 'Quantities',
      customer: 'Customer',
      'customer-review': 'Review of the customer',
      administrator: 'Administrator',
      review: 'Review of the order',
    },
  },
  de: {
    label: 'Fortschritt der Bestellung',
    done: 'erledigt:',
    steps: {
      quantities: 'Mengen',
      customer: 'Kunde',
      'customer-review': 'Kunden prüfen',
      administrator: 'Administrator',
      review: 'Bestellung prüfen',
    },
  },
};

/** @param checkout absent before the draft exists, in the cart. */
export function Steps({ locale, current, checkout }: { locale: Locale; current: Step; checkout?: Checkout }) {
  const text = words[locale];
  const reached = checkout === undefined ? 0 : STEPS.indexOf(checkout.open);
  return (
    <nav aria-label={text.label}>
      <ol class="steps">
        {STEPS.map((step, index) => (
          <li class={index < reached ? 'done' : ''} aria-current={step === current ? 'step' : undefined}>
            {checkout !== undefined && step !== current && index <= reached ? (
              <a href={checkout.path(step)}>
                {index < reached ? <span class="visually-hidden">{text.done} </span> : null}
                {text.steps[step]}
              </a>
            ) : (
              <span>{text.steps[step]}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
