/** The states of an order in plain words. */
import type { OrderStateName } from '../../workflows/contract/states.ts';
import type { Locale } from '../site/locale.ts';

/** How a state looks: colours stand beside the words and never instead of them. */
export type Tone = 'good' | 'busy' | 'wait' | 'warn' | 'bad' | 'off';

/** The badge of a tone, as the panel's style has them. */
export const BADGES: Record<Tone, string> = {
  good: 'good',
  busy: '',
  wait: '',
  warn: 'warn',
  bad: 'bad',
  off: 'quiet',
};

export const TONES: Record<OrderStateName, Tone> = {
  acknowledged: 'busy',
  inquiring: 'wait',
  pending: 'busy',
  inProgress: 'busy',
  held: 'warn',
  assessingCancellation: 'busy',
  pendingCancellation: 'busy',
  completed: 'good',
  partial: 'warn',
  failed: 'bad',
  rejected: 'bad',
  cancelled: 'off',
  expired: 'off',
};

const en = {
  states: {
    acknowledged: { name: 'Accepted', means: 'The order is safe with us, and is being started.' },
    inquiring: {
      name: 'Asking for the administrator',
      means: 'The order goes on as soon as the administrator’s details are here.',
    },
    pending: { name: 'Details received', means: 'The administrator’s details are here and are being checked.' },
    inProgress: { name: 'Being set up', means: 'The subscription is being created at the vendor.' },
    held: { name: 'On hold', means: 'The order cannot go on by itself. Nothing is lost: an operator looks after it.' },
    assessingCancellation: {
      name: 'Cancellation requested',
      means: 'The order is to be cancelled. The step that the vendor has in hand ends first.',
    },
    pendingCancellation: {
      name: 'Being cancelled',
      means:
        'What was created at the vendor is being removed, and the reserved credit is released. Nothing is charged.',
    },
    completed: { name: 'Completed', means: 'The subscription is active, and billing has begun.' },
    partial: { name: 'Partly completed', means: 'Some of what was ordered is active, and billing has begun for it.' },
    failed: { name: 'Failed', means: 'The order could not be carried out. It was undone, and nothing is charged.' },
    rejected: { name: 'Rejected', means: 'The order could not be taken. Nothing was created, and nothing is charged.' },
    cancelled: { name: 'Cancelled', means: 'The order was cancelled, and nothing is charged.' },
    expired: { name: 'Expired', means: 'The time to answer has passed. Nothing is set up, and nothing is charged.' },
  },
};

type Words = typeof en;

const de: Words = {
  states: {
    acknowledged: { name: 'Angenommen', means: 'Die Bestellung ist sicher bei uns und wird gestartet.' },
    inquiring: {
      name: 'Administrator wird erfragt',
      means: 'Die Bestellung geht weiter, sobald die Daten des Administrators da sind.',
    },
    pending: { name: 'Daten erhalten', means: 'Die Daten des Administrators sind da und werden geprüft.' },
    inProgress: { name: 'Wird eingerichtet', means: 'Das Abonnement wird beim Hersteller angelegt.' },
    held: {
      name: 'Angehalten',
      means:
        'Die Bestellung kann nicht von selbst weitergehen. Nichts ist verloren: Unser Betriebsteam kümmert sich darum.',
    },
    assessingCancellation: {
      name: 'Stornierung angefordert',
      means: 'Die Bestellung soll storniert werden. Was der Hersteller gerade ausführt, wird erst beendet.',
    },
    pendingCancellation: {
      name: 'Wird storniert',
      means:
        'Was beim Hersteller angelegt wurde, wird entfernt, und der reservierte Kredit wird frei. Nichts wird berechnet.',
    },
    completed: { name: 'Abgeschlossen', means: 'Das Abonnement ist aktiv, und die Abrechnung hat begonnen.' },
    partial: {
      name: 'Teilweise abgeschlossen',
      means: 'Ein Teil des Bestellten ist aktiv, und die Abrechnung dafür hat begonnen.',
    },
    failed: {
      name: 'Fehlgeschlagen',
      means: 'Die Bestellung konnte nicht ausgeführt werden. Sie wurde rückgängig gemacht, und nichts wird berechnet.',
    },
    rejected: {
      name: 'Abgelehnt',
      means: 'Die Bestellung konnte nicht angenommen werden. Nichts wurde angelegt, und nichts wird berechnet.',
    },
    cancelled: { name: 'Storniert', means: 'Die Bestellung wurde storniert, und nichts wird berechnet.' },
    expired: {
      name: 'Abgelaufen',
      means: 'Die Zeit für die Antwort ist vorbei. Es ist nichts eingerichtet, und nichts wird berechnet.',
    },
  },
};

export const words: Record<Locale, Words> = { en, de };
