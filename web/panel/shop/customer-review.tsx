/** The third step: is this the customer? */
import type { Context } from 'hono';
import type { Contact, Customer, ShopStore } from '../../../store/store.ts';
import type { Locale } from '../../site/locale.ts';
import type { PanelEnv } from '../context.ts';
import { CsrfField } from '../frame.tsx';
import type { CheckoutWithCustomer } from './checkout.ts';
import { countryName } from './countries.ts';
import { goOn, type StepPage } from './step-page.tsx';

const en = {
  title: 'Is this the right customer?',
  lead: 'The subscription will belong to this company.',
  company: 'Company',
  address: 'Address',
  admin: 'Admin contact',
  billing: 'Billing contact',
  technical: 'Technical contact',
  none: 'None given',
  next: 'Next',
  other: 'Choose another customer',
};
type Words = typeof en;

const de: Words = {
  title: 'Ist das der richtige Kunde?',
  lead: 'Das Abonnement wird dieser Firma gehören.',
  company: 'Firma',
  address: 'Anschrift',
  admin: 'Admin-Kontakt',
  billing: 'Rechnungskontakt',
  technical: 'Technischer Kontakt',
  none: 'Keiner angegeben',
  next: 'Weiter',
  other: 'Anderen Kunden wählen',
};

/** @public A test compares the languages. */
export const words: Record<Locale, Words> = { en, de };

/** Nothing is typed: pressing Next says that it is the customer. */
type Confirmed = { customerReviewed: true };

export function customerReviewPage(shop: ShopStore): StepPage<'customer-review', Record<string, never>, Confirmed> {
  return {
    step: 'customer-review',
    address: 'customer-review',
    previous: 'customer',
    keptIn: 'address',
    input: () => ({}),
    read: () => ({ meaning: { customerReviewed: true } }),
    async take(c, checkout, confirmed) {
      const { owner, draft } = checkout;
      return goOn(c, checkout, await shop.changeDraft(owner, draft.draftId, confirmed), 'administrator');
    },
    view: (c, checkout) => ({
      title: words[c.get('locale')].title,
      children: <CustomerReview c={c} checkout={checkout} />,
    }),
  };
}

function CustomerReview({ c, checkout }: { c: Context<PanelEnv>; checkout: CheckoutWithCustomer }) {
  const locale = c.get('locale');
  const text = words[locale];
  const { customer, path } = checkout;
  return (
    <>
      <p class="lead">{text.lead}</p>
      <div class="card">
        <CustomerFacts locale={locale} customer={customer} />
      </div>
      <form method="post" action={path('customer-review')}>
        <CsrfField c={c} />
        <div class="actions">
          <button type="submit">{text.next}</button>
          <a href={path('customer')}>{text.other}</a>
        </div>
      </form>
    </>
  );
}

export function CustomerFacts({ locale, customer }: { locale: Locale; customer: Customer }) {
  const text = words[locale];
  const { name, address, contacts } = customer;
  return (
    <dl class="facts">
      <dt>{text.company}</dt>
      <dd>{name}</dd>
      <dt>{text.address}</dt>
      <dd>
        {address.street}
        <br />
        {address.postalCode} {address.city}
        <br />
        {countryName(locale, address.country)}
      </dd>
      <dt>{text.admin}</dt>
      <dd>
        <Person contact={contacts.admin} none={text.none} />
      </dd>
      <dt>{text.billing}</dt>
      <dd>
        <Person contact={contacts.billing} none={text.none} />
      </dd>
      <dt>{text.technical}</dt>
      <dd>
        <Person contact={contacts.technical} none={text.none} />
      </dd>
    </dl>
  );
}

function Person({ contact, none }: { contact: Contact | undefined; none: string }) {
  if (contact === undefined) return <span class="quiet">{none}</span>;
  return (
    <>
      {contact.name}
      <br />
      {contact.email}
    </>
  );
}
