/** A new customer, added on the way through an order. */
import type { Context, Hono } from 'hono';
import type { ShopStore } from '../../../store/store.ts';
import { choicesOf } from '../../administrator/fields.ts';
import type { Locale } from '../../site/locale.ts';
import { BackLink, ErrorSummary, Field, type FieldProps, type FormError, readTexts, titleOf } from '../../ui/form.tsx';
import type { PanelEnv } from '../context.ts';
import { CsrfField, panelPage } from '../frame.tsx';
import { type CustomerField, type CustomerInput, customerOf, readCustomer } from './customer-form.ts';
import { type AtStep, type Checkout, goOn } from './draft.ts';
import { Steps } from './steps.tsx';

interface Words {
  title: string;
  lead: string;
  company: string;
  admin: string;
  adminText: string;
  billing: string;
  technical: string;
  chooseCountry: string;
  unknown: string;
  add: string;
  labels: Record<CustomerField, string>;
  hints: Partial<Record<CustomerField, string>>;
}

const words: Record<Locale, Words> = {
  en: {
    title: 'Add new customer',
    lead: 'The customer is saved for later orders too.',
    company: 'Company',
    admin: 'Admin contact',
    adminText: 'Requests for information and news about orders go to this person.',
    billing: 'Billing contact (optional)',
    technical: 'Technical contact (optional)',
    chooseCountry: 'Choose a country',
    unknown: 'Not known',
    add: 'Add the customer',
    labels: {
      name: 'Company name',
      country: 'Country',
      street: 'Street and number',
      postalCode: 'Postal code',
      city: 'Town or city',
      adminName: 'Name',
      adminEmail: 'E-mail address',
      adminLanguage: 'Language of mails',
      billingName: 'Name',
      billingEmail: 'E-mail address',
      technicalName: 'Name',
      technicalEmail: 'E-mail address',
    },
    hints: {},
  },
  de: {
    title: 'Neuen Kunden anlegen',
    lead: 'Der Kunde bleibt auch für spätere Bestellungen gespeichert.',
    company: 'Firma',
    admin: 'Admin-Kontakt',
    adminText: 'Fragen und Nachrichten zu Bestellungen gehen an diese Person.',
    billing: 'Rechnungskontakt (freiwillig)',
    technical: 'Technischer Kontakt (freiwillig)',
    chooseCountry: 'Wählen Sie ein Land',
    unknown: 'Nicht bekannt',
    add: 'Kunden speichern',
    labels: {
      name: 'Name der Firma',
      country: 'Land',
      street: 'Straße und Hausnummer',
      postalCode: 'Postleitzahl',
      city: 'Ort',
      adminName: 'Name',
      adminEmail: 'E-Mail-Adresse',
      adminLanguage: 'Sprache der Mails',
      billingName: 'Name',
      billingEmail: 'E-Mail-Adresse',
      technicalName: 'Name',
      technicalEmail: 'E-Mail-Adresse',
    },
    hints: {},
  },
};

const EMPTY = readCustomer(() => '');

export function newCustomerRoutes(app: Hono<PanelEnv>, at: AtStep, { shop }: { shop: ShopStore }): void {
  app.get(
    '/panel/order/:draftId/customer/new',
    at('customer', (c, checkout) => {
      const { customer: kept } = checkout.draft.typed;
      if (kept === undefined) return page(c, checkout, EMPTY, []);
      const input = readCustomer((field) => kept[field] ?? '');
      const result = customerOf(c.get('locale'), input);
      return page(c, checkout, input, 'errors' in result ? result.errors : []);
    }),
  );

  app.post(
    '/panel/order/:draftId/customer/new',
    at('customer', async (c, checkout) => {
      const input = readCustomer(await readTexts(c));
      const { owner, draft, path } = checkout;
      const result = customerOf(c.get('locale'), input);
      if ('errors' in result) {
        // Kept in the draft, so that this page can be loaded again, and be gone back to.
        await shop.changeDraft(owner, draft.draftId, { typed: { form: 'customer', input } });
        return c.redirect(path('customer/new'), 303);
      }
      const outcome = await shop.addDraftCustomer(owner, draft.draftId, result.customer);
      return goOn(c, outcome, checkout, 'customer-review');
    }),
  );
}

/** What each control is beside a line of text; none is about the reseller who types, so browsers must not fill them. */
const CONTROLS: Partial<Record<CustomerField, Partial<FieldProps>>> = {
  postalCode: { short: true },
  adminEmail: { type: 'email' },
  adminLanguage: { optional: true },
  billingName: { optional: true },
  billingEmail: { type: 'email', optional: true },
  technicalName: { optional: true },
  technicalEmail: { type: 'email', optional: true },
};

function page(c: Context<PanelEnv>, checkout: Checkout, input: CustomerInput, errors: FormError[]): Promise<Response> {
  const locale = c.get('locale');
  const text = words[locale];
  const field = (name: CustomerField, choices?: FieldProps['choices']) => (
    <Field
      locale={locale}
      name={name}
      label={text.labels[name]}
      value={input[name]}
      hint={text.hints[name]}
      problem={errors.find((error) => error.field === name)?.text}
      autocomplete="off"
      {...CONTROLS[name]}
      {...(choices && { choices })}
    />
  );
  const children = (
    <>
      <BackLink locale={locale} href={checkout.path('customer')} />
      <ErrorSummary locale={locale} errors={errors} />
      <Steps locale={locale} current="customer" checkout={checkout} />
      <h1>{text.title}</h1>
      <p class="lead">{text.lead}</p>
      <form method="post" action={checkout.path('customer/new')} novalidate class="card">
        <CsrfField c={c} />
        <fieldset>
          <legend>{text.company}</legend>
          {field('name')}
          {field('country', [['', text.chooseCountry], ...choicesOf(locale, 'country', input.country)])}
          {field('street')}
          <div class="pair">
            {field('postalCode')}
            {field('city')}
          </div>
        </fieldset>
        <fieldset>
          <legend>{text.admin}</legend>
          <p class="quiet">{text.adminText}</p>
          {field('adminName')}
          {field('adminEmail')}
          {field('adminLanguage', [
            ['', text.unknown],
            ['en', 'English'],
            ['de', 'Deutsch'],
          ])}
        </fieldset>
        <fieldset>
          <legend>{text.billing}</legend>
          {field('billingName')}
          {field('billingEmail')}
        </fieldset>
        <fieldset>
          <legend>{text.technical}</legend>
          {field('technicalName')}
          {field('technicalEmail')}
        </fieldset>
        <div class="actions">
          <button type="submit">{text.add}</button>
        </div>
      </form>
    </>
  );
  const title = titleOf(locale, text.title, errors.length > 0);
  return panelPage(c, 200, { title, current: 'cart', wide: true, children });
}
