/** The words of the pages before the login. */
import type { Locale } from '../../site/locale.ts';

const en = {
  title: 'Log in',
  lead: 'Order for your customers, and follow their orders.',
  imonline: {
    heading: 'With your IMOnline account',
    text: 'You log in at IMOnline, and come back here.',
    button: 'Log In with IMOnline',
  },
  account: {
    heading: 'With your CMP account',
    text: 'The e-mail address and password of this control panel.',
    button: 'Log In With CMP Account',
  },
  email: 'E-mail address',
  password: 'Password',
  problems: {
    email: 'Enter your e-mail address',
    password: 'Enter your password',
    wrong: 'The e-mail address or the password is not right',
    wrongPassword: 'The password is not right',
  },
  asked: 'Log in to go on to the page that you asked for.',
  lost: 'You had been logged out, so what you sent was not carried out. Log in, and do it again.',
  bye: 'You are logged out.',
  again: 'Log in again',
  wait: (words: string) => ({
    title: 'Please wait before you try again',
    text: `Logging in has failed too often. You can try again in ${words}; trying earlier does not help. If you have forgotten your password, ask the administrator of your company’s accounts for a new one.`,
  }),
  forged: {
    title: 'This form is no longer good',
    text: 'You may have logged in or out in another tab since the page was opened, or its address may not be ours. Nothing was changed. Open the page again, and use the form on it.',
  },
  unknownUser: {
    title: 'Your IMOnline account is not known here',
    text: 'You are logged in at IMOnline, but no user of this control panel belongs to that account. Ask the administrator of your company’s accounts to add you with the e-mail address that IMOnline has verified.',
  },
  confirmation: {
    title: 'Confirm that this account is yours',
    text: (email: string) =>
      `You have come from IMOnline for the first time. Enter the password of the account ${email} here once; from then on IMOnline suffices. If you don’t know it, ask the administrator of your company’s accounts for a new one.`,
    button: 'Confirm and log in',
    not: 'Log in another way',
  },
  declined: {
    title: 'You were not logged in',
    text: 'The login at IMOnline was broken off. Nothing was changed.',
  },
  failed: {
    title: 'The login could not be completed',
    text: 'The answer from IMOnline does not belong to a login that was begun in this browser in the last ten minutes. Begin it again.',
  },
  unreachable: {
    title: 'IMOnline does not answer just now',
    text: 'Try again in a few minutes, or log in with your CMP account.',
  },
};

type Words = typeof en;

const de: Words = {
  title: 'Anmelden',
  lead: 'Für Ihre Kunden bestellen und ihre Bestellungen verfolgen.',
  imonline: {
    heading: 'Mit Ihrem IMOnline-Konto',
    text: 'Sie melden sich bei IMOnline an und kommen hierher zurück.',
    button: 'Mit IMOnline anmelden',
  },
  account: {
    heading: 'Mit Ihrem CMP-Konto',
    text: 'E-Mail-Adresse und Passwort dieses Control Panels.',
    button: 'Mit CMP-Konto anmelden',
  },
  email: 'E-Mail-Adresse',
  password: 'Passwort',
  problems: {
    email: 'Geben Sie Ihre E-Mail-Adresse ein',
    password: 'Geben Sie Ihr Passwort ein',
    wrong: 'Die E-Mail-Adresse oder das Passwort stimmt nicht',
    wrongPassword: 'Das Passwort stimmt nicht',
  },
  asked: 'Melden Sie sich an, um die gewünschte Seite zu sehen.',
  lost: 'Sie waren abgemeldet, deshalb wurde nicht ausgeführt, was Sie abgeschickt haben. Melden Sie sich an und wiederholen Sie es.',
  bye: 'Sie sind abgemeldet.',
  again: 'Erneut anmelden',
  wait: (words) => ({
    title: 'Bitte warten Sie vor dem nächsten Versuch',
    text: `Die Anmeldung ist zu oft fehlgeschlagen. In ${words} können Sie es wieder versuchen; früher hilft es nicht. Wenn Sie Ihr Passwort vergessen haben, bitten Sie die Verwaltung der Konten Ihrer Firma um ein neues.`,
  }),
  forged: {
    title: 'Dieses Formular gilt nicht mehr',
    text: 'Vielleicht haben Sie sich in einem anderen Tab an- oder abgemeldet, seit die Seite geöffnet wurde, oder ihre Adresse ist nicht unsere. Es wurde nichts geändert. Öffnen Sie die Seite neu und verwenden Sie das Formular darauf.',
  },
  unknownUser: {
    title: 'Ihr IMOnline-Konto ist hier nicht bekannt',
    text: 'Sie sind bei IMOnline angemeldet, aber zu diesem Konto gehört hier niemand. Bitten Sie die Verwaltung der Konten Ihrer Firma, Sie mit der E-Mail-Adresse anzulegen, die IMOnline bestätigt hat.',
  },
  confirmation: {
    title: 'Bestätigen Sie, dass dieses Konto Ihres ist',
    text: (email) =>
      `Sie kommen zum ersten Mal von IMOnline. Geben Sie hier einmal das Passwort des Kontos ${email} ein; danach genügt IMOnline. Wenn Sie es nicht kennen, bitten Sie die Verwaltung der Konten Ihrer Firma um ein neues.`,
    button: 'Bestätigen und anmelden',
    not: 'Anders anmelden',
  },
  declined: {
    title: 'Sie wurden nicht angemeldet',
    text: 'Die Anmeldung bei IMOnline wurde abgebrochen. Es wurde nichts geändert.',
  },
  failed: {
    title: 'Die Anmeldung konnte nicht abgeschlossen werden',
    text: 'Die Antwort von IMOnline gehört zu keiner Anmeldung, die in diesem Browser in den letzten zehn Minuten begonnen wurde. Beginnen Sie von vorn.',
  },
  unreachable: {
    title: 'IMOnline antwortet gerade nicht',
    text: 'Versuchen Sie es in ein paar Minuten wieder, oder melden Sie sich mit Ihrem CMP-Konto an.',
  },
};

export const words: Record<Locale, Words> = { en, de };

/** A wait in words, such as "4 seconds" or "2 minutes"; never less than it is. */
export function waitInWords(locale: Locale, seconds: number): string {
  const inWords = (amount: number, unit: 'second' | 'minute') =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(amount);
  return seconds < 90 ? inWords(seconds, 'second') : inWords(Math.ceil(seconds / 60), 'minute');
}
