/** What the pages for failures say, in each language. */
import type { Locale } from '../site/locale.ts';
import type { ProblemCode } from '../site/problems.ts';

export interface FailureWords {
  title: string;
  text: string;
}

/** Problems that people meet; the other codes are for machines. */
type ForPeople = Extract<
  ProblemCode,
  | 'not-found'
  | 'method-not-allowed'
  | 'payload-too-large'
  | 'unsupported-media-type'
  | 'too-many-requests'
  | 'unavailable'
  | 'overloaded'
>;

/** Beside the codes: `uncertain` is `unavailable` where something was sent. */
type Case = ForPeople | 'uncertain' | 'otherwise';

type Words = Record<Case, FailureWords>;

const en: Words = {
  'not-found': {
    title: 'There is no such page',
    text: 'Check the address, or follow the link from the mail again.',
  },
  'method-not-allowed': {
    title: 'This page cannot do that',
    text: 'Open the page again, and use the form on it.',
  },
  'payload-too-large': {
    title: 'That was too much',
    text: 'The form takes a few lines of text. Go back and shorten them.',
  },
  'unsupported-media-type': {
    title: 'The form could not be read',
    text: 'Open the page again, and send the form from it.',
  },
  'too-many-requests': {
    title: 'Too many tries',
    text: 'The page was opened too often in a short time. Wait a minute and try again; nothing is lost.',
  },
  unavailable: {
    title: 'The page cannot be shown just now',
    text: 'Nothing is lost. Wait a moment and load the page again: it is safe to repeat.',
  },
  uncertain: {
    title: 'We did not get to the end of that',
    text: 'A part of our system is away for the moment, so we cannot say whether what you sent was taken. Wait a moment, go back, and look before you send it again.',
  },
  overloaded: {
    title: 'Too many people are here at once',
    text: 'Nothing was done, and nothing is lost. Wait a moment and try again: it is safe to repeat.',
  },
  otherwise: {
    title: 'Something went wrong on our side',
    text: 'Please try again in a few minutes. If it goes on, tell us the reference below.',
  },
};

const de: Words = {
  'not-found': {
    title: 'Diese Seite gibt es nicht',
    text: 'Prüfen Sie die Adresse, oder öffnen Sie den Link noch einmal aus der E-Mail.',
  },
  'method-not-allowed': {
    title: 'Das ist auf dieser Seite nicht möglich',
    text: 'Öffnen Sie die Seite noch einmal, und benutzen Sie das Formular darauf.',
  },
  'payload-too-large': {
    title: 'Das war zu viel',
    text: 'Das Formular ist für wenige Zeilen Text gedacht. Gehen Sie zurück, und kürzen Sie den Text.',
  },
  'unsupported-media-type': {
    title: 'Das Formular konnte nicht gelesen werden',
    text: 'Öffnen Sie die Seite noch einmal, und senden Sie das Formular von dort.',
  },
  'too-many-requests': {
    title: 'Zu viele Versuche',
    text: 'Die Seite wurde in kurzer Zeit zu oft geöffnet. Warten Sie eine Minute, und versuchen Sie es dann noch einmal; es geht nichts verloren.',
  },
  unavailable: {
    title: 'Die Seite lässt sich gerade nicht anzeigen',
    text: 'Es ist nichts verloren. Warten Sie einen Moment, und laden Sie die Seite dann neu; das schadet nicht.',
  },
  uncertain: {
    title: 'Wir sind damit nicht fertig geworden',
    text: 'Ein Teil unseres Systems ist gerade nicht erreichbar. Deshalb wissen wir nicht, ob Ihre Angaben angekommen sind. Warten Sie einen Moment, gehen Sie zurück, und sehen Sie nach, bevor Sie sie noch einmal senden.',
  },
  overloaded: {
    title: 'Gerade sind zu viele gleichzeitig hier',
    text: 'Es ist nichts geschehen und nichts verloren. Warten Sie einen Moment, und versuchen Sie es dann noch einmal; das schadet nicht.',
  },
  otherwise: {
    title: 'Bei uns ist etwas schiefgegangen',
    text: 'Bitte versuchen Sie es in einigen Minuten noch einmal. Wenn es nicht besser wird, nennen Sie uns die Referenz unten.',
  },
};

/** @public A test compares the languages. */
export const words: Record<Locale, Words> = { en, de };

/** What to tell people about a problem. */
export function failureWordsOf(locale: Locale, code: ProblemCode | Case): FailureWords {
  const ours: Partial<Record<ProblemCode | Case, FailureWords>> = words[locale];
  return ours[code] ?? words[locale].otherwise;
}
