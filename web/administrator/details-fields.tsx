/** The fields of an administrator's details, in every form that asks for them. */
import type { DetailsField } from '../../workflows/contract/details.ts';
import type { Locale } from '../site/locale.ts';
import { type Choice, Field, type FormError } from '../ui/form.tsx';
import { words as fieldWords } from './field-words.ts';
import { choicesOf, FIELD_KINDS, type FormInput, isRequired } from './fields.ts';

const en = { choose: 'Choose', chooseOwn: { country: 'Choose a country', language: 'Choose a language' } };
type Words = typeof en;

const de: Words = {
  choose: 'Bitte wählen',
  chooseOwn: { country: 'Land auswählen', language: 'Sprache auswählen' },
};

/** @public A test compares the languages. */
export const words: Record<Locale, Words> = { en, de };

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
    const { autocomplete, type } = FIELD_KINDS[name];
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
        short={name === 'phone'}
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
