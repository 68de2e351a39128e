/** Pages that say why something was not done to an order. */
import type { Context } from 'hono';
import type { AcceptedAnswer } from '../../../workflows/contract/messages.ts';
import type { OrderStateName } from '../../../workflows/contract/states.ts';
import { actorIn } from '../../order-words/events.ts';
import { words as stateWords } from '../../order-words/states.ts';
import { instantIn } from '../../ui/formats.ts';
import { Reference } from '../../ui/layout.tsx';
import type { PanelEnv } from '../context.ts';
import { panelPage } from '../frame.tsx';
import { words } from './action-words.ts';
import { AnswerFacts } from './administrator-facts.tsx';

type C = Context<PanelEnv>;

/** Another reseller's order, too: whether it exists is nobody else's business. */
export function noSuchOrder(c: C): Promise<Response> {
  const { missing } = words[c.get('locale')];
  return panelPage(c, 404, {
    title: missing.title,
    current: 'orders',
    children: (
      <>
        <h1>{missing.title}</h1>
        <p class="lead">{missing.lead}</p>
        <p>
          <a class="button" href={`${c.get('frame').base}/panel/orders`}>
            {missing.link}
          </a>
        </p>
        <Reference id={c.get('requestId')} locale={c.get('locale')} />
      </>
    ),
  });
}

/** Somebody else answered first: who, when and what. `sent`: the reseller's own answer came second. */
export function answeredBefore(
  c: C,
  orderId: string,
  accepted: AcceptedAnswer,
  { timeZone, sent }: { timeZone: string; sent: boolean },
): Promise<Response> {
  const locale = c.get('locale');
  const { answered } = words[locale];
  const title = sent ? answered.title : answered.already;
  return panelPage(c, sent ? 409 : 200, {
    title,
    current: 'orders',
    children: (
      <>
        <h1>{title}</h1>
        <div class={sent ? 'notice warn' : 'notice'}>
          <p>{answered.lead(actorIn(locale, accepted.by), instantIn(locale, accepted.at, timeZone))}</p>
          {sent ? <p>{answered.yours}</p> : null}
        </div>
        <section class="card" aria-labelledby="accepted-heading">
          <h2 id="accepted-heading">{answered.details}</h2>
          <AnswerFacts locale={locale} answer={accepted} timeZone={timeZone} />
        </section>
        <BackToOrder c={c} orderId={orderId} />
      </>
    ),
  });
}

/** The order has moved on since the page was opened. @param rule until when it would have been possible */
export function tooLate(c: C, orderId: string, state: OrderStateName, rule?: string): Promise<Response> {
  const locale = c.get('locale');
  const { late } = words[locale];
  return panelPage(c, 409, {
    title: late.title,
    current: 'orders',
    children: (
      <>
        <h1>{late.title}</h1>
        <p class="lead">{late.lead(stateWords[locale].states[state].name)}</p>
        {rule === undefined ? null : <p>{rule}</p>}
        <BackToOrder c={c} orderId={orderId} />
      </>
    ),
  });
}

function BackToOrder({ c, orderId }: { c: C; orderId: string }) {
  return (
    <p>
      <a class="button" href={`${c.get('frame').base}/panel/orders/${orderId}`}>
        {words[c.get('locale')].back}
      </a>
    </p>
  );
}
