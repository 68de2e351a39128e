import type { Hono } from 'hono';
import type { Child } from 'hono/jsx';
import { type Locale, localeOf } from '../site/locale.ts';
import type { HttpEnv } from '../site/ports.ts';
import { respond } from './layout.tsx';

const en = {
  title: 'Orders that finish',
  lead: 'Order Saga carries the order of a subscription from Buy to an active subscription, however many days and crashes lie between. This is its HTTP edge.',
  resellers: {
    heading: 'For resellers',
    text: (base: string): Child => (
      <>
        Order subscriptions for your customers in the <a href={`${base}/panel`}>Control Panel</a>.
      </>
    ),
  },
  services: {
    heading: 'For back-end services',
    text: (base: string): Child => (
      <>
        Place orders and follow them over the JSON API: <a href={`${base}/api/docs`}>read how</a>, or take{' '}
        <a href={`${base}/api/openapi.json`}>the OpenAPI document</a>.
      </>
    ),
  },
  customers: {
    heading: 'For end customers',
    text: (): Child => 'Your page opens through the link in the mail that asked you for the administrator’s details.',
  },
  operators: {
    heading: 'For operators',
    text: (base: string): Child => (
      <>
        <a href={`${base}/healthz`}>/healthz</a> says whether this process runs, and{' '}
        <a href={`${base}/readyz`}>/readyz</a> whether it reaches the database and Temporal.
      </>
    ),
  },
};
type Words = typeof en;

const de: Words = {
  title: 'Bestellungen, die ankommen',
  lead: 'Order Saga bringt die Bestellung eines Abonnements vom Kauf bis zum aktiven Abonnement, gleich wie viele Tage und Abstürze dazwischenliegen. Dies ist der HTTP-Zugang.',
  resellers: {
    heading: 'Für Reseller',
    text: (base) => (
      <>
        Abonnements für Ihre Kunden bestellen Sie im <a href={`${base}/panel`}>Control Panel</a>.
      </>
    ),
  },
  services: {
    heading: 'Für Back-End-Dienste',
    text: (base) => (
      <>
        Bestellungen aufgeben und verfolgen Sie über die JSON-API: <a href={`${base}/api/docs`}>So geht es</a>, oder
        nehmen Sie <a href={`${base}/api/openapi.json`}>das OpenAPI-Dokument</a> (beides auf Englisch).
      </>
    ),
  },
  customers: {
    heading: 'Für Endkunden',
    text: () => 'Ihre Seite öffnet sich über den Link in der E-Mail, die Sie nach den Daten des Administrators fragt.',
  },
  operators: {
    heading: 'Für den Betrieb',
    text: (base) => (
      <>
        <a href={`${base}/healthz`}>/healthz</a> sagt, ob dieser Prozess läuft, und{' '}
        <a href={`${base}/readyz`}>/readyz</a>, ob er Datenbank und Temporal erreicht.
      </>
    ),
  },
};

/** @public A test compares the languages. */
export const words: Record<Locale, Words> = { en, de };

/** `/`: says what answers here, for whoever opens the port in a browser. `panel`: whether the control panel does. */
export function landingPage(app: Hono<HttpEnv>, base: string, { panel = false } = {}): void {
  app.get('/', function showLanding(c) {
    const locale = localeOf(c);
    const { title, lead, resellers, services, customers, operators } = words[locale];
    const sections = [...(panel ? [resellers] : []), services, customers, operators];
    return respond(c, 200, {
      title,
      base,
      locale,
      switchBack: `${base}/`,
      children: (
        <>
          <h1>{title}</h1>
          <p class="lead">{lead}</p>
          {sections.map(({ heading, text }) => (
            <section class="card">
              <h2>{heading}</h2>
              <p>{text(base)}</p>
            </section>
          ))}
        </>
      ),
    });
  });
}
