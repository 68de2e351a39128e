/** A new customer, added on the way through an order. */
import type { Context } from 'hono';
import type { ShopStore } from '../../../store/store.ts';
import { choicesOf } from '../../administrator/fields.ts';
import { LANGUAGE_NAMES, type Locale } from '../../site/locale.ts';
import { Field, type FieldProps, type FormError, inputOf } from '../../ui/form.tsx';
import type { PanelEnv } from '../context.ts';
import { CsrfField } from '../frame.tsx';
import type { Checkout } from './checkout.ts';
import { type CustomerField, type CustomerInput, customerOf, FIELDS, type NewCustomer } from './customer-form.ts';
import { goOn, type StepPage } from './step-page.tsx';

const en = {
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
};
type Words = typeof en;

const de: Words = {
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
};

/** @public A test compares the languages. */
export const words: Record<Locale, Words> = { en, de };

export function newCustomerPage(shop: ShopStore): StepPage<'customer', CustomerInput, NewCustomer> {
  return {
    step: 'customer',
    address: 'customer/new',
    previous: 'customer',
    keptIn: 'customer',
    input: (texts) => inputOf(FIELDS, texts),
    read: (c, _, input) => customerOf(c.get('locale'), input),
    async take(c, checkout, customer) {
      const outcome = await shop.addDraftCustomer(checkout.owner, checkout.draft.draftId, customer);
      return goOn(c, checkout, outcome, 'customer-review');
    },
    view: (c, checkout, { input = EMPTY, errors }) => ({
      title: words[c.get('locale')].title,
      children: <CustomerForm c={c} checkout={checkout} input={input} errors={errors} />,
    }),
  };
}

const EMPTY = inputOf(FIELDS, () => '');

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

interface CustomerFormProps {
  c: Context<PanelEnv>;
  checkout: Checkout;
  input: CustomerInput;
  errors: readonly FormError[];
}

function CustomerForm({ c, checkout, input, errors }: CustomerFormProps) {
  const locale = c.get('locale');
  const text = words[locale];
  const field = (name: CustomerField, choices?: FieldProps['choices']) => (
    <Field
      locale={locale}
      name={name}
      label={text.labels[name]}
      value={input[name]}
      problem={errors.find((error) => error.field === name)?.text}
      autocomplete="off"
      choices={choices}
      {...CONTROLS[name]}
    />
  );
  return (
    <>
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
          {field('adminLanguage', [['', text.unknown], ...Object.entries(LANGUAGE_NAMES)])}
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
}
