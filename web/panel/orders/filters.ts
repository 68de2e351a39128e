/** The list's filters: read from the address, written back into it, and made into what the store searches by. */
import type { OrderSearchFilter } from '../../../store/store.ts';
import { isId } from '../../../workflows/contract/ids.ts';
import { ORDER_STATES, type OrderStateName } from '../../../workflows/contract/states.ts';

/** As the form has them; an empty one filters nothing. */
export interface ListFilters {
  q: string;
  state: OrderStateName | '';
  customer: string;
  /** From a link on an order's page; the form keeps it. */
  customerId: string;
  /** Calendar days, `2026-11-27`, both included, in the panel's time zone. */
  from: string;
  to: string;
  waiting: 'me' | '';
}

const LONGEST_TEXT = 100;

/** What cannot be a filter is none: an address that somebody has mangled still shows a list. */
export function readFilters(query: (name: string) => string | undefined): ListFilters {
  const text = (name: string) => (query(name) ?? '').trim().slice(0, LONGEST_TEXT);
  const state = ORDER_STATES.find((name) => name === query('state'));
  const customerId = query('customerId') ?? '';
  return {
    q: text('q'),
    state: state ?? '',
    customer: text('customer'),
    customerId: isId(customerId) ? customerId : '',
    from: dayOr(query('from')),
    to: dayOr(query('to')),
    waiting: query('waiting') === 'me' ? 'me' : '',
  };
}

export function isFiltered(filters: ListFilters): boolean {
  return Object.values(filters).some((value) => value !== '');
}

/** The query of an address that shows the same; `more` is added, and an empty value takes one out. */
export function queryOf(
  filters: ListFilters,
  more: Partial<Record<keyof ListFilters | 'cursor', string>> = {},
): string {
  const entries = Object.entries({ ...filters, ...more }).filter(([, value]) => value !== '');
  return entries.length === 0 ? '' : `?${new URLSearchParams(entries)}`;
}

export function searchOf(filters: ListFilters, timeZone: string): OrderSearchFilter {
  const { q, state, customer, customerId, from, to, waiting } = filters;
  return {
    text: q,
    state: state === '' ? undefined : state,
    customer,
    customerId: customerId === '' ? undefined : customerId,
    from: from === '' ? undefined : startOfDay(from, timeZone),
    before: to === '' ? undefined : startOfDay(dayAfter(to), timeZone),
    waitingOnReseller: waiting === 'me',
  };
}

function dayOr(text: string | undefined): string {
  if (text === undefined || !/^(?:19|20|21)\d\d-\d\d-\d\d$/.test(text)) return '';
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text) ? text : '';
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** The instant at which a day begins somewhere, as an ISO 8601 instant. */
export function startOfDay(day: string, timeZone: string): string {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // The offset of the zone is that of the instant itself, so it is looked up twice: near a change of the clocks the
  // first guess lies on the other side of it.
  const guess = midnight - offsetAt(midnight, timeZone);
  return new Date(midnight - offsetAt(guess, timeZone)).toISOString();
}

/** How far a zone's clocks are ahead of UTC at an instant, in milliseconds. */
function offsetAt(instant: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const part = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const at = (type: Intl.DateTimeFormatPartTypes) => part.get(type) ?? 0;
  return (
    Date.UTC(at('year'), at('month') - 1, at('day'), at('hour'), at('minute'), at('second')) -
    Math.floor(instant / 1000) * 1000
  );
}
