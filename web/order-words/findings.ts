/** What comparisons find, in words: what it is, what it means, and what an operator does about it. */
import type { FindingKind } from '../../workflows/contract/reconciliation.ts';
import type { Locale } from '../site/locale.ts';

interface FindingWords {
  title: string;
  means: string;
  advice: string;
}

type Words = Record<FindingKind, FindingWords>;

const en: Words = {
  unknownLine: {
    title: 'Account without an order',
    means: 'The vendor has an account under a key of ours, and the record has no such order line.',
    advice:
      'If the database was restored from a backup, orders may be missing. If another installation uses the same parent account, give each its own. Otherwise delete the account at the vendor.',
  },
  orphan: {
    title: 'Account of an order that has ended',
    means: 'The vendor has an account of a line that is not active, and its order has ended.',
    advice:
      'One whose order ended less than a day ago is looked at again by the next comparison. Otherwise read the order’s timeline, and delete the account at the vendor unless somebody uses it.',
  },
  duplicate: {
    title: 'Second account of a line',
    means: 'The vendor has a further account under the key of an active line.',
    advice: 'Find out which of the two the customer uses, and delete the other one at the vendor.',
  },
  accountDisabled: {
    title: 'Account disabled',
    means: 'The account of an active line is disabled at the vendor, or is to be deleted there.',
    advice: 'Enable it at the vendor, or stop charging for the line.',
  },
  productDiffers: {
    title: 'Another product',
    means: 'The account of an active line has another product at the vendor than the one that was bought.',
    advice: 'Put the product right at the vendor.',
  },
  accountMissing: {
    title: 'Account missing',
    means: 'The account of an active line is not at the vendor: the customer has no service.',
    advice: 'Tell the reseller, have the order placed anew, and stop charging for this line.',
  },
  activeNotBilled: {
    title: 'Active and not charged',
    means: 'A line is active, and nothing is charged for it.',
    advice: 'Compare the order’s timeline with its entries in the ledger, and correct the ledger by an entry.',
  },
  billedNotActive: {
    title: 'Charged and not active',
    means: 'A line is charged for, and is not active.',
    advice: 'Compare the order’s timeline with its entries in the ledger, and correct the ledger by an entry.',
  },
  creditNotReleased: {
    title: 'Credit not given back',
    means: 'Credit is still reserved for an order that has ended.',
    advice: 'Nothing: it is being given back.',
  },
  ledgerUnbalanced: {
    title: 'Ledger does not add up',
    means: 'The entries of an order, or the sums of a reseller, do not come to what they should.',
    advice: 'Nothing in the product writes this. Find out who wrote to the database.',
  },
  workflowGone: {
    title: 'Workflow gone',
    means: 'The order has not ended, and Temporal does not know its workflow.',
    advice:
      'Without lines that were sent to a vendor it is started again by itself. Otherwise look for those lines at the vendor, and restore Temporal’s database if you can.',
  },
  workflowTerminated: {
    title: 'Workflow terminated',
    means: 'Somebody has ended the workflow without undoing anything.',
    advice:
      'Without lines that were sent to a vendor the order ends by itself. Otherwise reset the workflow to its last task: the order goes on where it was.',
  },
  workflowTimedOut: {
    title: 'Workflow timed out',
    means: 'The workflow has ended without undoing anything, since its time was over.',
    advice:
      'Without lines that were sent to a vendor the order ends by itself. Otherwise reset the workflow to its last task: the order goes on where it was.',
  },
  workflowCompleted: {
    title: 'Record behind its workflow',
    means: 'The workflow has completed, and the record does not say so.',
    advice: 'Compare the order with the workflow’s history. Its credit may still be reserved.',
  },
  workflowFailed: {
    title: 'Workflow failed',
    means: 'The workflow has failed, and the record does not say so.',
    advice: 'The workflow’s history says why. The order’s credit may still be reserved.',
  },
  workflowCancelled: {
    title: 'Workflow cancelled',
    means: 'The workflow was cancelled, and the record does not say so.',
    advice: 'Compare the order with the workflow’s history. Its credit may still be reserved.',
  },
};

