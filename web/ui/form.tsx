/** What the shop's forms are made of, after the GOV.UK pattern: a focused summary, the same words beside each field. */
import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import type { PanelEnv } from '../panel/context.ts';
import type { Locale } from '../site/locale.ts';

interface Words {
  problem: string;
  error: string;
  optional: string;
  back: string;
}

const words: Record<Locale, Words> = {
  en: { problem: 'There is a problem', error: 'Error:', optional: '(optional)', back: 'Back' },
  de: { problem: 'Etwas stimmt noch nicht', error: 'Fehler:', optional: '(freiwillig)', back: 'Zurück' },
};

/** What is wrong, and the id of the field which it is about. */
export interface FormError {
  field: string;
  text: string;
}

/** The title of a page, which says so first where something is wrong. */
export function titleOf(locale: Locale, title: string, wrong: boolean): string {
  return wrong ? `${words[locale].error} ${title}` : title;
}

/** A form's texts. Who sends a file where we asked for a text has sent nothing. */
export async function readTexts(c: Context<PanelEnv>): Promise<(name: string) => string> {
  const form = await c.req.parseBody();
  return (name) => {
    const value = form[name];
    return typeof value === 'string' ? value : '';
  };
}

export function ErrorSummary({ locale, errors, lead }: { locale: Locale; errors: readonly FormError[]; lead?: Child }) {
  if (errors.length === 0) return null;
  return (
    <div class="summary" role="alert" aria-labelledby="summary-heading" tabindex={-1} autofocus id="error-summary">
      <h2 id="summary-heading">{words[locale].problem}</h2>
      {lead === undefined ? null : <p>{lead}</p>}
      <ul>
        {errors.map(({ field, text }) => (
          <li>
            <a href={`#${field}`}>{text}</a>
          </li>
        ))}
      </ul>
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

export interface FieldProps {
  locale: Locale;
  /** Also its id. */
  name: string;
  label: Child;
  value: string;
  hint?: string | undefined;
  problem?: string | undefined;
  /** Default: it is required. */
  optional?: boolean;
  /** Every other attribute of the control. */
  type?: 'text' | 'email' | 'tel' | 'number';
  autocomplete?: string | undefined;
  short?: boolean;
  limits?: { min: number; max: number; step: number };
  /** Makes it a select. */
  choices?: readonly (readonly [value: string, text: string])[];
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
