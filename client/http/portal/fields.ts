/** The fields of the form: what people typed, made into details, and what is wrong with it. */
import {
  COUNTRIES,
  DETAILS_RULES,
  type DetailsField,
  type DetailsProblems,
  problemsOfDetails,
} from '../../../workflows/contract/details.ts';
import type { AdministratorDetails } from '../../../workflows/contract/order.ts';

/** What stands in each field, as text; an empty field is the empty text. */
export type FormInput = Record<DetailsField, string>;

export interface FieldText {
  label: string;
  hint?: string;
  /** WCAG 1.3.5: what browsers and assistants may fill in. */
  autocomplete: string;
  type?: 'text' | 'email' | 'tel';
}

/** In the order of the form, which is also the order of the error summary. */
export const FIELD_TEXTS: Readonly<Record<DetailsField, FieldText>> = {
  firstName: { label: 'First name', autocomplete: 'given-name' },
  lastName: { label: 'Last name', autocomplete: 'family-name' },
  email: {
    label: 'E-mail address',
    hint: 'The administrator signs in with it, and the vendor writes to it.',
    autocomplete: 'email',
    type: 'email',
  },
  phone: {
    label: 'Phone number',
    hint: 'With the country code, such as +49 30 123456',
    autocomplete: 'tel',
    type: 'tel',
  },
  companyName: { label: 'Company name', autocomplete: 'organization' },
  country: { label: 'Country', autocomplete: 'country' },
  language: { label: 'Language', hint: 'In which the vendor should write', autocomplete: 'language' },
};

export const FIELD_ORDER = Object.keys(FIELD_TEXTS) as DetailsField[];

const regions = new Intl.DisplayNames(['en'], { type: 'region' });
const languages = new Intl.DisplayNames(['en'], { type: 'language' });

type Choice = readonly [code: string, name: string];

function sorted(codes: Iterable<string>, names: Intl.DisplayNames): Choice[] {
  return [...codes]
    .map((code): Choice => [code, names.of(code) ?? code])
    .sort(([, a], [, b]) => a.localeCompare(b, 'en'));
}

const COUNTRY_CHOICES = sorted(COUNTRIES, regions);
const LANGUAGE_CHOICES = sorted(
  'bg cs da de el en en-GB es et fi fr ga hr hu is it ja ko lt lv mt nb nl pl pt pt-BR ro sk sl sv tr uk zh'.split(' '),
  languages,
);

/** What a select offers. A value that was sent and is none of them stays on offer, so that no input is lost. */
export function choicesOf(field: 'country' | 'language', value: string): readonly Choice[] {
  const choices = field === 'country' ? COUNTRY_CHOICES : LANGUAGE_CHOICES;
  return value === '' || choices.some(([code]) => code === value) ? choices : [...choices, [value, value]];
}

/** Reads a form's fields as text; fields that we did not ask for are dropped, files are nothing. */
export function readForm(form: Record<string, unknown>): FormInput {
  const text = (field: DetailsField) => (typeof form[field] === 'string' ? form[field] : '');
  return Object.fromEntries(FIELD_ORDER.map((field) => [field, text(field)])) as FormInput;
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

/** What is wrong, in words for the person at the form; empty if nothing is. */
export function problemsOfInput(details: Partial<AdministratorDetails>): DetailsProblems {
  const problems = problemsOfDetails(details) ?? {};
  if (problems.country) problems.country = 'Select a country';
  if (problems.language) problems.language = 'Select a language';
  return problems;
}

export function isRequired(field: DetailsField): boolean {
  return DETAILS_RULES[field].required;
}
