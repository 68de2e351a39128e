/** Where in the order somebody is: the steps as a list, those behind as links. */
import type { Locale } from '../../site/locale.ts';
import { type Checkout, openStep, STEPS, type Step } from './checkout.ts';

const en = {
  label: 'Progress of the order',
  done: 'done:',
  steps: {
    quantities: 'Quantities',
    customer: 'Customer',
    'customer-review': 'Review of the customer',
    administrator: 'Administrator',
    review: 'Review of the order',
  },
};
type Words = typeof en;

const de: Words = {
  label: 'Fortschritt der Bestellung',
  done: 'erledigt:',
  steps: {
    quantities: 'Mengen',
    customer: 'Kunde',
    'customer-review': 'Kunden prüfen',
    administrator: 'Administrator',
    review: 'Bestellung prüfen',
  },
};

/** @public A test compares the languages. */
export const words: Record<Locale, Words> = { en, de };

/** @param checkout absent before the draft exists, in the cart. */
export function Steps({ locale, current, checkout }: { locale: Locale; current: Step; checkout?: Checkout }) {
  const text = words[locale];
  const reached = checkout === undefined ? 0 : STEPS.indexOf(openStep(checkout));
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
