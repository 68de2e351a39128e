/** The fields of an administrator's details, in every form that asks for them. */
import type { DetailsField } from '../../workflows/contract/details.ts';
import type { Locale } from '../site/locale.ts';
import { type Choice, Field, type FieldProps, type FormError } from '../ui/form.tsx';
import { words as fieldWords } from './field-words.ts';
import { choicesOf, type FormInput, isRequired } from './fields.ts';

const en = { choose: 'Choose', chooseOwn: { country: 'Choose a country', language: 'Choose a language' } };
type Words = typeof en;

const de: Words = {
  choose: 'Bitte wählen',
  chooseOwn: { country: 'Land auswählen', language: 'Sprache auswählen' },
};

/** @public A test compares the languages. */
export const words: Record<Locale, Words> = { en, de };

/** What each control is beside a line of text; the names are those that browsers and assistants know (WCAG 1.3.5). */
const CONTROLS: Record<DetailsField, Pick<FieldProps, 'autocomplete' | 'type' | 'short'>> = {
  firstName: { autocomplete: 'given-name' },
  lastName: { autocomplete: 'family-name' },
  email: { autocomplete: 'email', type: 'email' },
  phone: { autocomplete: 'tel', type: 'tel', short: true },
  companyName: { autocomplete: 'organization' },
  country: { autocomplete: 'country' },
  language: { autocomplete: 'language' },
};

interface DetailsFieldsProps {
  locale: Locale;
  input: FormInput;
  errors: readonly FormError[];
  /** Whether they are about whoever fills them in; else a browser that fills in what it knows of itself misleads. */
  own?: boolean;
}

export function DetailsFields({ locale, input, errors, own = false }: DetailsFieldsProps) {
  const field = (name: DetailsField) => {
    const { label, hint } = fieldWords[locale][name];
    const { autocomplete, type, short } = CONTROLS[name];
    return (
      <Field
        locale={locale}
        name={name}
        label={label}
        hint={hint}
        value={input[name]}
        problem={errors.find((error) => error.field === name)?.text}
        optional={!isRequired(name)}
        type={type}
        autocomplete={own ? autocomplete : 'off'}
        short={short}
        choices={choices(name)}
      />
    );
  };
  function choices(name: DetailsField): Choice[] | undefined {
    if (name !== 'country' && name !== 'language') return undefined;
    const { choose, chooseOwn } = words[locale];
    return [['', own ? chooseOwn[name] : choose], ...choicesOf(locale, name, input[name])];
  }
  return (
    <>
      <div class="pair">
        {field('firstName')}
        {field('lastName')}
      </div>
      {field('email')}
      {field('phone')}
      {field('companyName')}
      {field('country')}
      {field('language')}
    </>
  );
}
