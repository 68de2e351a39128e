/** The fields of an administrator's details: the portal's, in a form that somebody else fills in. */
import type { DetailsField, DetailsProblems } from '../../workflows/contract/details.ts';
import type { Locale } from '../site/locale.ts';
import { Field } from '../ui/form.tsx';
import { words as fieldWords } from './field-words.ts';
import { choicesOf, FIELD_KINDS, type FormInput, isRequired } from './fields.ts';

const words: Record<Locale, { choose: string }> = { en: { choose: 'Choose' }, de: { choose: 'Bitte wählen' } };

interface DetailsFieldsProps {
  locale: Locale;
  input: FormInput;
  problems: DetailsProblems;
}

export function DetailsFields({ locale, input, problems }: DetailsFieldsProps) {
  const field = (name: DetailsField) => {
    const { label, hint } = fieldWords[locale][name];
    const { type } = FIELD_KINDS[name];
    const isChoice = name === 'country' || name === 'language';
    return (
      <Field
        locale={locale}
        name={name}
        label={label}
        hint={hint}
        value={input[name]}
        problem={problems[name]}
        optional={!isRequired(name)}
        // The administrator is somebody else: a browser that fills in the reseller's own details misleads.
        autocomplete="off"
        short={name === 'phone'}
        {...(type === undefined ? {} : { type })}
        {...(isChoice ? { choices: [['', words[locale].choose], ...choicesOf(locale, name, input[name])] } : {})}
      />
    );
  };
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
