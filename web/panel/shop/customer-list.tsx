/** The customers to choose from, found by a search. */
import type { Context } from 'hono';
import type { Customer } from '../../../store/store.ts';
import type { Locale } from '../../site/locale.ts';
import { ErrorText, type FormError } from '../../ui/form.tsx';
import { numberIn } from '../../ui/formats.ts';
import type { PanelEnv } from '../context.ts';
import { CsrfField } from '../frame.tsx';
import type { Checkout } from './checkout.ts';
import { words } from './customer-words.ts';
import { Pages } from './pages.tsx';

export const PAGE_SIZE = 10;

export interface Found {
  find: string;
  /** Counted from 1. */
  page: number;
  items: Customer[];
  total: number;
}

interface CustomerListProps {
  c: Context<PanelEnv>;
  checkout: Checkout;
  found: Found;
  errors: readonly FormError[];
}

export function CustomerList({ c, checkout, found, errors }: CustomerListProps) {
  const locale = c.get('locale');
  const text = words[locale];
  const path = checkout.path('customer');
  const { find, page, items, total } = found;
  const pagePath = (to: number) =>
    `${path}?${new URLSearchParams(find === '' ? { page: String(to) } : { find, page: String(to) })}`;
  return (
    <>
      <div class="toolbar">
        <FindForm locale={locale} path={path} find={find} />
        {total === 0 && find === '' ? null : (
          <a class="button second" href={`${path}/new`}>
            {text.add}
          </a>
        )}
      </div>
      {total === 0 ? (
        <Nobody locale={locale} find={find} path={path} />
      ) : (
        <form method="post" action={path} class="card">
          <CsrfField c={c} />
          <input type="hidden" name="find" value={find} />
          <input type="hidden" name="page" value={String(page)} />
          <fieldset id="customers" tabindex={-1}>
            <legend>{text.legend}</legend>
            <p class="quiet">
              {text.count(numberIn(locale, total), total === 1)}
              <ChosenElsewhere locale={locale} chosen={checkout.customer} items={items} />
            </p>
            {errors.map((error) => (
              <ErrorText locale={locale} id="customers-error">
                {error.text}
              </ErrorText>
            ))}
            <ul class="choices">
              {items.map((customer) => (
                <li>
                  <Choice
                    locale={locale}
                    customer={customer}
                    chosen={customer.customerId === checkout.customer?.customerId}
                  />
                </li>
              ))}
            </ul>
          </fieldset>
          <Pages locale={locale} total={total} size={PAGE_SIZE} page={page} href={pagePath} />
          <div class="actions">
            <button type="submit">{text.next}</button>
          </div>
        </form>
      )}
    </>
  );
}

function FindForm({ locale, path, find }: { locale: Locale; path: string; find: string }) {
  const text = words[locale];
  return (
    <search class="find" aria-label={text.legend}>
      <form method="get" action={path}>
        <label for="find">{text.find}</label>
        <p class="hint" id="find-hint">
          {text.findHint}
        </p>
        <div>
          <input
            id="find"
            name="find"
            type="search"
            value={find}
            maxlength={200}
            autocomplete="off"
            aria-describedby="find-hint"
          />
          <button type="submit" class="second">
            {text.findButton}
          </button>
        </div>
      </form>
    </search>
  );
}

interface ChosenElsewhereProps {
  locale: Locale;
  chosen: Customer | undefined;
  items: readonly Customer[];
}

/** A choice that is on none of the rows that are shown. */
function ChosenElsewhere({ locale, chosen, items }: ChosenElsewhereProps) {
  if (chosen === undefined || chosen.onHold) return null;
  if (items.some(({ customerId }) => customerId === chosen.customerId)) return null;
  return <> · {words[locale].chosen(chosen.name)}</>;
}

function Choice({ locale, customer, chosen }: { locale: Locale; customer: Customer; chosen: boolean }) {
  const text = words[locale];
  const { customerId, name, address, contacts, onHold } = customer;
  const id = `customer-${customerId}`;
  return (
    <div class={onHold ? 'choice off' : 'choice'}>
      <input
        type="radio"
        id={id}
        name="customer"
        value={customerId}
        checked={chosen && !onHold}
        disabled={onHold}
        aria-describedby={`${id}-about`}
      />
      <div>
        <label for={id}>{name}</label>
        <p id={`${id}-about`} class="hint">
          {address.postalCode} {address.city}, {address.country} · {text.contact} {contacts.admin.email}
          {onHold ? <span class="badge warn">{text.onHold}</span> : null}
        </p>
      </div>
    </div>
  );
}

function Nobody({ locale, find, path }: { locale: Locale; find: string; path: string }) {
  const text = words[locale];
  return (
    <div class="card empty" id="customers" tabindex={-1}>
      <h2>{find === '' ? text.noCustomers : text.nothing(find)}</h2>
      {find === '' ? (
        <p>
          <a class="button" href={`${path}/new`}>
            {text.add}
          </a>
        </p>
      ) : (
        <>
          <p>{text.tryThis}</p>
          <p>
            <a class="button" href={path}>
              {text.showAll}
            </a>
          </p>
        </>
      )}
    </div>
  );
}
