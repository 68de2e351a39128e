/** The fourth step: who will administer the subscription, or who is asked for it. */
import type { Context } from 'hono';
import type { ShopStore } from '../../../store/store.ts';
import type { AdministratorSource } from '../../../workflows/contract/order.ts';
import { DetailsFields } from '../../administrator/details-fields.tsx';
import { errorsOf, FIELD_ORDER, type FormInput, readDetails, readForm } from '../../administrator/fields.ts';
import type { Locale } from '../../site/locale.ts';
import { type FormError, inputOf, type Read } from '../../ui/form.tsx';
import type { PanelEnv } from '../context.ts';
import { CsrfField } from '../frame.tsx';
import type { CheckoutWithCustomer } from './checkout.ts';
import { goOn, type StepPage } from './step-page.tsx';

const en = {
  title: 'Administrator information',
  lead: 'The vendor makes an account for the person who will administer the subscription.',
  legend: 'Where does the information come from?',
  provide: 'Provide information yourself',
  provideHint: 'The order is carried out at once.',
  advanced: 'Show Advanced Options',
  email: 'Send email to ask for this information directly to the end-customer',
  emailHint: (name: string, address: string) =>
    `The mail goes to ${name}, ${address}: the current admin contact of the customer.`,
  emailDays: 'The customer has 14 days and is reminded. Until the answer comes, nothing is ordered from the vendor.',
  details: 'The administrator',
  next: 'Next',
};
type Words = typeof en;

const de: Words = {
  title: 'Angaben zum Administrator',
  lead: 'Der Hersteller legt ein Konto für die Person an, die das Abonnement verwalten wird.',
  legend: 'Woher kommen die Angaben?',
  provide: 'Angaben selbst machen',
  provideHint: 'Die Bestellung wird sofort ausgeführt.',
  advanced: 'Erweiterte Möglichkeiten zeigen',
  email: 'Den Endkunden per E-Mail direkt um die Angaben bitten',
  emailHint: (name, address) => `Die Mail geht an ${name}, ${address}: den jetzigen Admin-Kontakt des Kunden.`,
  emailDays:
    'Der Kunde hat 14 Tage Zeit und wird erinnert. Bis die Antwort da ist, wird beim Hersteller nichts bestellt.',
  details: 'Der Administrator',
  next: 'Weiter',
};

/** @public A test compares the languages. */
export const words: Record<Locale, Words> = { en, de };

type AdministratorInput = FormInput & { mode: string };

export function administratorPage(shop: ShopStore): StepPage<'administrator', AdministratorInput, AdministratorSource> {
  return {
    step: 'administrator',
    address: 'administrator',
    previous: 'customer-review',
    keptIn: 'administrator',
    input: (texts) => inputOf(['mode', ...FIELD_ORDER], texts),
    read: (c, _, input) => read(c.get('locale'), input),
    async take(c, checkout, administrator) {
      const { owner, draft } = checkout;
      return goOn(c, checkout, await shop.changeDraft(owner, draft.draftId, { administrator }), 'review');
    },
    view: (c, checkout, { input = first(checkout), errors }) => ({
      title: words[c.get('locale')].title,
      children: <Administrator c={c} checkout={checkout} input={input} errors={errors} />,
    }),
  };
}

function read(locale: Locale, input: AdministratorInput): Read<AdministratorSource> {
  if (input.mode === 'email') return { meaning: { mode: 'email' } };
  const { details, problems } = readDetails(locale, input);
  return details ? { meaning: { mode: 'provided', details } } : { errors: errorsOf(problems) };
}

/** What was chosen before; else what is known of the customer's company, and nothing about a person. */
function first({ draft: { administrator }, customer }: CheckoutWithCustomer): AdministratorInput {
  const known = { companyName: customer.name, country: customer.address.country };
  const given = administrator?.mode === 'provided' ? { ...administrator.details } : known;
  return { ...readForm(given), mode: administrator?.mode ?? 'provided' };
}

interface AdministratorProps {
  c: Context<PanelEnv>;
  checkout: CheckoutWithCustomer;
  input: AdministratorInput;
  errors: readonly FormError[];
}

function Administrator({ c, checkout, input, errors }: AdministratorProps) {
  const locale = c.get('locale');
  const text = words[locale];
  const { admin } = checkout.customer.contacts;
  const byMail = input.mode === 'email';
  return (
    <>
      <p class="lead">{text.lead}</p>
      <form method="post" action={checkout.path('administrator')} novalidate class="card administrator">
        <CsrfField c={c} />
        <fieldset>
          <legend>{text.legend}</legend>
          <Mode mode="provided" checked={!byMail} label={text.provide} hint={text.provideHint} />
          <details open={byMail}>
            <summary>{text.advanced}</summary>
            <Mode
              mode="email"
              checked={byMail}
              label={text.email}
              hint={`${text.emailHint(admin.name, admin.email)} ${text.emailDays}`}
            />
          </details>
        </fieldset>
        <fieldset class="details-fields">
          <legend>{text.details}</legend>
          <DetailsFields locale={locale} input={input} errors={errors} />
        </fieldset>
        <div class="actions">
          <button type="submit">{text.next}</button>
        </div>
      </form>
    </>
  );
}

interface ModeProps {
  mode: AdministratorSource['mode'];
  checked: boolean;
  label: string;
  hint: string;
}

function Mode({ mode, checked, label, hint }: ModeProps) {
  const id = `mode-${mode}`;
  return (
    <div class="choice">
      <input type="radio" id={id} name="mode" value={mode} checked={checked} aria-describedby={`${id}-hint`} />
      <div>
        <label for={id}>{label}</label>
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      </div>
    </div>
  );
}
