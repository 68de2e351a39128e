/** What of an order's page changes with the record. The page has it, and so has each event of the live updates. */
import type { Context } from 'hono';
import { isTerminal } from '../../../workflows/contract/states.ts';
import { causeIn } from '../../order-words/causes.ts';
import { actorIn, eventIn } from '../../order-words/events.ts';
import { BADGES, words as stateWords, TONES } from '../../order-words/states.ts';
import { waitIn, whomIn } from '../../order-words/waits.ts';
import type { Locale } from '../../site/locale.ts';
import { Instant } from '../../ui/layout.tsx';
import type { PanelEnv } from '../context.ts';
import { ActionList } from './action-list.tsx';
import { AdministratorFacts } from './administrator-facts.tsx';
import { words } from './order-words.ts';
import { NotSetUp, Ordered } from './ordered.tsx';
import type { OrderVisit } from './visit.ts';

interface Props {
  c: Context<PanelEnv>;
  visit: OrderVisit;
  timeZone: string;
}

export function LiveOrder({ c, visit, timeZone }: Props) {
  const locale = c.get('locale');
  const { base } = c.get('frame');
  const text = words[locale];
  const { order, customerName } = visit;
  return (
    <>
      <Standing locale={locale} visit={visit} timeZone={timeZone} />
      {isTerminal(order.state) ? null : <ActionList c={c} visit={visit} />}
      <Ordered locale={locale} order={order} />
      <div class="columns">
        <section class="card" aria-labelledby="facts-heading">
          <h2 id="facts-heading">{text.facts}</h2>
          <dl class="facts">
            <dt>{text.customer}</dt>
            <dd>
              {customerName}
              <br />
              <a class="no-print" href={`${base}/panel/orders?customerId=${encodeURIComponent(order.customerId)}`}>
                {text.allOfCustomer}
              </a>
            </dd>
            {order.purchaseOrderNumber === undefined ? null : (
              <>
                <dt>{text.purchaseOrder}</dt>
                <dd>{order.purchaseOrderNumber}</dd>
              </>
            )}
            {order.lines.length < 2 ? null : (
              <>
                <dt>{text.lineFailure.label}</dt>
                <dd>{text.lineFailure.policies[order.lineFailure ?? 'undoAll']}</dd>
              </>
            )}
            <dt>{text.placed}</dt>
            <dd>
              <Instant at={order.createdAt} timeZone={timeZone} locale={locale} />
            </dd>
            <dt>{text.changed}</dt>
            <dd>
              <Instant at={order.updatedAt} timeZone={timeZone} locale={locale} />
            </dd>
            <dt>{text.terms}</dt>
            <dd>{text.version(order.termsVersion)}</dd>
          </dl>
        </section>
        <section class="card" aria-labelledby="administrator-heading">
          <h2 id="administrator-heading">{text.administrator}</h2>
          <AdministratorFacts locale={locale} visit={visit} timeZone={timeZone} />
        </section>
      </div>
      <section class="card" aria-labelledby="timeline-heading">
        <h2 id="timeline-heading">{text.timeline}</h2>
        <ol class="timeline">
          {(order.timeline ?? []).map(({ at, event, by }) => (
            <li>
              <p>{eventIn(locale, event)}</p>
              <p class="quiet">
                <Instant at={at} timeZone={timeZone} locale={locale} /> · {actorIn(locale, by)}
              </p>
            </li>
          ))}
        </ol>
      </section>
    </>
  );
}

function Standing({ locale, visit, timeZone }: { locale: Locale; visit: OrderVisit; timeZone: string }) {
  const text = words[locale];
  const { order, customerName, contacted } = visit;
  const state = stateWords[locale].states[order.state];
  const { waitingOn } = order;
  const whom = waitingOn && whomIn(locale, { waitingOn, customerName, contacted });
  const waiting = waitingOn && waitIn(locale, waitingOn);
  // Of an order that was carried out in part, each line that is missing says why.
  const cause = order.state === 'partial' ? undefined : order.cause && causeIn(locale, order.cause);
  const inVain = (order.state === 'completed' || order.state === 'partial') && wasToBeCancelled(order);
  return (
    <section class={`card standing ${TONES[order.state]}`} aria-labelledby="state-heading">
      <h2 class="visually-hidden" id="state-heading">
        {text.state}
      </h2>
      <p class="state" data-says={text.says(state.name, whom)} id="state">
        <span class={`badge ${BADGES[TONES[order.state]]}`}>{state.name}</span>
      </p>
      <p class="lead">
        {state.means}
        {cause === undefined ? null : ` ${cause}`}
        {inVain ? ` ${text.cancelledTooLate}` : null}
      </p>
      <NotSetUp locale={locale} order={order} />
      {isTerminal(order.state) ? null : (
        <dl class="facts">
          <dt>{text.waiting.on}</dt>
          <dd>{whom ?? text.waiting.nobody}</dd>
          {waiting === undefined || waitingOn === undefined ? null : (
            <>
              <dt>{text.waiting.what}</dt>
              <dd>{waiting.what}</dd>
              <dt>{text.waiting.since}</dt>
              <dd>
                <Instant at={waitingOn.since} timeZone={timeZone} locale={locale} />
              </dd>
              {waitingOn.until === undefined ? null : (
                <>
                  <dt>{text.waiting.until}</dt>
                  <dd>
                    <Instant at={waitingOn.until} timeZone={timeZone} locale={locale} />
                  </dd>
                </>
              )}
              <dt>{text.waiting.then}</dt>
              <dd>{waiting.then}</dd>
            </>
          )}
        </dl>
      )}
    </section>
  );
}

function wasToBeCancelled({ timeline = [] }: OrderVisit['order']): boolean {
  return timeline.some(({ event }) => event.kind === 'cancellationAsked');
}
