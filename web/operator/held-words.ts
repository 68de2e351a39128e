/** The words for held orders on the operators' pages. */
import type { ResumeAction } from '../../workflows/contract/messages.ts';
import type { Locale } from '../site/locale.ts';

const en = {
  title: 'Held orders',
  none: 'No order is held',
  more: 'Further held orders',
  order: 'Order',
  reseller: 'Reseller',
  since: 'Since',
  why: 'Why',
  workflow: 'Open the workflow',
  notHeld: (state: string) => `It waits for no decision. State: ${state}.`,
  decide: 'Decide',
  action: 'What to do',
  actions: {
    retry: 'Try the step again',
    giveUp: 'Give it up, and undo it',
    adopt: 'Adopt a subscription that exists at the vendor',
    remove: 'Remove a subscription at the vendor, and give the line up',
  } satisfies Record<ResumeAction, string>,
  subscription: 'Its id at the vendor',
  subscriptionHint: 'Only to adopt or to remove',
  line: 'Line',
  lineHint: 'Where several lines are held; without it, all that are',
  reason: 'Why you decide so',
  reasonHint: 'It stands in the order’s timeline, with your name',
  button: 'Decide so',
  accepted: 'The order has taken the decision. What comes of it stands here when the page is loaded again.',
  refused: 'The order did not take it: somebody else has decided, or the hold is of another kind.',
  limitReached: 'The order has been decided about too often, and only takes that it is given up.',
  away: 'The order system did not answer in time. Look before you decide again.',
  missing: { reason: 'Enter why you decide so', subscriptionId: 'Enter the id of the subscription' },
  unwanted: 'Leave this empty, or choose to adopt or to remove',
  timeline: 'What has happened',
};

type Words = typeof en;

const de: Words = {
  title: 'Angehaltene Bestellungen',
  none: 'Keine Bestellung ist angehalten',
  more: 'Weitere angehaltene Bestellungen',
  order: 'Bestellung',
  reseller: 'Händler',
  since: 'Seit',
  why: 'Warum',
  workflow: 'Workflow öffnen',
  notHeld: (state) => `Sie wartet auf keine Entscheidung. Stand: ${state}.`,
  decide: 'Entscheiden',
  action: 'Was geschehen soll',
  actions: {
    retry: 'Den Schritt noch einmal versuchen',
    giveUp: 'Aufgeben und rückgängig machen',
    adopt: 'Ein Abonnement übernehmen, das es beim Anbieter gibt',
    remove: 'Ein Abonnement beim Anbieter entfernen und die Position aufgeben',
  },
  subscription: 'Seine Kennung beim Anbieter',
  subscriptionHint: 'Nur zum Übernehmen oder Entfernen',
  line: 'Position',
  lineHint: 'Wenn mehrere angehalten sind; ohne sie gilt es für alle',
  reason: 'Warum Sie so entscheiden',
  reasonHint: 'Es steht mit Ihrem Namen im Verlauf der Bestellung',
  button: 'So entscheiden',
  accepted:
    'Die Bestellung hat die Entscheidung angenommen. Was daraus wird, steht hier, wenn Sie die Seite neu laden.',
  refused:
    'Die Bestellung hat sie nicht angenommen: Jemand anders hat entschieden, oder sie ist aus einem anderen Grund angehalten.',
  limitReached: 'Über die Bestellung ist zu oft entschieden worden; sie nimmt nur noch an, dass sie aufgegeben wird.',
  away: 'Das Bestellsystem hat nicht rechtzeitig geantwortet. Sehen Sie nach, bevor Sie noch einmal entscheiden.',
  missing: {
    reason: 'Geben Sie an, warum Sie so entscheiden',
    subscriptionId: 'Geben Sie die Kennung des Abonnements an',
  },
  unwanted: 'Lassen Sie das leer, oder wählen Sie Übernehmen oder Entfernen',
  timeline: 'Was geschehen ist',
};

export const words: Record<Locale, Words> = { en, de };
