/** The second step: for which customer, found among many. */
import type { Context } from 'hono';
import type { Customer, MarketStore, ShopStore } from '../../../store/store.ts';
import { isId } from '../../../workflows/contract/ids.ts';
import { type FormError, inputOf, type Read, type Texts, textsOf } from '../../ui/form.tsx';
import type { PanelEnv } from '../context.ts';
import type { CheckoutWithLines } from './checkout.ts';
import { CustomerList, type Found, PAGE_SIZE } from './customer-list.tsx';
import { words } from './customer-words.ts';
import { goOn, type StepPage } from './step-page.tsx';

/** The search comes back with the form, so that a choice that was refused leads back to the same list. */
type CustomerInput = Record<'customer' | 'find' | 'page', string>;

interface Deps {
  shop: ShopStore;
  market: Pick<MarketStore, 'getCustomer'>;
}

export function customerPage({ shop, market }: Deps): StepPage<'customer', CustomerInput, Customer> {
  return {
    step: 'customer',
    address: 'customer',
    previous: 'quantities',
    keptIn: 'address',
    input: (texts) => inputOf(['customer', 'find', 'page'], (name) => texts(name).slice(0, LONGEST_SEARCH)),
    async read(c, { owner, draft }, { customer }): Promise<Read<Customer>> {
      const id = customer || draft.customerId || '';
      const chosen = isId(id) ? await market.getCustomer(owner.resellerId, id) : undefined;
      return chosen === undefined ? { errors: [errorOf(words[c.get('locale')].none)] } : { meaning: chosen };
    },
    // Held since it was chosen.
    troubles: (c, { customer }) => (customer?.onHold ? [errorOf(words[c.get('locale')].onHoldNow(customer.name))] : []),
    async take(c, checkout, { customerId }) {
      // One on hold too, if it came on hold after the page was drawn: the steps then lead back here, with the reason.
      const outcome = await shop.changeDraft(checkout.owner, checkout.draft.draftId, { customerId });
      return goOn(c, checkout, outcome, 'customer-review');
    },
    async view(c, checkout, { errors }) {
      const found = await search(c, checkout, shop);
      return {
        title: words[c.get('locale')].title,
        children: <CustomerList c={c} checkout={checkout} found={found} errors={errors} />,
      };
    },
  };
}

const LONGEST_SEARCH = 200;

function errorOf(text: string): FormError {
  return { field: 'customers', text };
}

/** What the address asks for; a page after the last is the last. */
async function search(c: Context<PanelEnv>, { owner }: CheckoutWithLines, shop: ShopStore): Promise<Found> {
  const texts = textsOf(c.req.query());
  const find = texts('find').trim().slice(0, LONGEST_SEARCH);
  const wanted = pageIn(texts);
  const pageOf = (page: number) => shop.searchCustomers(owner.resellerId, { query: find, page, size: PAGE_SIZE });
  const asked = await pageOf(wanted);
  const page = Math.min(wanted, Math.max(1, Math.ceil(asked.total / PAGE_SIZE)));
  return { find, page, ...(page === wanted ? asked : await pageOf(page)) };
}

function pageIn(texts: Texts): number {
  const page = Number(texts('page'));
  return Number.isInteger(page) && page >= 1 && page < 1e6 ? page : 1;
}
