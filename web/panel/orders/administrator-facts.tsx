import type { AcceptedAnswer } from '../../../workflows/contract/messages.ts';
import { correctionOf, reasonsIn } from '../../administrator/corrections.ts';
import { DetailsFacts } from '../../administrator/facts.tsx';
import { errorsOf } from '../../administrator/fields.ts';
import { actorIn } from '../../order-words/events.ts';
import type { Locale } from '../../site/locale.ts';
import { instantIn } from '../../ui/formats.ts';
import { words } from './order-words.ts';
import type { OrderVisit } from './visit.ts';

interface AdministratorFactsProps {
  locale: Locale;
  visit: Pick<OrderVisit, 'order' | 'contacted'>;
  timeZone: string;
}

/** How the administrator's details come, and what they are once they are here. */
export function AdministratorFacts({ locale, visit, timeZone }: AdministratorFactsProps) {
  const text = words[locale];
  const { order, contacted } = visit;
  return (
    <>
      <p>{text.modes[order.administratorMode]}</p>
      <RefusedFields locale={locale} order={order} />
      {order.answer === undefined ? (
        order.administratorMode === 'provided' ? null : (
          <p class="quiet">
            {text.notYet}
            {contacted === undefined ? null : ` ${text.askedAt(contacted.email)}`}
          </p>
        )
      ) : (
        <AnswerFacts locale={locale} answer={order.answer} timeZone={timeZone} />
      )}
      {order.lines.map(({ productName, login }) =>
        login === undefined ? null : <p>{text.login(productName, login)}</p>,
      )}
    </>
  );
}

/** What the vendor has refused of the details, while they are to be corrected. */
function RefusedFields({ locale, order }: { locale: Locale; order: OrderVisit['order'] }) {
  const correction = correctionOf(order);
  const reasons = errorsOf(correction ? reasonsIn(locale, correction) : {});
  if (reasons.length === 0) return null;
  return (
    <div class="notice warn">
      <p>{words[locale].refused}</p>
      <ul>
        {reasons.map(({ text }) => (
          <li>{text}</li>
        ))}
      </ul>
    </div>
  );
}

interface AnswerFactsProps {
  locale: Locale;
  answer: AcceptedAnswer;
  timeZone: string;
}

/** An accepted answer: the details, who gave them, and when. */
export function AnswerFacts({ locale, answer, timeZone }: AnswerFactsProps) {
  return (
    <>
      <DetailsFacts locale={locale} details={answer.details} />
      <p class="quiet given">
        {words[locale].answered(actorIn(locale, answer.by), instantIn(locale, answer.at, timeZone))}
      </p>
    </>
  );
}
