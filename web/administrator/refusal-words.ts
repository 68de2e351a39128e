/** Why the vendor did not take a field, in words for whoever can change it. */
import type { RefusalCode } from '../../workflows/contract/failures.ts';
import type { Locale } from '../site/locale.ts';

/** Each is told the field's label, and what the vendor said, for where the code says too little. */
type Words = Record<RefusalCode, (label: string, said: string) => string>;

const en: Words = {
  addressInUse: (label) => `${label}: already in use at the vendor. Enter another one`,
  invalid: (label) => `${label}: the vendor does not accept this. Please change it`,
  tooLong: (label) => `${label}: too long for the vendor. Enter a shorter one`,
  other: (label, said) => `${label}: the vendor does not accept this (“${said}”). Please change it`,
};

const de: Words = {
  addressInUse: (label) => `${label}: wird beim Hersteller schon verwendet. Geben Sie eine andere ein`,
  invalid: (label) => `${label}: wird vom Hersteller nicht angenommen. Bitte ändern Sie die Angabe`,
  tooLong: (label) => `${label}: ist dem Hersteller zu lang. Bitte kürzen Sie die Angabe`,
  other: (label, said) => `${label}: wird vom Hersteller nicht angenommen („${said}“). Bitte ändern Sie die Angabe`,
};

export const words: Record<Locale, Words> = { en, de };
