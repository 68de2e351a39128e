/**
 * The rules for what people type in. Workflow code may not import zod (it would cost 0.8 MB for each waiting order),
 * so the rules are plain patterns here; the edges build their zod schemas from the same patterns, and a property
 * test holds the two against each other.
 */
import type { AdministratorDetails } from './order.ts';

/**
 * ISO 3166-1 alpha-2. One text, and no set made of it beforehand: every waiting order holds what its modules make when
 * they are loaded.
 */
const COUNTRY_CODES =
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ ' +
  'CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO ' +
  'FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE ' +
  'JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO ' +
  'MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW ' +
  'PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM ' +
  'TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW';

/** The codes of all countries. */
export function countries(): string[] {
  return COUNTRY_CODES.split(' ');
}

/** One field's rule: what it must match, how long it may be, and what to tell who got it wrong. */
export interface FieldRule {
  required: boolean;
  longest: number;
  pattern: RegExp;
  message: string;
}

/** A line of text: something visible; no control characters, and no half surrogates: mails, XML and logs break. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing control characters is the point
const TEXT = /^(?=.*\S)[^\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff\ud800-\udfff]+$/u;

/** The practical core of RFC 5321 addresses: what mail servers and the vendor accept as a login; ASCII only. */
export const EMAIL =
  /^(?=.{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/;

export const DETAILS_RULES: Readonly<Record<keyof AdministratorDetails, FieldRule>> = {
  firstName: { required: true, longest: 100, pattern: TEXT, message: 'Enter a first name of at most 100 characters' },
  lastName: { required: true, longest: 100, pattern: TEXT, message: 'Enter a last name of at most 100 characters' },
  email: {
    required: true,
    longest: 254,
    pattern: EMAIL,
    message: 'Enter an e-mail address in the form name@example.com',
  },
  phone: {
    required: false,
    longest: 16,
    pattern: /^\+[1-9]\d{6,14}$/,
    message: 'Enter a phone number with its country code, such as +4930123456',
  },
  companyName: {
    required: false,
    longest: 200,
    pattern: TEXT,
    message: 'Enter a company name of at most 200 characters',
  },
  country: {
    required: false,
    longest: 2,
    get pattern() {
      return new RegExp(`^(?:${COUNTRY_CODES.replaceAll(' ', '|')})$`);
    },
    message: 'Enter a country as two capital letters, such as DE',
  },
  language: {
    required: false,
    longest: 35,
    pattern: /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/,
    message: 'Enter a language code, such as en or de-AT',
  },
};

export type DetailsField = keyof AdministratorDetails;

const FIELDS = Object.keys(DETAILS_RULES) as DetailsField[];

export type DetailsProblems = Partial<Record<DetailsField, string>>;

/** What is wrong with a value that claims to be details, by field; `undefined` if it is not an object at all. */
export function problemsOfDetails(value: unknown): DetailsProblems | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const given = value as Record<string, unknown>;
  const problems: DetailsProblems = {};
  for (const field of FIELDS) {
    const rule = DETAILS_RULES[field];
    const content = given[field];
    if (content === undefined && !rule.required) continue;
    if (typeof content !== 'string' || content.length > rule.longest || !rule.pattern.test(content)) {
      problems[field] = rule.message;
    }
  }
  return problems;
}

/** Whether a value is complete, valid details. Unknown fields are not an error; {@link pickDetails} drops them. */
export function isAdministratorDetails(value: unknown): value is AdministratorDetails {
  const problems = problemsOfDetails(value);
  return problems !== undefined && Object.keys(problems).length === 0;
}

/** The known fields only, always in the same order, so that equal details are equal as JSON. */
export function pickDetails(details: AdministratorDetails): AdministratorDetails {
  const known: Partial<AdministratorDetails> = {};
  for (const field of FIELDS) if (details[field] !== undefined) known[field] = details[field];
  return known as AdministratorDetails;
}

export function sameDetails(one: AdministratorDetails, other: AdministratorDetails): boolean {
  return JSON.stringify(pickDetails(one)) === JSON.stringify(pickDetails(other));
}
