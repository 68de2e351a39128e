/** The form, after the GOV.UK pattern for errors: a focused summary, the same words beside each field, input kept. */
import type { DetailsField, DetailsProblems } from '../../workflows/contract/details.ts';
import type { OrderBrief } from '../../workflows/contract/record.ts';
import { words as fieldWords } from '../administrator/field-words.ts';
import { choicesOf, FIELD_KINDS, FIELD_ORDER, type FormInput, isRequired } from '../administrator/fields.ts';
import type { Locale } from '../site/locale.ts';
import { Instant } from '../ui/layout.tsx';
import { words } from './form-words.ts';

export interface FormProps {
  brief: OrderBrief;
  input: FormInput;
  problems: DetailsProblems;
  /** Something that is wrong with no field in particular. */
  trouble?: string;
  /** Whether the customer is asked again, because the first answer was of no use. */
  sentBack: boolean;
  until?: string;
  timeZone: string;
  locale: Locale;
}

export function DetailsForm({ brief, input, problems, trouble, sentBack, until, timeZone, locale }: FormProps) {
  const said = words[locale];
  const field = (name: DetailsField) => (
    <Field name={name} value={input[name]} problem={problems[name]} locale={locale} />
  );
  const products = productsIn(locale, brief);
  const reseller = brief.reseller.name;
  return (
    <>
      <Summary problems={problems} trouble={trouble} locale={locale} />
      <h1>{said.title(products)}</h1>
      <p class="lead">{said.lead(reseller, products, brief.customer.name)}</p>
      {sentBack ? (
        <div class="notice warn">
          <p>{said.sentBack}</p>
        </div>
      ) : null}
      <section class="card" aria-labelledby="order-heading">
        <h2 id="order-heading">{said.order}</h2>
        <OrderFacts brief={brief} until={until} timeZone={timeZone} locale={locale} />
      </section>
      <form method="post" novalidate class="card">
        <fieldset>
          <legend>{said.administrator}</legend>
          <div class="pair">
            {field('firstName')}
            {field('lastName')}
          </div>
          {field('email')}
          {field('phone')}
          {field('companyName')}
          {field('country')}
          {field('language')}
        </fieldset>
        <p class="quiet">{said.privacy(reseller)}</p>
        <button type="submit">{said.send}</button>
      </form>
    </>
  );
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

interface SummaryProps {
  problems: DetailsProblems;
  trouble?: string | undefined;
  locale: Locale;
}

function Summary({ problems, trouble, locale }: SummaryProps) {
  const wrong = FIELD_ORDER.filter((field) => problems[field] !== undefined);
  if (wrong.length === 0 && trouble === undefined) return null;
  return (
    <div class="summary" role="alert" aria-labelledby="summary-heading" tabindex={-1} autofocus id="error-summary">
      <h2 id="summary-heading">{wrong.length > 0 ? words[locale].summary : words[locale].notSent}</h2>
      {trouble === undefined ? null : <p>{trouble}</p>}
      {wrong.length === 0 ? null : (
        <ul>
          {wrong.map((field) => (
            <li>
              <a href={`#${field}`}>{problems[field]}</a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

interface FieldProps {
  name: DetailsField;
  value: string;
  problem: string | undefined;
  locale: Locale;
}

function Field({ name, value, problem, locale }: FieldProps) {
  const said = words[locale];
  const { label, hint } = fieldWords[locale][name];
  const { autocomplete, type } = FIELD_KINDS[name];
  const describedBy = [hint && `${name}-hint`, problem && `${name}-error`].filter(Boolean).join(' ') || undefined;
  const wrong = problem === undefined ? undefined : 'true';
  return (
    <div class={problem === undefined ? 'field' : 'field wrong'}>
      <label for={name}>
        {label}
        {isRequired(name) ? null : <span class="quiet"> {said.optional}</span>}
      </label>
      {hint === undefined ? null : (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {problem === undefined ? null : (
        <p class="error" id={`${name}-error`}>
          <span class="visually-hidden">{said.error} </span>
          {problem}
        </p>
      )}
      {name === 'country' || name === 'language' ? (
        <select id={name} name={name} autocomplete={autocomplete} aria-describedby={describedBy} aria-invalid={wrong}>
          <option value="">{name === 'country' ? said.chooseCountry : said.chooseLanguage}</option>
          {choicesOf(locale, name, value).map(([code, text]) => (
            <option value={code} selected={code === value}>
              {text}
            </option>
          ))}
        </select>
      ) : (
        <input
          class={name === 'phone' ? 'short' : undefined}
          id={name}
          name={name}
          type={type ?? 'text'}
          value={value}
          autocomplete={autocomplete}
          spellcheck={false}
          aria-describedby={describedBy}
          aria-invalid={wrong}
          aria-required={isRequired(name) ? 'true' : undefined}
        />
      )}
    </div>
  );
}
