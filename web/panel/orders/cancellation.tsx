/** Cancelling an order, after a page that says what it will mean. */
import type { Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { unreachable } from '../../../workflows/contract/states.ts';
import type { PanelHttpDeps } from '../../site/ports.ts';
import { titleOf } from '../../ui/form.tsx';
import type { PanelEnv } from '../context.ts';
import { CsrfField, panelPage } from '../frame.tsx';
import { words } from './action-words.ts';
import { noSuchOrder, tooLate } from './refusals.tsx';
import { type Settle, toOrder } from './settle.ts';
import { Trouble } from './trouble.tsx';
import type { FindOrder, OrderVisit } from './visit.ts';

export function cancellationRoutes(app: Hono<PanelEnv>, deps: PanelHttpDeps, find: FindOrder, settle: Settle): void {
  const { orders } = deps;
  const path = '/panel/orders/:orderId/cancellation';

  app.get(path, async (c) => {
    const visit = await find(c);
    if (visit === undefined) return noSuchOrder(c);
    return visit.actions.cancel === false
      ? tooLate(c, visit.order.orderId, visit.order.state)
      : confirmation(c, 200, visit);
  });

  app.post(path, async (c) => {
    const visit = await find(c);
    if (visit === undefined) return noSuchOrder(c);
    const { orderId } = visit.order;
    const { means } = await c.req.parseBody();
    // What was agreed to is not what it would mean now: it is asked again.
    if (visit.actions.cancel !== false && means !== visit.actions.cancel) return confirmation(c, 409, visit);
    const result = await orders.cancel(orderId, { by: 'reseller' });
    switch (result.kind) {
      case 'accepted':
        await settle(visit);
        return toOrder(c, orderId, 'cancelled');
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
  });
}

function confirmation(
  c: Context<PanelEnv>,
  status: ContentfulStatusCode,
  { order, customerName, actions }: OrderVisit,
  trouble?: 'invalid' | 'unavailable',
): Promise<Response> {
  const locale = c.get('locale');
  const { cancel, keep, order: orderTitle } = words[locale];
  const means = actions.cancel === 'undo' ? 'undo' : 'before';
  return panelPage(c, status, {
    title: titleOf(locale, cancel.title, status !== 200),
    current: 'orders',
    children: (
      <>
        <Trouble locale={locale} kind={trouble} />
        <p class="caption">
          {orderTitle(order.orderId)} · {customerName}
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
            {keep}
          </a>
        </form>
      </>
    ),
  });
}
