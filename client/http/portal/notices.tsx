/** The pages of the portal that are not the form: what became of the order, or of the link. */
import type { Child } from 'hono/jsx';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { AcceptedAnswer } from '../../../workflows/contract/messages.ts';
import type { OrderBrief } from '../../../workflows/contract/record.ts';
import { Instant } from '../pages/layout.tsx';
import type { Standing } from './decision.ts';
import { choicesOf, FIELD_ORDER, FIELD_TEXTS } from './fields.ts';
import { OrderFacts } from './form.tsx';

export interface Notice {
  /** Of a GET. A POST that is refused for the same reason answers 409 where this is 200. */
  status: ContentfulStatusCode;
  title: string;
  body: Child;
}

export interface NoticeInput {
  brief: OrderBrief;
  /** Left out where its details are not for the link's holder. */
  answer: AcceptedAnswer | undefined;
  /** Whether to show what was ordered. */
  facts: boolean;
  timeZone: string;
}

/** The page for every standing but `open`. */
export function noticeOf(standing: Exclude<Standing, 'open'>, input: NoticeInput): Notice {
  const { brief, answer, timeZone } = input;
  const facts = <Facts {...input} />;
  const accepted = answer === undefined ? null : <Accepted answer={answer} timeZone={timeZone} />;
  switch (standing) {
    case 'answered':
      return {
        status: 200,
        title: 'The details are already here',
        body: (
          <>
            <div class="notice good">
              <p>
                {whoAnswered(answer, brief)} There is nothing left for you to do: the subscription is being set up, and
                you get a mail when it is ready.
              </p>
            </div>
            {accepted}
            {facts}
            <p>If something is wrong, write to {contact(brief, 'Details of')}.</p>
          </>
        ),
      };
    case 'completed':
      return {
        status: 200,
        title: 'The subscription is ready',
        body: (
          <>
            <div class="notice good">
              <p>The order is complete. There is nothing left for you to do.</p>
            </div>
            {accepted}
            {facts}
            <p>For questions, write to {contact(brief, 'Question about')}.</p>
          </>
        ),
      };
    case 'expired':
      return {
        status: 410,
        title: 'This link has expired',
        body: (
          <>
            <p class="lead">The time to answer has passed, so this page takes no details any more.</p>
            <p>If the subscription is still wanted, ask {contact(brief, 'New link for')} for a new link.</p>
            {facts}
          </>
        ),
      };
    case 'superseded':
      return {
        status: 410,
        title: 'There is a newer link',
        body: (
          <>
            <p class="lead">
              {brief.reseller.name} has sent the question again, perhaps to somebody else. Only the link in the newest
              mail works.
            </p>
            <p>Look for a newer mail about this order, or ask {contact(brief, 'Newest link for')}.</p>
          </>
        ),
      };
    case 'cancelled':
      return {
        status: 410,
        title: 'The order was cancelled',
        body: (
          <>
            <p class="lead">Nothing more is needed from you, and nothing is charged.</p>
            <p>If you did not expect this, ask {contact(brief, 'Cancellation of')}.</p>
            {facts}
          </>
        ),
      };
    case 'ended':
      return {
        status: 410,
        title: 'The order has ended',
        body: (
          <>
            <p class="lead">The order could not be carried out, so this page takes no details any more.</p>
            <p>To learn why, ask {contact(brief, 'End of')}.</p>
            {facts}
          </>
        ),
      };
  }
}

/** The page after the form was sent; `answer` is missing for the moment that the record needs to follow. */
export function receiptOf(input: NoticeInput): Notice {
  const { brief, answer, timeZone } = input;
  return {
    status: 200,
    title: 'Thank you, we have the details',
    body: (
      <>
        <div class="notice good">
          <p>The subscription is being set up. You get a mail when it is ready; you can close this page.</p>
        </div>
        {answer === undefined ? null : <Accepted answer={answer} timeZone={timeZone} />}
        <Facts {...input} />
        <p>If something is wrong, write to {contact(brief, 'Details of')}.</p>
      </>
    ),
  };
}

function Facts({ brief, facts, timeZone }: NoticeInput) {
  if (!facts) return null;
  return (
    <section class="card" aria-labelledby="order-heading">
      <h2 id="order-heading">The order</h2>
      <OrderFacts brief={brief} timeZone={timeZone} />
    </section>
  );
}

function whoAnswered(answer: AcceptedAnswer | undefined, brief: OrderBrief): string {
  if (answer?.by === 'reseller') return `${brief.reseller.name} has given the administrator’s details.`;
  return answer?.by === 'customer'
    ? 'Somebody has sent the administrator’s details through this link.'
    : 'The administrator’s details have been given.';
}

function contact(brief: OrderBrief, about: string) {
  const { name, email } = brief.reseller;
  const subject = encodeURIComponent(`${about} order ${brief.orderId}`);
  return (
    <>
      {name} (<a href={`mailto:${encodeURIComponent(email).replaceAll('%40', '@')}?subject=${subject}`}>{email}</a>)
    </>
  );
}

function Accepted({ answer, timeZone }: { answer: AcceptedAnswer; timeZone: string }) {
  const { details } = answer;
  return (
    <section class="card" aria-labelledby="details-heading">
      <h2 id="details-heading">The administrator</h2>
      <dl class="facts">
        {FIELD_ORDER.filter((field) => details[field] !== undefined).map((field) => (
          <>
            <dt>{FIELD_TEXTS[field].label}</dt>
            <dd>{inWords(field, details[field] ?? '')}</dd>
          </>
        ))}
        <dt>Accepted</dt>
        <dd>
          <Instant at={answer.at} timeZone={timeZone} />
        </dd>
      </dl>
    </section>
  );
}

function inWords(field: string, value: string): string {
  if (field !== 'country' && field !== 'language') return value;
  return choicesOf(field, value).find(([code]) => code === value)?.[1] ?? value;
}
