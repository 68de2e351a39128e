/** The form of a new customer: what was typed, made into a customer by the API's rules, and what is wrong with it. */
import type { Customer } from '../../../store/store.ts';
import { CustomerBody } from '../../rules/bodies.ts';
import type { Locale } from '../../site/locale.ts';
import type { FormError } from '../../ui/form.tsx';
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

type Problems = Record<Exclude<CustomerField, 'adminLanguage'>, string> & {
  postalCodeIn: (country: string, example: string) => string;
};

const contactProblems = {
  en: {
    name: 'Enter the name of the contact, of at most 200 characters',
    email: 'Enter the e-mail address of the contact in the form name@example.com',
  },
  de: {
    name: 'Geben Sie den Namen des Kontakts ein, mit höchstens 200 Zeichen',
    email: 'Geben Sie die E-Mail-Adresse des Kontakts ein, in der Form name@example.com',
  },
};

const words: Record<Locale, Problems> = {
  en: {
    name: 'Enter the company’s name, of at most 200 characters',
    country: 'Choose a country',
    street: 'Enter street and number, of at most 200 characters',
    postalCode: 'Enter a postal code of at most 20 characters',
    city: 'Enter a town or city of at most 100 characters',
    adminName: 'Enter the name of the admin contact, of at most 200 characters',
    adminEmail: 'Enter the e-mail address of the admin contact in the form name@example.com',
    billingName: contactProblems.en.name.replace('the contact', 'the billing contact'),
    billingEmail: contactProblems.en.email.replace('the contact', 'the billing contact'),
    technicalName: contactProblems.en.name.replace('the contact', 'the technical contact'),
    technicalEmail: contactProblems.en.email.replace('the contact', 'the technical contact'),
    postalCodeIn: (country, example) => `Enter a postal code as in ${country}, such as ${example}`,
  },
  de: {
    name: 'Geben Sie den Namen der Firma ein, mit höchstens 200 Zeichen',
    country: 'Wählen Sie ein Land',
    street: 'Geben Sie Straße und Hausnummer ein, mit höchstens 200 Zeichen',
    postalCode: 'Geben Sie eine Postleitzahl ein, mit höchstens 20 Zeichen',
    city: 'Geben Sie einen Ort ein, mit höchstens 100 Zeichen',
    adminName: 'Geben Sie den Namen des Admin-Kontakts ein, mit höchstens 200 Zeichen',
    adminEmail: 'Geben Sie die E-Mail-Adresse des Admin-Kontakts ein, in der Form name@example.com',
    billingName: contactProblems.de.name.replace('des Kontakts', 'des Rechnungskontakts'),
    billingEmail: contactProblems.de.email.replace('des Kontakts', 'des Rechnungskontakts'),
    technicalName: contactProblems.de.name.replace('des Kontakts', 'des technischen Kontakts'),
    technicalEmail: contactProblems.de.email.replace('des Kontakts', 'des technischen Kontakts'),
    postalCodeIn: (country, example) =>
      `Geben Sie eine Postleitzahl ein, wie sie in ${country} üblich ist, etwa ${example}`,
  },
};

export function readCustomer(text: (name: string) => string): CustomerInput {
  return Object.fromEntries(FIELDS.map((field) => [field, text(field)])) as CustomerInput;
}

/** The customer that an input means, or what is wrong with it, in the order of the form. */
export function customerOf(locale: Locale, input: CustomerInput): { customer: NewCustomer } | { errors: FormError[] } {
  const text = words[locale];
  const clean = (field: CustomerField) => input[field].normalize('NFC').trim();
  const contact = (name: CustomerField, email: CustomerField, language = '') => {
    const who = { name: clean(name), email: clean(email), ...(language && { language }) };
    return who.name === '' && who.email === '' ? undefined : who;
  };
  const postal = postalCodeIn(clean('country'), clean('postalCode'));
  const billing = contact('billingName', 'billingEmail');
  const technical = contact('technicalName', 'technicalEmail');
  const parsed = CustomerBody.safeParse({
    name: clean('name'),
    address: {
      street: clean('street'),
      city: clean('city'),
      postalCode: 'postalCode' in postal ? postal.postalCode : clean('postalCode'),
      country: clean('country'),
    },
    contacts: {
      admin: contact('adminName', 'adminEmail', clean('adminLanguage')) ?? { name: '', email: '' },
      ...(billing && { billing }),
      ...(technical && { technical }),
    },
  });
  if (parsed.success && 'postalCode' in postal) return { customer: parsed.data as NewCustomer };
  const wrong = new Map<CustomerField, string>();
  for (const { path } of parsed.error?.issues ?? []) {
    const field = fieldOf(path);
    if (field !== undefined) wrong.set(field, field === 'adminLanguage' ? text.adminEmail : text[field]);
  }
  if ('example' in postal) {
    wrong.set('postalCode', text.postalCodeIn(countryName(locale, clean('country')), postal.example));
  }
  return { errors: FIELDS.flatMap((field) => (wrong.has(field) ? [{ field, text: wrong.get(field) as string }] : [])) };
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
