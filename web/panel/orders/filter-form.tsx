import { ORDER_STATES } from '../../../workflows/contract/states.ts';
import { words as stateWords } from '../../order-words/states.ts';
import type { Locale } from '../../site/locale.ts';
import { isFiltered, type ListFilters, queryOf } from './filters.ts';
import { words } from './list-words.ts';

interface Props {
  locale: Locale;
  path: string;
  filters: ListFilters;
  /** Whom the list is limited to by a link from an order. */
  customerName: string | undefined;
}

/** A form that is sent by GET: what is shown can be kept as a bookmark, and passed on. */
export function FilterForm({ locale, path, filters, customerName }: Props) {
  const text = words[locale];
  return (
    <search>
      <form method="get" action={path} class="toolbar" aria-label={text.filters}>
        <div class="field grow">
          <label for="q">{text.search}</label>
          <input type="search" id="q" name="q" value={filters.q} maxlength={100} placeholder={text.searchHint} />
        </div>
        <div class="field grow">
          <label for="customer">{text.customer}</label>
          <input type="search" id="customer" name="customer" value={filters.customer} maxlength={100} />
        </div>
        <div class="field">
          <label for="state">{text.state}</label>
          <select id="state" name="state">
            <option value="">{text.anyState}</option>
            {ORDER_STATES.map((state) => (
              <option value={state} selected={state === filters.state}>
                {stateWords[locale].states[state].name}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="from">{text.from}</label>
          <input type="date" id="from" name="from" value={filters.from} />
        </div>
        <div class="field">
          <label for="to">{text.to}</label>
          <input type="date" id="to" name="to" value={filters.to} />
        </div>
        <div class="choice">
          <input type="checkbox" id="waiting" name="waiting" value="me" checked={filters.waiting === 'me'} />
          <label for="waiting">{text.waitingOnly}</label>
        </div>
        {filters.customerId === '' ? null : <input type="hidden" name="customerId" value={filters.customerId} />}
        <button type="submit" class="small">
          {text.apply}
        </button>
        {isFiltered(filters) ? (
          <a class="button plain" href={path}>
            {text.clear}
          </a>
        ) : null}
      </form>
      {customerName === undefined ? null : (
        <p>
          {text.onlyCustomer(customerName)} ·{' '}
          <a href={path + queryOf(filters, { customerId: '' })}>{text.allCustomers}</a>
        </p>
      )}
    </search>
  );
}
