/** Why a line of an order was not set up whose other lines are kept. */
import type { FailedLine } from '../../workflows/contract/causes.ts';
import { unreachable } from '../../workflows/contract/states.ts';
import type { Locale } from '../site/locale.ts';
import { words as causeWords } from './causes.ts';

const en = {
  refused: (why: string) => `The vendor refused it: ${why}.`,
  givenUp: 'It was on hold, and was given up.',
  customerNoResponse: 'Nobody corrected in time what the vendor had refused.',
};

type Words = typeof en;

const de: Words = {
  refused: (why) => `${why}.`,
  givenUp: 'Es war angehalten und wurde aufgegeben.',
  customerNoResponse: 'Niemand hat rechtzeitig korrigiert, was der Hersteller abgelehnt hatte.',
};

/** @public A test compares the languages. */
export const words: Record<Locale, Words> = { en, de };

/** As a sentence. */
export function failedLineIn(locale: Locale, failed: FailedLine): string {
  const said = words[locale];
  switch (failed.cause) {
    case 'vendorRefused': {
      const { code, said: reported } = failed.refusal;
      return said.refused(causeWords[locale].refused[code](reported));
    }
    case 'givenUp':
    case 'customerNoResponse':
      return said[failed.cause];
    default:
      return unreachable(failed);
  }
}
