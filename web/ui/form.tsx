/** What forms are made of, after the GOV.UK pattern: a focused summary, the same words beside each field, input kept. */
import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import type { Locale } from '../site/locale.ts';

const en = { problem: 'There is a problem', error: 'Error:', optional: '(optional)', back: 'Back' };
type Words = typeof en;

const de: Words = {
  problem: 'Etwas stimmt noch nicht',
  error: 'Fehler:',
  optional: '(freiwillig)',
  back: 'Zurück',
};

/** @public A test compares the languages. */
export const words: Record<Locale, Words> = { en, de };

/** What is wrong, and the id of the field which it is about. */
export interface FormError {
  field: string;
  text: string;
}

/** What input means, or what is wrong with it. */
export type Read<Meaning> = { meaning: Meaning } | { errors: FormError[] };

/** The title of a page, which says so first where something is wrong. */
export function titleOf(locale: Locale, title: string, wrong: boolean): string {
  return wrong ? `${words[locale].error} ${title}` : title;
}

/** What stands in a field, by the field's name; the empty text if nothing does. */
export type Texts = (name: string) => string;

/** Fields as texts. Who sends a file where we asked for a text has sent nothing. */
export function textsOf(fields: Readonly<Record<string, unknown>>): Texts {
  return (name) => {
    const value = fields[name];
    return typeof value === 'string' ? value : '';
  };
}

/** The texts of the form that was sent. */
export async function readTexts(c: Context): Promise<Texts> {
  return textsOf(await c.req.parseBody());
}

/** The input of a form with these fields, whatever else was sent with it. */
export function inputOf<Field extends string>(fields: readonly Field[], texts: Texts): Record<Field, string> {
  return Object.fromEntries(fields.map((field) => [field, texts(field)])) as Record<Field, string>;
}

interface ErrorSummaryProps {
  locale: Locale;
  errors: readonly FormError[];
  /** What to say instead of "There is a problem". */
  heading?: string;
  /** What is wrong with no field in particular, or what the errors mean together. */
  lead?: string;
}

export function ErrorSummary({ locale, errors, heading = words[locale].problem, lead }: ErrorSummaryProps) {
  if (errors.length === 0 && lead === undefined) return null;
  return (
    <div class="summary" role="alert" aria-labelledby="summary-heading" tabindex={-1} autofocus id="error-summary">
      <h2 id="summary-heading">{heading}</h2>
      {lead === undefined ? null : <p>{lead}</p>}
      {errors.length === 0 ? null : (
        <ul>
          {errors.map(({ field, text }) => (
            <li>
              <a href={`#${field}`}>{text}</a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

export function ErrorText({ locale, id, children }: { locale: Locale; id: string; children: Child }) {
  return (
    <p class="error" id={id}>
      <span class="visually-hidden">{words[locale].error} </span>
      {children}
    </p>
  );
}

export function BackLink({ locale, href }: { locale: Locale; href: string }) {
  return (
    <p class="back">
      <a href={href}>{words[locale].back}</a>
    </p>
  );
}

/** What a select offers. */
export type Choice = readonly [value: string, text: string];

export interface FieldProps {
  locale: Locale;
  /** Also its id. */
  name: string;
  label: Child;
  value: string;
  hint?: string;
  problem?: string;
  /** Default: it is required. */
  optional?: boolean;
  type?: 'text' | 'email' | 'password' | 'tel' | 'number';
  /** WCAG 1.3.5: what browsers and assistants may fill in. */
  autocomplete?: string;
  short?: boolean;
  limits?: { min: number; max: number; step: number };
  /** Makes it a select. */
  choices?: readonly Choice[];
}

export function Field(props: FieldProps) {
  const { locale, name, label, value, hint, problem, optional, choices } = props;
  const describedBy = [hint && `${name}-hint`, problem && `${name}-error`].filter(Boolean).join(' ') || undefined;
  const control = {
    id: name,
    name,
    autocomplete: props.autocomplete,
    'aria-describedby': describedBy,
    'aria-invalid': problem === undefined ? undefined : ('true' as const),
    'aria-required': optional ? undefined : ('true' as const),
  };
  return (
    <div class={problem === undefined ? 'field' : 'field wrong'}>
      <label for={name}>
        {label}
        {optional ? <span class="quiet"> {words[locale].optional}</span> : null}
      </label>
      {hint === undefined ? null : (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {problem === undefined ? null : (
        <ErrorText locale={locale} id={`${name}-error`}>
          {problem}
        </ErrorText>
      )}
      {choices === undefined ? (
        <input
          {...control}
          {...props.limits}
          class={props.short ? 'short' : undefined}
          type={props.type ?? 'text'}
          value={value}
          spellcheck={false}
        />
      ) : (
        <select {...control}>
          {choices.map(([code, text]) => (
            <option value={code} selected={code === value}>
              {text}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}
