/** The pages of the portal that are not the form: what became of the order, or of the link. */
import type { Child } from 'hono/jsx';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { AcceptedAnswer } from '../../workflows/contract/messages.ts';
import type { OrderBrief } from '../../workflows/contract/record.ts';
import { unreachable } from '../../workflows/contract/states.ts';
import { DetailsFacts } from '../administrator/facts.tsx';
import type { Locale } from '../site/locale.ts';
import { Instant } from '../ui/layout.tsx';
import type { Standing } from './decision.ts';
import { OrderFacts, productsIn } from './form.tsx';
import { words as formWords } from './form-words.ts';
import { type About, words } from './notice-words.tsx';

export interface Notice {
  /** Of a GET. A POST that is refused for the same reason answers 409 where this is 200. */
  status: ContentfulStatusCode;
  title: string;
  body: Child;
}

export interface NoticeInput {
  brief: OrderBrief;
  /** Left out where its details are not for the link's holder. */
  answer?: AcceptedAnswer;
  /** Whether to show what was ordered. */
  facts: boolean;
  /** What of it was not set up, of an order that was carried out in part. */
  missing: OrderBrief['lines'];
  timeZone: string;
  locale: Locale;
}

/** The page for every standing but `open`. */
export function noticeOf(standing: Exclude<Standing, 'open'>, input: NoticeInput): Notice {
  const { brief, locale } = input;
  const said = words[locale];
  const contact = (about: About) => contactIn(locale, brief, about);
  switch (standing) {
    case 'answered':
      return good(said.answered.title, input, {
        text: `${whoAnswered(input)} ${said.answered.text}`,
        ask: said.ifWrong(contact('details')),
      });
    case 'completed':
      return good(said.completed.title, anonymous(input), {
        text: said.completed.text,
        ask: said.forQuestions(contact('question')),
      });
    case 'partial':
      return good(said.partial.title, anonymous(input), {
        text: said.partial.text(productsIn(locale, { ...brief, lines: input.missing })),
        ask: said.forQuestions(contact('question')),
      });
    case 'expired':
      return over(said.expired.title, input, { lead: said.expired.lead, ask: said.expired.ask(contact('newLink')) });
    case 'superseded': {
      const { title, lead, ask } = said.superseded;
      return over(
        title,
        { ...input, facts: false },
        { lead: lead(brief.reseller.name), ask: ask(contact('newestLink')) },
      );
    }
    case 'cancelled':
      return over(said.cancelled.title, input, {
        lead: said.cancelled.lead,
        ask: said.cancelled.ask(contact('cancellation')),
      });
    case 'ended':
      return over(said.ended.title, input, { lead: said.ended.lead, ask: said.ended.ask(contact('end')) });
    default:
      return unreachable(standing);
  }
}

/** The page after the form was sent; `answer` is missing for the moment that the record needs to follow. */
export function receiptOf(shown: Omit<NoticeInput, 'missing'>): Notice {
  const input = { ...shown, missing: [] };
  const { receipt, ifWrong } = words[input.locale];
  return good(receipt.title, input, {
    text: receipt.text,
    ask: ifWrong(contactIn(input.locale, input.brief, 'details')),
  });
}

/** The link lies in a mailbox for years: once nothing is left to correct, nobody is named to whoever finds it. */
function anonymous(input: NoticeInput): NoticeInput {
  return { ...input, answer: undefined };
}

function good(title: string, input: NoticeInput, { text, ask }: { text: string; ask: Child }): Notice {
  const body = (
    <>
      <div class="notice good">
        <p>{text}</p>
      </div>
      {input.answer === undefined ? null : <Accepted {...input} answer={input.answer} />}
      <Facts {...input} />
      <p>{ask}</p>
    </>
  );
  return { status: 200, title, body };
}

function over(title: string, input: NoticeInput, { lead, ask }: { lead: string; ask: Child }): Notice {
  const body = (
    <>
      <p class="lead">{lead}</p>
      <p>{ask}</p>
      <Facts {...input} />
    </>
  );
  return { status: 410, title, body };
}

function Facts({ brief, facts, timeZone, locale }: NoticeInput) {
  if (!facts) return null;
  return (
    <section class="card" aria-labelledby="order-heading">
      <h2 id="order-heading">{formWords[locale].order}</h2>
      <OrderFacts brief={brief} timeZone={timeZone} locale={locale} />
    </section>
  );
}

function whoAnswered({ answer, brief, locale }: NoticeInput): string {
  const said = words[locale];
  if (answer?.by === 'reseller') return said.byReseller(brief.reseller.name);
  return answer?.by === 'customer' ? said.byCustomer : said.bySomebody;
}

function contactIn(locale: Locale, { reseller, orderId }: OrderBrief, about: About): Child {
  const { name, email } = reseller;
  const subject = encodeURIComponent(words[locale].about[about](orderId));
  return (
    <>
      {name} (<a href={`mailto:${encodeURIComponent(email).replaceAll('%40', '@')}?subject=${subject}`}>{email}</a>)
    </>
  );
}

function Accepted({ answer, timeZone, locale }: NoticeInput & { answer: AcceptedAnswer }) {
  return (
    <section class="card" aria-labelledby="details-heading">
      <h2 id="details-heading">{formWords[locale].administrator}</h2>
      <DetailsFacts locale={locale} details={answer.details}>
        <dt>{words[locale].accepted}</dt>
        <dd>
          <Instant at={answer.at} timeZone={timeZone} locale={locale} />
        </dd>
      </DetailsFacts>
    </section>
  );
}
