/** The second step: for which customer, found among many. */
import type { Context, Hono } from 'hono';
import type { Customer, MarketStore, ShopStore } from '../../../store/store.ts';
import { isId } from '../../../workflows/contract/ids.ts';
import type { Locale } from '../../site/locale.ts';
import { BackLink, ErrorSummary, ErrorText, type FormError, readTexts, titleOf } from '../../ui/form.tsx';
import { numberIn } from '../../ui/formats.ts';
import type { PanelEnv } from '../context.ts';
import { CsrfField, panelPage } from '../frame.tsx';
import { type AtStep, type Checkout, goOn } from './draft.ts';
import { Pages } from './pages.tsx';
import { Steps } from './steps.tsx';

interface Words {
  title: string;
  find: string;
  findHint: string;
  findButton: string;
  add: string;
  legend: string;
  count: (count: string, one: boolean) => string;
  chosen: (name: string) => string;
  onHold: string;
  contact: string;
  next: string;
  none: string;
  onHoldNow: (name: string) => string;
  nothing: (find: string) => string;
  tryThis: string;
  showAll: string;
  noCustomers: string;
}

const words: Record<Locale, Words> = {
  en: {
    title: 'Which customer is the order for?',
    find: 'Find a customer',
    findHint: 'By name, place or contact',
    findButton: 'Find',
    add: 'Add new customer',
    legend: 'Your customers',
    count: (count, one) => (one ? '1 customer' : `${count} customers`),
    chosen: (name) => `Chosen so far: ${name}`,
    onHold: 'On credit hold: nothing can be ordered until the hold ends',
    contact: 'Admin contact:',
    next: 'Next',
    none: 'Choose a customer, or add a new one',
    onHoldNow: (name) =>
      `${name} is on credit hold, so nothing can be ordered for it now. Choose another customer, or come back to this order when the hold has ended`,
    nothing: (find) => `None of your customers has “${find}”`,
    tryThis: 'Try fewer words, part of the name, the town, or the e-mail address of a contact.',
    showAll: 'Show all customers',
    noCustomers: 'You have no customers yet.',
  },
  de: {
    title: 'Für welchen Kunden ist die Bestellung?',
    find: 'Kunden suchen',
    findHint: 'Nach Name, Ort oder Ansprechpartner',
    findButton: 'Finden',
    add: 'Neuen Kunden anlegen',
    legend: 'Ihre Kunden',
    count: (count, one) => (one ? '1 Kunde' : `${count} Kunden`),
    chosen: (name) => `Bisher gewählt: ${name}`,
    onHold: 'Kreditsperre: Bis sie endet, kann nichts bestellt werden',
    contact: 'Admin-Kontakt:',
    next: 'Weiter',
    none: 'Wählen Sie einen Kunden, oder legen Sie einen neuen an',
    onHoldNow: (name) =>
      `Für ${name} gilt eine Kreditsperre, jetzt kann also nichts bestellt werden. Wählen Sie einen anderen Kunden, oder kommen Sie zu dieser Bestellung zurück, wenn die Sperre endet`,
    nothing: (find) => `Keiner Ihrer Kunden enthält „${find}“`,
    tryThis: 'Versuchen Sie weniger Wörter, einen Teil des Namens, den Ort oder die E-Mail-Adresse eines Kontakts.',
    showAll: 'Alle Kunden zeigen',
    noCustomers: 'Sie haben noch keine Kunden.',
  },
};

const PAGE_SIZE = 10;

interface Search {
  find: string;
  page: number;
}

interface Deps {
  shop: ShopStore;
  market: Pick<MarketStore, 'getCustomer'>;
}

