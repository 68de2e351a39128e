/** The orders that wait for an operator, oldest first. */
import type { Page, StoredOrder } from '../../store/store.ts';
import { holdIn } from '../order-words/causes.ts';
import { Instant } from '../ui/layout.tsx';
import type { C } from './context.ts';
import { words } from './held-words.ts';

export function HeldOrders({ c, page, timeZone }: { c: C; page: Page<StoredOrder>; timeZone: string }) {
  const [locale, base] = [c.get('locale'), c.get('base')];
  const text = words[locale];
  const { items, nextCursor } = page;
  return (
    <section class="card" aria-labelledby="held">
      <h2 id="held">{text.title}</h2>
      {items.length === 0 ? (
        <p>{text.none}</p>
      ) : (
        <table class="list stacks">
          <thead>
            <tr>
              <th scope="col">{text.order}</th>
              <th scope="col">{text.reseller}</th>
              <th scope="col">{text.since}</th>
              <th scope="col">{text.why}</th>
            </tr>
          </thead>
          <tbody>
            {items.map(({ orderId, resellerId, waitingOn }) => (
              <tr>
                <td data-label={text.order}>
                  <a href={`${base}/operator/orders/${orderId}`}>{orderId}</a>
                </td>
                <td data-label={text.reseller}>{resellerId}</td>
                <td data-label={text.since}>
                  {waitingOn ? <Instant at={waitingOn.since} timeZone={timeZone} locale={locale} /> : null}
                </td>
                <td data-label={text.why}>{waitingOn?.kind === 'decision' ? holdIn(locale, waitingOn.hold) : null}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {nextCursor === undefined ? null : (
        <p>
          <a class="button second" href={`${base}/operator?held=${encodeURIComponent(nextCursor)}`} rel="next">
            {text.more}
          </a>
        </p>
      )}
    </section>
  );
}
