/** What the form's fields are called, and what to tell who got one wrong, in each language. */
import { DETAILS_RULES, type DetailsField } from '../../workflows/contract/details.ts';
import type { Locale } from '../site/locale.ts';

interface FieldWords {
  label: string;
  hint?: string;
  /** What is wrong: the contract's own words are English, and name codes where the form has lists. */
  problem: string;
}

type Words = Record<DetailsField, FieldWords>;

/** With spaces at which no line breaks. */
const EXAMPLE = '+49\u00a030\u00a0123456';

const en: Words = {
  firstName: { label: 'First name', problem: DETAILS_RULES.firstName.message },
  lastName: { label: 'Last name', problem: DETAILS_RULES.lastName.message },
  email: {
    label: 'E-mail address',
    hint: 'The administrator signs in with it, and the vendor writes to it.',
    problem: DETAILS_RULES.email.message,
  },
  phone: {
    label: 'Phone number',
    hint: `With the country code, such as ${EXAMPLE}`,
    problem: DETAILS_RULES.phone.message,
  },
  companyName: { label: 'Company name', problem: DETAILS_RULES.companyName.message },
  country: { label: 'Country', problem: 'Select a country' },
  language: { label: 'Language', hint: 'In which the vendor should write', problem: 'Select a language' },
};

const de: Words = {
  firstName: { label: 'Vorname', problem: 'Geben Sie einen Vornamen mit höchstens 100 Zeichen ein' },
  lastName: { label: 'Nachname', problem: 'Geben Sie einen Nachnamen mit höchstens 100 Zeichen ein' },
  email: {
    label: 'E-Mail-Adresse',
    hint: 'Damit meldet sich der Administrator an, und dorthin schreibt der Hersteller.',
    problem: 'Geben Sie eine E-Mail-Adresse in der Form name@beispiel.de ein',
  },
  phone: {
    label: 'Telefonnummer',
    hint: `Mit Landesvorwahl, zum Beispiel ${EXAMPLE}`,
    problem: `Geben Sie eine Telefonnummer mit Landesvorwahl ein, zum Beispiel ${EXAMPLE}`,
  },
  companyName: { label: 'Firmenname', problem: 'Geben Sie einen Firmennamen mit höchstens 200 Zeichen ein' },
  country: { label: 'Land', problem: 'Wählen Sie ein Land aus' },
  language: {
    label: 'Sprache',
    hint: 'In dieser Sprache soll der Hersteller schreiben.',
    problem: 'Wählen Sie eine Sprache aus',
  },
};

export const words: Record<Locale, Words> = { en, de };