export function customerRoutes(app: Hono<PanelEnv>, at: AtStep, deps: Deps): void {
  app.get(
    '/panel/order/:draftId/customer',
    at('customer', (c, checkout) => {
      const search = searchOf((name) => c.req.query(name) ?? '');
      const text = words[c.get('locale')];
      const { customer } = checkout;
      // Held since it was chosen, which somebody led back to this step must see.
      if (customer?.onHold) return page(c, checkout, deps.shop, search, [errorOf(text.onHoldNow(customer.name))]);
      const none = c.req.query('none') !== undefined;
      return page(c, checkout, deps.shop, search, none ? [errorOf(text.none)] : []);
    }),
  );

  app.post(
    '/panel/order/:draftId/customer',
    at('customer', async (c, checkout) => {
      const form = await readTexts(c);
      const { owner, draft, path } = checkout;
      const id = form('customer') || draft.customerId || '';
      const customer = isId(id) ? await deps.market.getCustomer(owner.resellerId, id) : undefined;
      if (customer === undefined) {
        const { find, page: number } = searchOf(form);
        return c.redirect(`${path('customer')}?${new URLSearchParams({ find, page: String(number), none: '' })}`, 303);
      }
      // One on hold too, if it came on hold after the page was drawn: the steps then lead back here, with the reason.
      const outcome = await deps.shop.changeDraft(owner, draft.draftId, { customerId: customer.customerId });
      return goOn(c, outcome, checkout, 'customer-review');
    }),
  );
}

function errorOf(text: string): FormError {
  return { field: 'customers', text };
}

function searchOf(text: (name: string) => string): Search {
  const page = Number(text('page'));
  return {
    find: text('find').trim().slice(0, 200),
    page: Number.isInteger(page) && page >= 1 && page < 1e6 ? page : 1,
  };
}

async function page(
  c: Context<PanelEnv>,
  checkout: Checkout,
  shop: ShopStore,
  search: Search,
  errors: FormError[],
): Promise<Response> {
  const locale = c.get('locale');
  const text = words[locale];
  const { customer: chosen, owner, path } = checkout;
  const { find } = search;
  const pageOf = (number: number) =>
    shop.searchCustomers(owner.resellerId, { query: find, page: number, size: PAGE_SIZE });
  const asked = await pageOf(search.page);
  const last = Math.max(1, Math.ceil(asked.total / PAGE_SIZE));
  const shown = Math.min(search.page, last);
  const found = shown === search.page ? asked : await pageOf(shown);
  const elsewhere = chosen && !found.items.some(({ customerId }) => customerId === chosen.customerId);
  const children = (
    <>
      <BackLink locale={locale} href={path('quantities')} />
      <ErrorSummary locale={locale} errors={errors} />
      <Steps locale={locale} current="customer" checkout={checkout} />
      <h1>{text.title}</h1>
      <div class="toolbar">
        <search class="find" aria-label={text.legend}>
          <form method="get" action={path('customer')}>
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
        {found.total === 0 && find === '' ? null : (
          <a class="button second" href={path('customer/new')}>
            {text.add}
          </a>
        )}
      </div>
      {found.total === 0 ? (
        <Nobody text={text} find={find} path={path('customer')} />
      ) : (
        <form method="post" action={path('customer')} class="card">
          <CsrfField c={c} />
          <input type="hidden" name="find" value={find} />
          <input type="hidden" name="page" value={String(shown)} />
          <fieldset id="customers" tabindex={-1}>
            <legend>{text.legend}</legend>
            <p class="quiet">
              {text.count(numberIn(locale, found.total), found.total === 1)}
              {chosen === undefined || chosen.onHold || !elsewhere ? null : ` · ${text.chosen(chosen.name)}`}
            </p>
            {errors.map((error) => (
              <ErrorText locale={locale} id="customers-error">
                {error.text}
              </ErrorText>
            ))}
            <ul class="choices">
              {found.items.map((customer) => (
                <li>
                  <Choice text={text} customer={customer} chosen={customer.customerId === chosen?.customerId} />
                </li>
              ))}
            </ul>
          </fieldset>
          <Pages
            locale={locale}
            total={found.total}
            size={PAGE_SIZE}
            page={shown}
            href={(to) => `${path('customer')}?${new URLSearchParams({ ...(find && { find }), page: String(to) })}`}
          />
          <div class="actions">
            <button type="submit">{text.next}</button>
          </div>
        </form>
      )}
    </>
  );
  const title = titleOf(locale, text.title, errors.length > 0);
  return panelPage(c, 200, { title, current: 'cart', wide: true, children });
}

function Choice({ text, customer, chosen }: { text: Words; customer: Customer; chosen: boolean }) {
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

function Nobody({ text, find, path }: { text: Words; find: string; path: string }) {
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
