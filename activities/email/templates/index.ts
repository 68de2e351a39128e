/** The mails. Pure: the same data make the same mail, so a repeat differs in nothing. */
import { oneLine } from '../mailbox.ts';
import type { MailContent } from '../port.ts';
import type {
  ContactUnreachable,
  CorrectionNeeded,
  InformationRequest,
  OperatorsAsked,
  OrderCompleted,
  OrderEnded,
  OrderHeld,
  Words,
} from './data.ts';
import { de } from './de/index.ts';
import { en } from './en/index.ts';
import { renderHtml } from './html.ts';
import type { Letter } from './letter.ts';
import { operatorsAsked as operatorsAskedLetter } from './operators-asked.ts';
import { renderText } from './text.ts';

/** By primary language subtag (BCP 47). */
const LANGUAGES: Readonly<Record<string, Words>> = { en, de };

/** The words for a language tag such as `de-AT`; English where we have none. */
function wordsOf(language: string | undefined): Words {
  const primary = language?.split('-')[0]?.toLowerCase() ?? '';
  return (Object.hasOwn(LANGUAGES, primary) && LANGUAGES[primary]) || en;
}

function render(letter: Letter): MailContent {
  return { subject: oneLine(letter.subject), text: renderText(letter), html: renderHtml(letter) };
}

/** @param language BCP 47, the recipient's if known. */
export function informationRequest(data: InformationRequest, language?: string): MailContent {
  return render(wordsOf(language).informationRequest(data));
}

export function orderCompleted(data: OrderCompleted, language?: string): MailContent {
  return render(wordsOf(language).orderCompleted(data));
}

export function orderEnded(data: OrderEnded, language?: string): MailContent {
  return render(wordsOf(language).orderEnded(data));
}

export function orderHeld(data: OrderHeld, language?: string): MailContent {
  return render(wordsOf(language).orderHeld(data));
}

export function contactUnreachable(data: ContactUnreachable, language?: string): MailContent {
  return render(wordsOf(language).contactUnreachable(data));
}

export function correctionNeeded(data: CorrectionNeeded, language?: string): MailContent {
  return render(wordsOf(language).correctionNeeded(data));
}

export function operatorsAsked(data: OperatorsAsked): MailContent {
  return render(operatorsAskedLetter(data));
}
