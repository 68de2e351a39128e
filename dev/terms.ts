/** The terms that the demo catalogue names, in both languages of the panel. */
import type { Terms } from '../store/store.ts';

const VERSION = '2026-01';

export const DEMO_TERMS: readonly Terms[] = [
  {
    version: VERSION,
    language: 'en',
    title: 'Terms and conditions',
    sections: [
      {
        heading: '1. What these terms cover',
        paragraphs: [
          'These are demonstration terms. They apply to subscriptions that a reseller orders through this marketplace for one of its customers.',
          'The contract is between the marketplace and the reseller. The customer named in the order uses the subscription.',
        ],
      },
      {
        heading: '2. Order and start',
        paragraphs: [
          'An order becomes binding when the reseller presses Buy. The subscription starts when the vendor has made it active.',
          'If the customer is asked for the administrator’s details and gives none within the time that the order names, the order ends and nothing is charged.',
        ],
      },
      {
        heading: '3. Prices and payment',
        paragraphs: [
          'Prices are those shown in the review of the order, for each seat and month, without taxes. Billing begins when the subscription is active.',
        ],
      },
      {
        heading: '4. Personal data',
        paragraphs: [
          'The administrator’s details are passed to the vendor, who makes an account with them. They are used for nothing else.',
        ],
      },
      {
        heading: '5. End of the subscription',
        paragraphs: [
          'A subscription can be ended at the end of each month. Backups are kept for as long as the vendor’s own terms say.',
        ],
      },
    ],
  },
  {
    version: VERSION,
    language: 'de',
    title: 'Geschäftsbedingungen',
    sections: [
      {
        heading: '1. Geltung',
        paragraphs: [
          'Dies sind Bedingungen zur Vorführung. Sie gelten für Abonnements, die ein Händler über diesen Marktplatz für einen seiner Kunden bestellt.',
          'Der Vertrag besteht zwischen dem Marktplatz und dem Händler. Der in der Bestellung genannte Kunde nutzt das Abonnement.',
        ],
      },
      {
        heading: '2. Bestellung und Beginn',
        paragraphs: [
          'Eine Bestellung wird verbindlich, wenn der Händler auf Kaufen drückt. Das Abonnement beginnt, wenn der Hersteller es aktiviert hat.',
          'Wird der Kunde um die Angaben zum Administrator gebeten und macht er sie nicht innerhalb der Frist der Bestellung, so endet die Bestellung, und es wird nichts berechnet.',
        ],
      },
      {
        heading: '3. Preise und Zahlung',
        paragraphs: [
          'Es gelten die Preise, die bei der Prüfung der Bestellung gezeigt werden, je Platz und Monat, ohne Steuern. Berechnet wird, sobald das Abonnement aktiv ist.',
        ],
      },
      {
        heading: '4. Personenbezogene Daten',
        paragraphs: [
          'Die Angaben zum Administrator werden an den Hersteller weitergegeben, der damit ein Konto anlegt. Zu nichts anderem werden sie verwendet.',
        ],
      },
      {
        heading: '5. Ende des Abonnements',
        paragraphs: [
          'Ein Abonnement kann zum Ende jedes Monats beendet werden. Wie lange Sicherungen bleiben, sagen die Bedingungen des Herstellers.',
        ],
      },
    ],
  },
];
