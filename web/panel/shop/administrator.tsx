/** The fourth step: who will administer the subscription, or who is asked for it. */
import type { Context, Hono } from 'hono';
import type { Customer, ShopStore } from '../../../store/store.ts';
import { type DetailsProblems, isAdministratorDetails, pickDetails } from '../../../workflows/contract/details.ts';
import { DetailsFields } from '../../administrator/details-fields.tsx';
import { detailsOf, FIELD_ORDER, type FormInput, problemsOfInput, readForm } from '../../administrator/fields.ts';
import type { Locale } from '../../site/locale.ts';
import { BackLink, ErrorSummary, titleOf } from '../../ui/form.tsx';
import type { PanelEnv } from '../context.ts';
import { CsrfField, panelPage } from '../frame.tsx';
import { type AtStep, type Checkout, goOn } from './draft.ts';
import { Steps } from './steps.tsx';

interface Words {
  title: string;
  lead: string;
  legend: string;
  provide: string;
  provideHint: string;
  advanced: string;
  email: string;
  emailHint: (name: string, address: string) => string;
  emailDays: string;
  details: string;
  next: string;
}

const words: Record<Locale, Words> = {
  en: {
    title: 'Administrator information',
    lead: 'The vendor makes an account for the person who will administer the subscription.',
    legend: 'Where does the information come from?',
    provide: 'Provide information yourself',
    provideHint: 'The order is carried out at once.',
    advanced: 'Show Advanced Options',
    email: 'Send email to ask for this information directly to the end-customer',
    emailHint: (name, address) => `The mail goes to ${name}, ${address}: the current admin contact of the customer.`,
    emailDays: 'The customer has 14 days and is reminded. Until the answer comes, nothing is ordered from the vendor.',
    details: 'The administrator',
    next: 'Next',
  },
  de: {
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
  },
};

interface Shown {
  mode: 'provided' | 'email';
  input: FormInput;
  problems: DetailsProblems;
}

export function administratorRoutes(app: Hono<PanelEnv>, at: AtStep, { shop }: { shop: ShopStore }): void {
  app.get(
    '/panel/order/:draftId/administrator',
    at('administrator', (c, checkout) => page(c, checkout, first(c.get('locale'), checkout))),
  );

  app.post(
    '/panel/order/:draftId/administrator',
    at('administrator', async (c, checkout) => {
      const { owner, draft, path } = checkout;
      const form = await c.req.parseBody();
      const input = readForm(form);
      const details = detailsOf(input);
      const byMail = form.mode === 'email';
      if (!byMail && !isAdministratorDetails(details)) {
        // Kept in the draft, so that this page can be loaded again, and be gone back to.
        await shop.changeDraft(owner, draft.draftId, { typed: { form: 'administrator', input } });
        return c.redirect(path('administrator'), 303);
      }
      const administrator =
        byMail || !isAdministratorDetails(details)
          ? { mode: 'email' as const }
          : { mode: 'provided' as const, details: pickDetails(details) };
      const outcome = await shop.changeDraft(owner, draft.draftId, { administrator });
      return goOn(c, outcome, checkout, 'review');
    }),
  );
}

/** What was typed or chosen before; else what is known of the customer's company, and nothing about a person. */
function first(locale: Locale, { draft: { administrator, typed }, customer }: Checkout): Shown {
  if (typed.administrator !== undefined) {
    const input = readForm(typed.administrator);
    return { mode: 'provided', input, problems: problemsOfInput(locale, detailsOf(input)) };
  }
  const known = { companyName: customer?.name, country: customer?.address.country };
  const given = administrator?.mode === 'provided' ? { ...administrator.details } : known;
  return { mode: administrator?.mode ?? 'provided', input: readForm(given), problems: {} };
}

function page(c: Context<PanelEnv>, checkout: Checkout, { mode, input, problems }: Shown): Promise<Response> {
  const locale = c.get('locale');
  const text = words[locale];
  const { admin } = (checkout.customer as Customer).contacts;
  const errors = FIELD_ORDER.flatMap((field) => {
    const problem = problems[field];
    return problem === undefined ? [] : [{ field, text: problem }];
  });
  const children = (
    <>
      <BackLink locale={locale} href={checkout.path('customer-review')} />
      <ErrorSummary locale={locale} errors={errors} />
      <Steps locale={locale} current="administrator" checkout={checkout} />
      <h1>{text.title}</h1>
      <p class="lead">{text.lead}</p>
      <form method="post" action={checkout.path('administrator')} novalidate class="card administrator">
        <CsrfField c={c} />
        <fieldset>
          <legend>{text.legend}</legend>
          <div class="choice">
            <input
              type="radio"
              id="mode-provided"
              name="mode"
              value="provided"
              checked={mode === 'provided'}
              aria-describedby="mode-provided-hint"
            />
            <div>
              <label for="mode-provided">{text.provide}</label>
              <p class="hint" id="mode-provided-hint">
                {text.provideHint}
              </p>
            </div>
          </div>
          <details open={mode === 'email'}>
            <summary>{text.advanced}</summary>
            <div class="choice">
              <input
                type="radio"
                id="mode-email"
                name="mode"
                value="email"
                checked={mode === 'email'}
                aria-describedby="mode-email-hint"
              />
              <div>
                <label for="mode-email">{text.email}</label>
                <p class="hint" id="mode-email-hint">
                  {text.emailHint(admin.name, admin.email)} {text.emailDays}
                </p>
              </div>
            </div>
          </details>
        </fieldset>
        <fieldset class="details-fields">
          <legend>{text.details}</legend>
          <DetailsFields locale={locale} input={input} problems={problems} />
        </fieldset>
        <div class="actions">
          <button type="submit">{text.next}</button>
        </div>
      </form>
    </>
  );
  const title = titleOf(locale, text.title, errors.length > 0);
  return panelPage(c, 200, { title, current: 'cart', wide: true, children });
}
