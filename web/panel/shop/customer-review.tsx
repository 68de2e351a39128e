/** The third step: is this the customer? */
import type { Hono } from 'hono';
import type { Contact, Customer, ShopStore } from '../../../store/store.ts';
import type { Locale } from '../../site/locale.ts';
import { BackLink } from '../../ui/form.tsx';
import type { PanelEnv } from '../context.ts';
import { CsrfField, panelPage } from '../frame.tsx';
import { countryName } from './countries.ts';
import { type AtStep, goOn } from './draft.ts';
import { Steps } from './steps.tsx';

interface Words {
  title: string;
  lead: string;
  company: string;
  address: string;
  admin: string;
  billing: string;
  technical: string;
  none: string;
  next: string;
  other: string;
}

const words: Record<Locale, Words> = {
  en: {
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
  },
  de: {
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
  },
};

export function customerReviewRoutes(app: Hono<PanelEnv>, at: AtStep, { shop }: { shop: ShopStore }): void {
  app.get(
    '/panel/order/:draftId/customer-review',
    at('customer-review', (c, checkout) => {
      const locale = c.get('locale');
      const text = words[locale];
      const { customer, path } = checkout;
      const children = (
        <>
          <BackLink locale={locale} href={path('customer')} />
          <Steps locale={locale} current="customer-review" checkout={checkout} />
          <h1>{text.title}</h1>
          <p class="lead">{text.lead}</p>
          <div class="card">
            <CustomerFacts locale={locale} customer={customer as Customer} />
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
      return panelPage(c, 200, { title: text.title, current: 'cart', wide: true, children });
    }),
  );

  app.post(
    '/panel/order/:draftId/customer-review',
    at('customer-review', async (c, checkout) => {
      const outcome = await shop.changeDraft(checkout.owner, checkout.draft.draftId, { customerReviewed: true });
      return goOn(c, outcome, checkout, 'administrator');
    }),
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
