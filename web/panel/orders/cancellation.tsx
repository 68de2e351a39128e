/** Cancelling an order, after a page that says what it will mean. */
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { type OrderStateName, unreachable } from '../../../workflows/contract/states.ts';
import type { PanelHttpDeps } from '../../site/ports.ts';
import { ErrorSummary, titleOf } from '../../ui/form.tsx';
import type { PanelEnv } from '../context.ts';
import { CsrfField, panelPage } from '../frame.tsx';
import { words } from './action-words.ts';
import type { CancellationMeaning } from './actions.ts';
import { tooLate } from './refusals.tsx';
import { toOrder } from './settle.ts';
import type { OrderHandler, OrderVisit } from './visit.ts';

/** GET: what it will mean. Of an order that is being cancelled, the order's page says how far that is. */
export const showCancellation: OrderHandler = async (c, visit) => {
  const { orderId, state } = visit.order;
  const means = visit.actions.cancel;
  if (means !== false) return confirmation(c, 200, visit, means);
  if (state === 'assessingCancellation' || state === 'pendingCancellation') {
    return c.redirect(`${c.get('frame').base}/panel/orders/${orderId}?done=cancelled`, 303);
  }
  return notAnyMore(c, visit, state);
};

/** POST: cancels, if it still means what was agreed to. Sent again while the order is being cancelled, it is accepted. */
export function cancelOrder({ orders, store }: PanelHttpDeps): OrderHandler {
  return async function cancelOrder(c, visit) {
    const { orderId } = visit.order;
    const { means: agreed } = await c.req.parseBody();
    const means = visit.actions.cancel;
    // What was agreed to is not what it would mean now: it is asked again.
    if (means !== false && agreed !== means) return confirmation(c, 409, visit, means);
    const result = await orders.cancel(orderId, { by: 'reseller' });
    switch (result.kind) {
      case 'accepted':
        return toOrder(c, store, visit, 'cancelled');
      case 'notPossible':
        return notAnyMore(c, visit, result.state);
      case 'invalid':
        return confirmation(c, 422, visit, means || 'undo', 'invalid');
      case 'unavailable':
        c.header('Retry-After', '5');
        return confirmation(c, 503, visit, means || 'undo', 'unavailable');
      default:
        return unreachable(result);
    }
  };
}

function notAnyMore(c: Context<PanelEnv>, { order }: OrderVisit, state: OrderStateName): Promise<Response> {
  return tooLate(c, order.orderId, state, words[c.get('locale')].cancel.until);
}

function confirmation(
  c: Context<PanelEnv>,
  status: ContentfulStatusCode,
  { order, customerName }: OrderVisit,
  means: CancellationMeaning,
  trouble?: 'invalid' | 'unavailable',
): Promise<Response> {
  const locale = c.get('locale');
  const text = words[locale];
  const { cancel } = text;
  return panelPage(c, status, {
    title: titleOf(locale, cancel.title, status !== 200),
    current: 'orders',
    children: (
      <>
        <ErrorSummary locale={locale} errors={[]} lead={trouble && text.trouble[trouble]} />
        <p class="caption">
          {text.order(order.orderId)} · {customerName}
        </p>
        <h1>{cancel.title}</h1>
        <div class="card">
          <p>{cancel.lead}</p>
          <ul>
            {cancel.means[means].map((sentence) => (
              <li>{sentence}</li>
            ))}
          </ul>
        </div>
        <form method="post" class="actions">
          <CsrfField c={c} />
          <input type="hidden" name="means" value={means} />
          <button type="submit" class="danger">
            {cancel.confirm}
          </button>
          <a class="button second" href={`${c.get('frame').base}/panel/orders/${order.orderId}`}>
            {text.keep}
          </a>
        </form>
      </>
    ),
  });
}