const de: Words = {
  unknownLine: {
    title: 'Konto ohne Bestellung',
    means: 'Der Anbieter hat ein Konto unter einem unserer Schlüssel, und diese Position gibt es bei uns nicht.',
    advice:
      'Wurde die Datenbank aus einer Sicherung wiederhergestellt, fehlen vielleicht Bestellungen. Nutzt eine andere Installation dasselbe Elternkonto, braucht jede ihr eigenes. Sonst das Konto beim Anbieter löschen.',
  },
  orphan: {
    title: 'Konto einer beendeten Bestellung',
    means: 'Der Anbieter hat ein Konto zu einer Position, die nicht aktiv ist und deren Bestellung beendet ist.',
    advice:
      'Endete die Bestellung vor weniger als einem Tag, sieht der nächste Abgleich noch einmal nach. Sonst den Verlauf der Bestellung lesen und das Konto beim Anbieter löschen, wenn niemand es nutzt.',
  },
  duplicate: {
    title: 'Zweites Konto einer Position',
    means: 'Der Anbieter hat ein weiteres Konto unter dem Schlüssel einer aktiven Position.',
    advice: 'Klären, welches der beiden der Kunde nutzt, und das andere beim Anbieter löschen.',
  },
  accountDisabled: {
    title: 'Konto gesperrt',
    means: 'Das Konto einer aktiven Position ist beim Anbieter gesperrt oder zur Löschung vorgesehen.',
    advice: 'Beim Anbieter wieder freigeben, oder die Position nicht länger berechnen.',
  },
  productDiffers: {
    title: 'Anderes Produkt',
    means: 'Das Konto einer aktiven Position hat beim Anbieter ein anderes Produkt als das gekaufte.',
    advice: 'Das Produkt beim Anbieter richtigstellen.',
  },
  accountMissing: {
    title: 'Konto fehlt',
    means: 'Das Konto einer aktiven Position gibt es beim Anbieter nicht: Der Kunde hat keinen Dienst.',
    advice: 'Dem Reseller Bescheid geben, neu bestellen lassen und diese Position nicht länger berechnen.',
  },
  activeNotBilled: {
    title: 'Aktiv und nicht berechnet',
    means: 'Eine Position ist aktiv, und nichts wird für sie berechnet.',
    advice: 'Den Verlauf der Bestellung mit ihren Buchungen vergleichen und mit einer Buchung berichtigen.',
  },
  billedNotActive: {
    title: 'Berechnet und nicht aktiv',
    means: 'Eine Position wird berechnet und ist nicht aktiv.',
    advice: 'Den Verlauf der Bestellung mit ihren Buchungen vergleichen und mit einer Buchung berichtigen.',
  },
  creditNotReleased: {
    title: 'Kredit nicht freigegeben',
    means: 'Für eine beendete Bestellung ist noch Kredit reserviert.',
    advice: 'Nichts: Er wird gerade freigegeben.',
  },
  ledgerUnbalanced: {
    title: 'Buchungen gehen nicht auf',
    means: 'Die Buchungen einer Bestellung oder die Summen eines Resellers ergeben nicht, was sie sollten.',
    advice: 'Nichts im Produkt schreibt so etwas. Klären, wer in die Datenbank geschrieben hat.',
  },
  workflowGone: {
    title: 'Workflow verschwunden',
    means: 'Die Bestellung ist nicht beendet, und Temporal kennt ihren Workflow nicht.',
    advice:
      'Ging keine Position an einen Anbieter, wird sie von selbst neu gestartet. Sonst diese Positionen beim Anbieter suchen und, wenn möglich, Temporals Datenbank wiederherstellen.',
  },
  workflowTerminated: {
    title: 'Workflow abgebrochen',
    means: 'Jemand hat den Workflow beendet, ohne dass etwas zurückgenommen wurde.',
    advice:
      'Ging keine Position an einen Anbieter, endet die Bestellung von selbst. Sonst den Workflow auf seine letzte Aufgabe zurücksetzen: Die Bestellung geht weiter, wo sie war.',
  },
  workflowTimedOut: {
    title: 'Workflow abgelaufen',
    means: 'Der Workflow ist beendet, weil seine Zeit um war, ohne dass etwas zurückgenommen wurde.',
    advice:
      'Ging keine Position an einen Anbieter, endet die Bestellung von selbst. Sonst den Workflow auf seine letzte Aufgabe zurücksetzen: Die Bestellung geht weiter, wo sie war.',
  },
  workflowCompleted: {
    title: 'Stand hinter dem Workflow',
    means: 'Der Workflow ist abgeschlossen, und bei der Bestellung steht es nicht.',
    advice: 'Die Bestellung mit dem Verlauf des Workflows vergleichen. Ihr Kredit ist vielleicht noch reserviert.',
  },
  workflowFailed: {
    title: 'Workflow fehlgeschlagen',
    means: 'Der Workflow ist fehlgeschlagen, und bei der Bestellung steht es nicht.',
    advice: 'Der Verlauf des Workflows sagt, warum. Der Kredit der Bestellung ist vielleicht noch reserviert.',
  },
  workflowCancelled: {
    title: 'Workflow abgesagt',
    means: 'Der Workflow wurde abgesagt, und bei der Bestellung steht es nicht.',
    advice: 'Die Bestellung mit dem Verlauf des Workflows vergleichen. Ihr Kredit ist vielleicht noch reserviert.',
  },
};

export const words: Record<Locale, Words> = { en, de };
