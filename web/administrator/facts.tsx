import type { AcceptedAnswer } from '../../workflows/contract/messages.ts';
import { actorIn } from '../order-words/events.ts';
import { words } from '../panel/orders/order-words.ts';
import type { OrderVisit } from '../panel/orders/visit.ts';
import type { Locale } from '../site/locale.ts';
import { instantIn } from '../ui/formats.ts';
import { words as fieldWords } from './field-words.ts';
import { choicesOf, FIELD_ORDER } from './fields.ts';

/** How the administrator's details come, and what they are once they are here. */
export function AdministratorFacts({
  locale,
  visit,
  timeZone,
}: {
  locale: Locale;
  visit: OrderVisit;
  timeZone: string;
}) {
  const text = words[locale];
  const { order, asked } = visit;
  return (
    <>
      <p>{text.modes[order.administratorMode]}</p>
      {order.answer === undefined ? (
        order.administratorMode === 'provided' ? null : (
          <p class="quiet">
            {text.notYet}
            {asked === undefined ? null : ` ${text.askedAt(asked.email)}`}
          </p>
        )
      ) : (
        <AnswerFacts locale={locale} answer={order.answer} timeZone={timeZone} />
      )}
    </>
  );
}

/** An accepted answer: the details, who gave them, and when. */
export function AnswerFacts({
  locale,
  answer,
  timeZone,
}: {
  locale: Locale;
  answer: AcceptedAnswer;
  timeZone: string;
}) {
  const { details } = answer;
  return (
    <>
      <dl class="facts">
        {FIELD_ORDER.filter((field) => details[field] !== undefined).map((field) => (
          <>
            <dt>{fieldWords[locale][field].label}</dt>
            <dd>{inWords(locale, field, details[field] ?? '')}</dd>
          </>
        ))}
      </dl>
      <p class="quiet given">
        {words[locale].answered(actorIn(locale, answer.by), instantIn(locale, answer.at, timeZone))}
      </p>
    </>
  );
}

function inWords(locale: Locale, field: string, value: string): string {
  if (field !== 'country' && field !== 'language') return value;
  return choicesOf(locale, field, value).find(([code]) => code === value)?.[1] ?? value;
}
