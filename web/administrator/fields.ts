/** The administrator's fields: what people typed (input), made into details, and what is wrong with them. */
import {
  countries,
  DETAILS_RULES,
  type DetailsField,
  type DetailsProblems,
  isAdministratorDetails,
  problemsOfDetails,
} from '../../workflows/contract/details.ts';
import type { AdministratorDetails } from '../../workflows/contract/order.ts';
import type { Locale } from '../site/locale.ts';
import { type Choice, type FormError, inputOf, textsOf } from '../ui/form.tsx';
import { words } from './field-words.ts';

/** What was typed into each field; an empty field is the empty text. */
export type FormInput = Record<DetailsField, string>;

/** In the order of the form, which is also that of the error summary and of the facts. Named in `field-words.ts`. */
export const FIELD_ORDER: readonly DetailsField[] = [
  'firstName',
  'lastName',
  'email',
  'phone',
  'companyName',
  'country',
  'language',
];

const LANGUAGES =
  'bg cs da de el en en-GB es et fi fr ga hr hu is it ja ko lt lv mt nb nl pl pt pt-BR ro sk sl sv tr uk zh'.split(' ');

function sorted(locale: Locale, codes: Iterable<string>, type: 'region' | 'language'): Choice[] {
  const names = new Intl.DisplayNames([locale], { type });
  return [...codes]
    .map((code): Choice => [code, names.of(code) ?? code])
    .sort(([, a], [, b]) => a.localeCompare(b, locale));
}

const choicesIn = (locale: Locale) => ({
  country: sorted(locale, countries(), 'region'),
  language: sorted(locale, LANGUAGES, 'language'),
});

const CHOICES: Record<Locale, ReturnType<typeof choicesIn>> = { en: choicesIn('en'), de: choicesIn('de') };

/** What a select offers. A value that was sent and is none of them stays on offer, so that no input is lost. */
export function choicesOf(locale: Locale, field: 'country' | 'language', value: string): readonly Choice[] {
  const choices = CHOICES[locale][field];
  return value === '' || choices.some(([code]) => code === value) ? choices : [...choices, [value, value]];
}

/** The input of a form, or of details that are known already; other fields are dropped. */
export function readForm(form: Partial<Record<DetailsField, unknown>>): FormInput {
  return inputOf(FIELD_ORDER, textsOf(form));
}

/** How people write phone numbers: with spaces, dashes, dots, brackets, and 00 for the plus sign. */
function plainPhone(text: string): string {
  return text.replace(/[\s\-‐-―.()/]/gu, '').replace(/^00/, '+');
}

/** The details that an input means: trimmed, optional fields left out when empty, the phone in E.164. */
export function detailsOf(input: FormInput): Partial<AdministratorDetails> {
  const details: Partial<AdministratorDetails> = {};
  for (const field of FIELD_ORDER) {
    const trimmed = input[field].normalize('NFC').trim();
    const value = field === 'phone' ? plainPhone(trimmed) : trimmed;
    if (value !== '') details[field] = value;
  }
  return details;
}

/** What the contract finds wrong, in words for the person at the form; empty if nothing is. */
function problemsOfInput(locale: Locale, details: Partial<AdministratorDetails>): DetailsProblems {
  const found = problemsOfDetails(details) ?? {};
  const problems: DetailsProblems = {};
  for (const field of FIELD_ORDER) if (found[field] !== undefined) problems[field] = words[locale][field].problem;
  return problems;
}

export type ReadDetails =
  | { details: AdministratorDetails; problems?: undefined }
  | { details?: undefined; problems: DetailsProblems };

/** The valid details that an input means, or what is wrong with it. */
export function readDetails(locale: Locale, input: FormInput): ReadDetails {
  const details = detailsOf(input);
  return isAdministratorDetails(details) ? { details } : { problems: problemsOfInput(locale, details) };
}

/** Problems as an error summary lists them. */
export function errorsOf(problems: DetailsProblems): FormError[] {
  return FIELD_ORDER.flatMap((field) => {
    const text = problems[field];
    return text === undefined ? [] : [{ field, text }];
  });
}

export function isRequired(field: DetailsField): boolean {
  return DETAILS_RULES[field].required;
}
