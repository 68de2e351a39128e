/** The form, after the GOV.UK pattern for errors: a focused summary, the same words beside each field, input kept. */
import type { DetailsField, DetailsProblems } from '../../../workflows/contract/details.ts';
import type { OrderBrief } from '../../../workflows/contract/record.ts';
import { Instant } from '../pages/layout.tsx';
import { choicesOf, FIELD_ORDER, FIELD_TEXTS, type FormInput, isRequired } from './fields.ts';

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
}

export function DetailsForm({ brief, input, problems, trouble, sentBack, until, timeZone }: FormProps) {
  const field = (name: DetailsField) => <Field name={name} value={input[name]} problem={problems[name]} />;
  const products = brief.lines.map((line) => line.productName).join(' and ');
  return (
    <>
      <Summary problems={problems} trouble={trouble} />
      <h1>Who will administer {products}?</h1>
      <p class="lead">
        {brief.reseller.name} has ordered {products} for {brief.customer.name}. To set it up, we need to know who will
        administer it.
      </p>
      {sentBack ? (
        <div class="notice warn">
          <p>The vendor could not use these details. Please check them and send them again.</p>
        </div>
      ) : null}
      <section class="card" aria-labelledby="order-heading">
        <h2 id="order-heading">The order</h2>
        <OrderFacts brief={brief} until={until} timeZone={timeZone} />
      </section>
      <form method="post" novalidate class="card">
        <fieldset>
          <legend>The administrator</legend>
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
        <p class="quiet">
          We pass these details to the vendor, who makes an account for the administrator. {brief.reseller.name} sees
          them too.
        </p>
        <button type="submit">Send the details</button>
      </form>
    </>
  );
}

/** What was ordered; names no person, since links get forwarded. */
export function OrderFacts({ brief, until, timeZone }: Pick<FormProps, 'brief' | 'until' | 'timeZone'>) {
  return (
    <dl class="facts">
      <dt>Order number</dt>
      <dd>{brief.orderId}</dd>
      <dt>Ordered</dt>
      <dd>
        <ul>
          {brief.lines.map((line) => (
            <li>
              {line.productName}, {seats(line.quantity)}
            </li>
          ))}
        </ul>
      </dd>
      <dt>For</dt>
      <dd>{brief.customer.name}</dd>
      <dt>By</dt>
      <dd>{brief.reseller.name}</dd>
      {brief.purchaseOrderNumber === undefined ? null : (
        <>
          <dt>Your purchase order</dt>
          <dd>{brief.purchaseOrderNumber}</dd>
        </>
      )}
      {until === undefined ? null : (
        <>
          <dt>Please answer by</dt>
          <dd>
            <Instant at={until} timeZone={timeZone} />
          </dd>
        </>
      )}
    </dl>
  );
}

function seats(quantity: number): string {
  return quantity === 1 ? '1 seat' : `${quantity} seats`;
}

function Summary({ problems, trouble }: { problems: DetailsProblems; trouble?: string | undefined }) {
  const wrong = FIELD_ORDER.filter((field) => problems[field] !== undefined);
  if (wrong.length === 0 && trouble === undefined) return null;
  return (
    <div class="summary" role="alert" aria-labelledby="summary-heading" tabindex={-1} autofocus id="error-summary">
      <h2 id="summary-heading">{wrong.length > 0 ? 'There is a problem' : 'Your details were not sent'}</h2>
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

function Field({ name, value, problem }: { name: DetailsField; value: string; problem: string | undefined }) {
  const { label, hint, autocomplete, type } = FIELD_TEXTS[name];
  const describedBy = [hint && `${name}-hint`, problem && `${name}-error`].filter(Boolean).join(' ') || undefined;
  const wrong = problem === undefined ? undefined : 'true';
  return (
    <div class={problem === undefined ? 'field' : 'field wrong'}>
      <label for={name}>
        {label}
        {isRequired(name) ? null : <span class="quiet"> (optional)</span>}
      </label>
      {hint === undefined ? null : (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {problem === undefined ? null : (
        <p class="error" id={`${name}-error`}>
          <span class="visually-hidden">Error: </span>
          {problem}
        </p>
      )}
      {name === 'country' || name === 'language' ? (
        <select id={name} name={name} autocomplete={autocomplete} aria-describedby={describedBy} aria-invalid={wrong}>
          <option value="">{name === 'country' ? 'Choose a country' : 'Choose a language'}</option>
          {choicesOf(name, value).map(([code, text]) => (
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
