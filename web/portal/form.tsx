/** The form by which a customer gives the administrator's details. */
import type { DetailsProblems } from '../../workflows/contract/details.ts';
import type { OrderBrief } from '../../workflows/contract/record.ts';
import { DetailsFields } from '../administrator/details-fields.tsx';
import { errorsOf, type FormInput } from '../administrator/fields.ts';
import type { Locale } from '../site/locale.ts';
import { ErrorSummary } from '../ui/form.tsx';
import { Instant } from '../ui/layout.tsx';
import { words } from './form-words.ts';

export interface FormProps {
  brief: OrderBrief;
  input: FormInput;
  problems: DetailsProblems;
  /** Something that is wrong with no field in particular. */
  trouble?: string;
  /** Whether an answer is corrected. */
  corrects: boolean;
  until?: string;
  timeZone: string;
  locale: Locale;
}

export function DetailsForm({ brief, input, problems, trouble, corrects, until, timeZone, locale }: FormProps) {
  const said = words[locale];
  const errors = errorsOf(problems);
  const products = productsIn(locale, brief);
  const reseller = brief.reseller.name;
  return (
    <>
      <ErrorSummary
        locale={locale}
        errors={errors}
        heading={errors.length > 0 ? undefined : said.notSent}
        lead={trouble}
      />
      <h1>{titleIn(locale, brief, corrects)}</h1>
      <p class="lead">{corrects ? said.correct.lead(products) : said.lead(reseller, products, brief.customer.name)}</p>
      <section class="card" aria-labelledby="order-heading">
        <h2 id="order-heading">{said.order}</h2>
        <OrderFacts brief={brief} until={until} timeZone={timeZone} locale={locale} />
      </section>
      <form method="post" novalidate class="card">
        <fieldset>
          <legend>{said.administrator}</legend>
          <DetailsFields locale={locale} input={input} errors={errors} own />
        </fieldset>
        <p class="quiet">{said.privacy(reseller)}</p>
        <button type="submit">{said.send}</button>
      </form>
    </>
  );
}

/** What the page is for. */
export function titleIn(locale: Locale, brief: OrderBrief, corrects: boolean): string {
  const { title, correct } = words[locale];
  return corrects ? correct.title : title(productsIn(locale, brief));
}

/** The names of the products, as the title has them. */
export function productsIn(locale: Locale, { lines }: OrderBrief): string {
  return lines.map((line) => line.productName).join(` ${words[locale].and} `);
}

type OrderFactsProps = Pick<FormProps, 'brief' | 'until' | 'timeZone' | 'locale'>;

/** What was ordered; names no person, since links get forwarded. */
export function OrderFacts({ brief, until, timeZone, locale }: OrderFactsProps) {
  const said = words[locale];
  return (
    <dl class="facts">
      <dt>{said.orderNumber}</dt>
      <dd>{brief.orderId}</dd>
      <dt>{said.ordered}</dt>
      <dd>
        <ul>
          {brief.lines.map((line) => (
            <li>{said.line(line.productName, line.quantity)}</li>
          ))}
        </ul>
      </dd>
      <dt>{said.forWhom}</dt>
      <dd>{brief.customer.name}</dd>
      <dt>{said.byWhom}</dt>
      <dd>{brief.reseller.name}</dd>
      {brief.purchaseOrderNumber === undefined ? null : (
        <>
          <dt>{said.purchaseOrder}</dt>
          <dd>{brief.purchaseOrderNumber}</dd>
        </>
      )}
      {until === undefined ? null : (
        <>
          <dt>{said.answerBy}</dt>
          <dd>
            <Instant at={until} timeZone={timeZone} locale={locale} />
          </dd>
        </>
      )}
    </dl>
  );
}
