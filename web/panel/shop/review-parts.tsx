/** What the review shows: the order, whom it is for, who will administer it, and the form that buys it. */
import type { Context } from 'hono';
import type { Terms } from '../../../store/store.ts';
import { DetailsFacts } from '../../administrator/facts.tsx';
import type { Locale } from '../../site/locale.ts';
import { ErrorText } from '../../ui/form.tsx';
import { moneyIn, numberIn } from '../../ui/formats.ts';
import type { PanelEnv } from '../context.ts';
import { CsrfField } from '../frame.tsx';
import type { Checkout, CompleteCheckout, Step } from './checkout.ts';
import { CustomerFacts } from './customer-review.tsx';
import { LineFailureChoice } from './line-failure.tsx';
import { type Offer, seenOf } from './offer.ts';
import { words } from './review-words.ts';
import { termsPath } from './terms.tsx';

interface ReviewedOrderProps {
  locale: Locale;
  checkout: CompleteCheckout;
  offer: Offer;
}

export function ReviewedOrder({ locale, checkout, offer }: ReviewedOrderProps) {
  const text = words[locale];
  return (
    <>
      <section class="card" id="order" tabindex={-1} aria-labelledby="order-heading">
        <Heading locale={locale} id="order-heading" title={text.order} checkout={checkout} step="quantities" />
        <table class="list stacks">
          <thead>
            <tr>
              <th scope="col">{text.product}</th>
              <th scope="col" class="number">
                {text.seats}
              </th>
              <th scope="col" class="number">
                {text.price}
              </th>
              <th scope="col" class="number">
                {text.amount}
              </th>
            </tr>
          </thead>
          <tbody>
            {offer.lines.map(({ product, quantity, amount }) => (
              <tr>
                <td>
                  <strong>{product.name}</strong> <span class="quiet">{product.vendorName}</span>
                </td>
                <td class="number" data-label={text.seats}>
                  {numberIn(locale, quantity)}
                </td>
                <td class="number" data-label={text.price}>
                  {moneyIn(locale, product.price)}
                </td>
                <td class="number" data-label={text.amount}>
                  {moneyIn(locale, amount)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <p class="total">
          <span>{text.total}</span> <strong>{moneyIn(locale, offer.total)}</strong>
        </p>
      </section>
      <section class="card" aria-labelledby="customer-heading">
        <Heading locale={locale} id="customer-heading" title={text.customer} checkout={checkout} step="customer" />
        <CustomerFacts locale={locale} customer={checkout.customer} />
      </section>
      <section class="card" aria-labelledby="administrator-heading">
        <Heading
          locale={locale}
          id="administrator-heading"
          title={text.administrator}
          checkout={checkout}
          step="administrator"
        />
        <Administrator locale={locale} checkout={checkout} />
      </section>
    </>
  );
}

interface HeadingProps {
  locale: Locale;
  id: string;
  title: string;
  checkout: Checkout;
  step: Step;
}

function Heading({ locale, id, title, checkout, step }: HeadingProps) {
  return (
    <div class="heading">
      <h2 id={id}>{title}</h2>
      <a href={checkout.path(step)} aria-describedby={id}>
        {words[locale].change}
      </a>
    </div>
  );
}

function Administrator({ locale, checkout }: { locale: Locale; checkout: CompleteCheckout }) {
  const { administrator, customer } = checkout;
  if (administrator.mode === 'provided') return <DetailsFacts locale={locale} details={administrator.details} />;
  const text = words[locale];
  const { admin } = customer.contacts;
  return (
    <p>
      {text.mailTo(admin.name, admin.email)} {text.mailText}
    </p>
  );
}

interface ConsentProps {
  c: Context<PanelEnv>;
  checkout: CompleteCheckout;
  offer: Offer;
  /** Absent: nobody has loaded this version, so nobody can agree to it. */
  terms: Terms | undefined;
  problem: string | undefined;
}

export function Consent({ c, checkout, offer, terms, problem }: ConsentProps) {
  const locale = c.get('locale');
  const text = words[locale];
  const { termsVersion } = offer;
  if (terms === undefined) {
    return (
      <div class="notice warn" role="alert">
        <p>{text.noTerms(termsVersion)}</p>
      </div>
    );
  }
  return (
    <form method="post" action={checkout.path('review')} class="card">
      <CsrfField c={c} />
      <input type="hidden" name="seen" value={seenOf(checkout, offer)} />
      <LineFailureChoice locale={locale} checkout={checkout} />
      <h2>{text.terms}</h2>
      <p>
        <a href={termsPath(c.get('frame').base, termsVersion)} target="_blank" rel="noopener">
          {text.read(termsVersion)} <span class="quiet">{text.newTab}</span>
        </a>
      </p>
      <div class={problem === undefined ? 'field' : 'field wrong'}>
        {problem === undefined ? null : (
          <ErrorText locale={locale} id="agree-error">
            {problem}
          </ErrorText>
        )}
        <div class="choice">
          <input
            type="checkbox"
            id="agree"
            name="agree"
            value="yes"
            aria-required="true"
            aria-invalid={problem === undefined ? undefined : 'true'}
            aria-describedby={problem === undefined ? undefined : 'agree-error'}
          />
          <label for="agree">{text.agree}</label>
        </div>
      </div>
      <p class="total">
        <span>{text.total}</span> <strong>{moneyIn(locale, offer.total)}</strong>
      </p>
      <div class="actions">
        <button type="submit">{text.buy}</button>
        <span class="quiet">{text.buyText}</span>
      </div>
    </form>
  );
}
