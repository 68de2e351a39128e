/** The words of the operators' pages. */
import type { Locale } from '../site/locale.ts';

const en = {
  title: 'Operations',
  signIn: {
    title: 'Sign in as an operator',
    lead: 'With a token of an operator’s, which is made by a command:',
    token: 'Token',
    button: 'Sign in',
    missing: 'Enter the token',
    wrong: 'This is no token of an operator’s that is valid now',
  },
  signOut: 'Sign out',
  account: 'Signed in as',
  forged: {
    title: 'This form is no longer good',
    text: 'You may have signed in or out in another tab since the page was opened, or its address may not be ours. Nothing was changed.',
    back: 'Back to the page',
  },
  comparison: {
    title: 'Comparison of vendors, record and ledger',
    never: 'There has been none yet.',
    began: 'Began',
    ended: 'Ended',
    goesOn: 'It goes on.',
    lookedAt: 'Looked at',
    counts: (accounts: string, lines: string, orders: string) =>
      `${accounts} accounts, ${lines} active lines, ${orders} orders that have ended`,
    found: 'Differences that are there still',
    repaired: 'Repaired',
    incomplete: (parts: string) => `Could not be compared: ${parts}`,
    button: 'Compare now',
    asked: 'A comparison has been started. Load the page again in a moment.',
    away: 'The comparison could not be started, since Temporal cannot be reached. Try again in a moment.',
  },
  findings: {
    title: 'What is not as it should be',
    none: 'Nothing is known to be wrong',
    noneText: 'Vendors, record, ledger and workflows agree, as far as they have been compared.',
    noneOfKind: 'There is nothing of this kind',
    kind: 'Kind',
    all: 'All kinds',
    show: 'Show',
    advice: 'What to do',
    subject: 'What it is about',
    order: 'Order',
    workflow: 'Open the workflow',
    since: 'Since',
    lastSeen: 'Last seen',
    details: 'Details',
    more: 'Further findings',
  },
};

type Words = typeof en;

const de: Words = {
  title: 'Betrieb',
  signIn: {
    title: 'Für den Betrieb anmelden',
    lead: 'Mit einem Betriebs-Token, das ein Befehl anlegt:',
    token: 'Token für den Betrieb',
    button: 'Anmelden',
    missing: 'Geben Sie das Token ein',
    wrong: 'Dies ist kein gültiges Betriebs-Token',
  },
  signOut: 'Abmelden',
  account: 'Angemeldet als',
  forged: {
    title: 'Dieses Formular gilt nicht mehr',
    text: 'Vielleicht haben Sie sich in einem anderen Tab an- oder abgemeldet, seit die Seite geöffnet wurde, oder ihre Adresse ist nicht unsere. Es wurde nichts geändert.',
    back: 'Zurück zur Seite',
  },
  comparison: {
    title: 'Abgleich von Anbietern, Bestellungen und Buchungen',
    never: 'Es gab noch keinen.',
    began: 'Begonnen',
    ended: 'Beendet',
    goesOn: 'Er läuft noch.',
    lookedAt: 'Angesehen',
    counts: (accounts, lines, orders) =>
      `${accounts} Konten, ${lines} aktive Positionen, ${orders} beendete Bestellungen`,
    found: 'Abweichungen, die es noch gibt',
    repaired: 'Behoben',
    incomplete: (parts) => `Nicht verglichen werden konnte: ${parts}`,
    button: 'Jetzt abgleichen',
    asked: 'Ein Abgleich ist gestartet. Laden Sie die Seite gleich noch einmal.',
    away: 'Der Abgleich konnte nicht gestartet werden, weil Temporal nicht erreichbar ist. Versuchen Sie es gleich noch einmal.',
  },
  findings: {
    title: 'Was nicht stimmt',
    none: 'Es ist nichts bekannt, was nicht stimmt',
    noneText: 'Anbieter, Bestellungen, Buchungen und Workflows stimmen überein, soweit sie verglichen sind.',
    noneOfKind: 'Von dieser Art gibt es nichts',
    kind: 'Art',
    all: 'Alle Arten',
    show: 'Anzeigen',
    advice: 'Was zu tun ist',
    subject: 'Worum es geht',
    order: 'Bestellung',
    workflow: 'Workflow öffnen',
    since: 'Seit',
    lastSeen: 'Zuletzt gesehen',
    details: 'Einzelheiten',
    more: 'Weitere Befunde',
  },
};

export const words: Record<Locale, Words> = { en, de };
