import type { AcceptedAnswer } from '../../../workflows/contract/messages.ts';
import { DetailsFacts } from '../../administrator/facts.tsx';
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
