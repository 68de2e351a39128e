/** The form of a new customer: what was typed, made into a customer by the API's rules, and what is wrong with it. */
import type { Customer } from '../../../store/store.ts';
import { CustomerBody } from '../../rules/bodies.ts';
import type { Locale } from '../../site/locale.ts';
import type { FormError, Read } from '../../ui/form.tsx';
import { countryName, postalCodeIn } from './countries.ts';

export const FIELDS = [
  'name',
  'country',
  'street',
  'postalCode',
  'city',
  'adminName',
  'adminEmail',
  'adminLanguage',
  'billingName',
  'billingEmail',
  'technicalName',
  'technicalEmail',
] as const;
export type CustomerField = (typeof FIELDS)[number];

export type CustomerInput = Record<CustomerField, string>;

export type NewCustomer = Pick<Customer, 'name' | 'address' | 'contacts'>;

const contact = {
  en: {
    name: (whose: string) => `Enter the name of the ${whose} contact, of at most 200 characters`,
    email: (whose: string) => `Enter the e-mail address of the ${whose} contact in the form name@example.com`,
  },
  de: {
    name: (whose: string) => `Geben Sie den Namen des ${whose} ein, mit höchstens 200 Zeichen`,
    email: (whose: string) => `Geben Sie die E-Mail-Adresse des ${whose} ein, in der Form name@example.com`,
  },
};

const en = {
  name: 'Enter the company’s name, of at most 200 characters',
  country: 'Choose a country',
  street: 'Enter street and number, of at most 200 characters',
  postalCode: 'Enter a postal code of at most 20 characters',
  city: 'Enter a town or city of at most 100 characters',
  adminName: contact.en.name('admin'),
  adminEmail: contact.en.email('admin'),
  adminLanguage: 'Choose a language',
  billingName: contact.en.name('billing'),
  billingEmail: contact.en.email('billing'),
  technicalName: contact.en.name('technical'),
  technicalEmail: contact.en.email('technical'),
  postalCodeIn: (country: string, example: string) => `Enter a postal code as in ${country}, such as ${example}`,
};
type Words = typeof en;

const de: Words = {
  name: 'Geben Sie den Namen der Firma ein, mit höchstens 200 Zeichen',
  country: 'Wählen Sie ein Land',
  street: 'Geben Sie Straße und Hausnummer ein, mit höchstens 200 Zeichen',
  postalCode: 'Geben Sie eine Postleitzahl ein, mit höchstens 20 Zeichen',
  city: 'Geben Sie einen Ort ein, mit höchstens 100 Zeichen',
  adminName: contact.de.name('Admin-Kontakts'),
  adminEmail: contact.de.email('Admin-Kontakts'),
  adminLanguage: 'Wählen Sie eine Sprache',
  billingName: contact.de.name('Rechnungskontakts'),
  billingEmail: contact.de.email('Rechnungskontakts'),
  technicalName: contact.de.name('technischen Kontakts'),
  technicalEmail: contact.de.email('technischen Kontakts'),
  postalCodeIn: (country, example) =>
    `Geben Sie eine Postleitzahl ein, wie sie in ${country} üblich ist, etwa ${example}`,
};

/** @public A test compares the languages. */
export const words: Record<Locale, Words> = { en, de };

/** The customer that an input means, or what is wrong with it, in the order of the form. */
export function customerOf(locale: Locale, input: CustomerInput): Read<NewCustomer> {
  const text = words[locale];
  const clean = (field: CustomerField) => input[field].normalize('NFC').trim();
  const contactIn = (name: CustomerField, email: CustomerField) => {
    const who = { name: clean(name), email: clean(email) };
    return who.name === '' && who.email === '' ? undefined : who;
  };
  const postal = postalCodeIn(clean('country'), clean('postalCode'));
  const parsed = CustomerBody.safeParse({
    name: clean('name'),
    address: {
      street: clean('street'),
      city: clean('city'),
      postalCode: 'postalCode' in postal ? postal.postalCode : clean('postalCode'),
      country: clean('country'),
    },
    contacts: {
      admin: { name: clean('adminName'), email: clean('adminEmail'), language: clean('adminLanguage') || undefined },
      billing: contactIn('billingName', 'billingEmail'),
      technical: contactIn('technicalName', 'technicalEmail'),
    },
  });
  if (parsed.success && 'postalCode' in postal) return { meaning: parsed.data };
  const wrong = new Map<CustomerField, string>();
  for (const { path } of parsed.error?.issues ?? []) {
    const field = fieldOf(path);
    if (field !== undefined) wrong.set(field, text[field]);
  }
  if ('example' in postal) {
    wrong.set('postalCode', text.postalCodeIn(countryName(locale, clean('country')), postal.example));
  }
  return { errors: FIELDS.flatMap((field) => errorIn(field, wrong.get(field))) };
}

function errorIn(field: CustomerField, text: string | undefined): FormError[] {
  return text === undefined ? [] : [{ field, text }];
}

/** The field that fills a place of the API's body. */
function fieldOf(path: readonly PropertyKey[]): CustomerField | undefined {
  const [where, what, part] = path.map(String);
  const name = where === 'contacts' ? `${what}${part === undefined ? 'Name' : capital(part)}` : (what ?? where);
  return FIELDS.find((field) => field === name);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
