/** `/panel/orders`: the reseller's orders, newest first, with filters that stand in the address. */
import type { Context, Handler } from 'hono';
import type { FoundOrder, FoundPage } from '../../../store/store.ts';
import { BADGES, words as stateWords, TONES } from '../../order-words/states.ts';
import { words as waitWords } from '../../order-words/waits.ts';
import { refuseBadCursor } from '../../rules/cursors.ts';
import type { Locale } from '../../site/locale.ts';
import type { PanelHttpDeps } from '../../site/ports.ts';
import { moneyIn, shortInstantIn } from '../../ui/formats.ts';
import type { PanelEnv } from '../context.ts';
import { panelPage } from '../frame.tsx';
import { FilterForm } from './filter-form.tsx';
import { isFiltered, type ListFilters, queryOf, readFilters, searchOf } from './filters.ts';
import { words } from './list-words.ts';

const PAGE_SIZE = 25;
/** Of an order in the list; its own page has all of them. */
const MOST_LINES = 3;

export function listOrders({ panel: { orderSearch }, timeZone }: PanelHttpDeps): Handler<PanelEnv> {
  return async function listOrders(c) {
    const { resellerId } = c.get('user');
    const filters = readFilters((name) => c.req.query(name));
    const cursor = c.req.query('cursor');
    const query = { cursor, limit: PAGE_SIZE };
    const page = await orderSearch.find(resellerId, searchOf(filters, timeZone), query).catch(refuseBadCursor);
    return listPage(c, { filters, page, timeZone, first: cursor === undefined });
  };
}

interface List {
  filters: ListFilters;
  page: FoundPage;
  timeZone: string;
  /** Whether it is the first page. */
  first: boolean;
}

function listPage(c: Context<PanelEnv>, list: List): Promise<Response> {
  const locale = c.get('locale');
  const text = words[locale];
  const path = `${c.get('frame').base}/panel/orders`;
  const { filters, page, first } = list;
  const waiting = page.waitingOnReseller;
  // The id of a customer is nothing to read; every order of the list names the customer.
  const customerName = filters.customerId === '' ? undefined : (page.items[0]?.customerName ?? filters.customerId);
  return panelPage(c, 200, {
    title: text.title,
    current: 'orders',
    wide: true,
    waiting,
    children: (
      <>
        <div class="heading">
          <h1>{text.title}</h1>
          {page.items.length === 0 ? null : (
            <a class="button second small" href={`${path}.csv${queryOf(filters)}`} download>
              {text.export}
            </a>
          )}
        </div>
        {waiting === 0 || filters.waiting === 'me' ? null : (
          <div class="notice warn">
            <p>
              <a href={`${path}?waiting=me`}>{text.waitingOnYou(waiting)}</a>
            </p>
          </div>
        )}
        <FilterForm locale={locale} path={path} filters={filters} customerName={customerName} />
        {page.items.length === 0 ? (
          <Nothing locale={locale} base={c.get('frame').base} filters={filters} first={first} />
        ) : (
          <Rows locale={locale} path={path} list={list} />
        )}
        {first && page.nextCursor === undefined ? null : (
          <nav class="pages" aria-label={text.pages}>
            {first ? null : (
              <a class="button second small" href={path + queryOf(filters)}>
                {text.first}
              </a>
            )}
            {page.nextCursor === undefined ? null : (
              <a class="button second small" href={path + queryOf(filters, { cursor: page.nextCursor })} rel="next">
                {text.next}
              </a>
            )}
          </nav>
        )}
      </>
    ),
  });
}

function Rows({ locale, path, list }: { locale: Locale; path: string; list: List }) {
  const text = words[locale];
  const { page, timeZone } = list;
  return (
    <section class="card orders">
      <table class="list stacks">
        <caption class="visually-hidden">{text.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{text.number}</th>
            <th scope="col">{text.placed}</th>
            <th scope="col">{text.customer}</th>
            <th scope="col">{text.what}</th>
            <th scope="col">{text.state}</th>
            <th scope="col" class="number">
              {text.total} <span class="unit">{text.perMonth}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {page.items.map((order) => (
            <tr>
              <td data-label={text.number}>
                <a class="reference" href={`${path}/${order.orderId}`}>
                  {order.orderId}
                </a>
                {order.purchaseOrderNumber === undefined ? null : <div class="quiet">{order.purchaseOrderNumber}</div>}
              </td>
              <td data-label={text.placed}>
                <time datetime={order.createdAt}>{shortInstantIn(locale, order.createdAt, timeZone)}</time>
              </td>
              <td data-label={text.customer}>{order.customerName}</td>
              <td data-label={text.what}>
                {order.lines.slice(0, MOST_LINES).map((line) => (
                  <div>
                    {line.productName} <span class="quiet seats-of">{text.seats(line.quantity)}</span>
                  </div>
                ))}
                {order.lines.length > MOST_LINES ? (
                  <div class="quiet">{text.more(order.lines.length - MOST_LINES)}</div>
                ) : null}
              </td>
              <td data-label={text.state}>
                <span class={`badge ${BADGES[TONES[order.state]]}`}>{stateWords[locale].states[order.state].name}</span>
                <Waiting locale={locale} order={order} timeZone={timeZone} />
              </td>
              <td class="number" data-label={`${text.total} ${text.perMonth}`}>
                {moneyIn(locale, order.total)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Waiting({ locale, order, timeZone }: { locale: Locale; order: FoundOrder; timeZone: string }) {
  const { waitingOn } = order;
  if (waitingOn === undefined) return null;
  const text = words[locale];
  const until =
    waitingOn.until === undefined ? '' : `, ${text.until(shortInstantIn(locale, waitingOn.until, timeZone))}`;
  return (
    <div class={waitingOn.who === 'reseller' ? 'waits-on-you' : 'quiet'}>
      {waitWords[locale].waitsOn[waitingOn.who]}
      {until}
    </div>
  );
}

interface NothingProps {
  locale: Locale;
  base: string;
  filters: ListFilters;
  first: boolean;
}

function Nothing({ locale, base, filters, first }: NothingProps) {
  const filtered = isFiltered(filters) || !first;
  const onlyWaiting = filters.waiting === 'me' && !isFiltered({ ...filters, waiting: '' });
  const { title, text, link } = words[locale][onlyWaiting ? 'noneWaiting' : filtered ? 'noMatch' : 'none'];
  return (
    <section class="card empty">
      <h2>{title}</h2>
      <p>{text}</p>
      <p>
        <a class="button" href={`${base}/panel/${filtered ? 'orders' : 'catalogue'}`}>
          {link}
        </a>
      </p>
    </section>
  );
}
