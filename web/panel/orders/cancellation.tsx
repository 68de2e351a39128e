/** Cancelling an order, after a page that says what it will mean. */
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { unreachable } from '../../../workflows/contract/states.ts';
import type { PanelHttpDeps } from '../../site/ports.ts';
import { ErrorSummary, titleOf } from '../../ui/form.tsx';
import type { PanelEnv } from '../context.ts';
import { CsrfField, panelPage } from '../frame.tsx';
import { words } from './action-words.ts';
import { tooLate } from './refusals.tsx';
import { toOrder } from './settle.ts';
import type { OrderHandler, OrderVisit } from './visit.ts';

/** GET: what it will mean. */
export const showCancellation: OrderHandler = async (c, visit) => {
  const { orderId, state } = visit.order;
  return visit.actions.cancel === false ? tooLate(c, orderId, state) : confirmation(c, 200, visit);
};

/** POST: cancels, if it still means what was agreed to. */
export function cancelOrder({ orders, panel }: PanelHttpDeps): OrderHandler {
  return async function cancelOrder(c, visit) {
    const { orderId } = visit.order;
    const { means } = await c.req.parseBody();
    // What was agreed to is not what it would mean now: it is asked again.
    if (visit.actions.cancel !== false && means !== visit.actions.cancel) return confirmation(c, 409, visit);
    const result = await orders.cancel(orderId, { by: 'reseller' });
    switch (result.kind) {
      case 'accepted':
        return toOrder(c, panel.orderSearch, visit, 'cancelled');
      case 'notPossible':
        return tooLate(c, orderId, result.state);
      case 'invalid':
        return confirmation(c, 422, visit, 'invalid');
      case 'unavailable':
        c.header('Retry-After', '5');
        return confirmation(c, 503, visit, 'unavailable');
      default:
        return unreachable(result);
    }
  };
}

function confirmation(
  c: Context<PanelEnv>,
  status: ContentfulStatusCode,
  { order, customerName, actions }: OrderVisit,
  trouble?: 'invalid' | 'unavailable',
): Promise<Response> {
  const locale = c.get('locale');
  const text = words[locale];
  const { cancel } = text;
  const means = actions.cancel === 'undo' ? 'undo' : 'before';
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
