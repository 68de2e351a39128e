/** The page of an order: what stands still, and within it what changes with the record. */
import type { Context } from 'hono';
import { isTerminal } from '../../../workflows/contract/states.ts';
import { roundIn, roundOf } from '../../administrator/corrections.ts';
import type { PanelHttpDeps } from '../../site/ports.ts';
import { ASSETS } from '../../ui/assets.ts';
import type { PanelEnv } from '../context.ts';
import { panelPage } from '../frame.tsx';
import { NONE } from './actions.ts';
import { LiveOrder } from './live-order.tsx';
import { DONE, type Done, words } from './order-words.ts';
import type { OrderHandler, OrderVisit } from './visit.ts';

/** GET: the page. What was just done stands in the address, so that it survives the redirect without a cookie. */
export function showOrder({ timeZone }: PanelHttpDeps): OrderHandler {
  return async function showOrder(c, visit) {
    const done = DONE.find((code) => code === c.req.query('done'));
    if (done !== 'provided' || visit.order.state !== 'inquiring') return page(c, visit, { done, timeZone });
    const round = roundIn(c.req.query('round') ?? '');
    // The answer to an earlier question has been refused since.
    if (roundOf(visit.order) !== round) return page(c, visit, { done: undefined, timeZone });
    return page(c, answered(visit), { done, timeZone });
  };
}

function page(
  c: Context<PanelEnv>,
  visit: OrderVisit,
  { done, timeZone }: { done: Done | undefined; timeZone: string },
): Promise<Response> {
  const text = words[c.get('locale')];
  const { order, version } = visit;
  const { base } = c.get('frame');
  const here = `${base}/panel/orders/${order.orderId}`;
  return panelPage(c, 200, {
    title: text.title(order.orderId),
    current: 'orders',
    wide: true,
    scripts: [ASSETS.order.path],
    children: (
      <>
        <p class="back">
          <a href={`${base}/panel/orders`}>{text.orders}</a>
        </p>
        {done === undefined ? null : (
          <div class="notice good" role="status">
            <p>{text.done[done]}</p>
          </div>
        )}
        <div class="order-head">
          <h1>
            <span class="order-label">{text.number}</span>{' '}
            <span class="order-number" id="order-number">
              {order.orderId}
            </span>
          </h1>
          <button type="button" class="quiet-button" id="copy" data-copied={text.copied} hidden>
            {text.copy}
          </button>
        </div>
        <div id="live" data-version={version} data-events={isTerminal(order.state) ? undefined : `${here}/events`}>
          <LiveOrder c={c} visit={visit} timeZone={timeZone} />
        </div>
        <p class="visually-hidden" role="status" aria-live="polite" id="live-says" />
        {isTerminal(order.state) ? null : (
          <p class="quiet live-hint">
            <span id="live-on" hidden>
              {text.live}
            </span>
            <span id="live-off" hidden>
              {text.paused}
            </span>{' '}
            <a href={here} id="refresh">
              {text.refresh}
            </a>
          </p>
        )}
      </>
    ),
  });
}

/**
 * The workflow has accepted the answer, and the record follows in a moment: until then the page must not read as still
 * asking.
 */
function answered(visit: OrderVisit): OrderVisit {
  const order = { ...visit.order, state: 'pending', answer: undefined, waitingOn: undefined } as const;
  return { ...visit, order, actions: NONE };
}
