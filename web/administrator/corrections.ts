/** Details that the vendor has refused in part, and that are asked for again. */
import { DETAILS_RULES, type DetailsField, type DetailsProblems } from '../../workflows/contract/details.ts';
import type { OrderEvent } from '../../workflows/contract/events.ts';
import type { VendorRefusal } from '../../workflows/contract/failures.ts';
import type { AcceptedAnswer } from '../../workflows/contract/messages.ts';
import type { AdministratorDetails, WaitingOn } from '../../workflows/contract/order.ts';
import type { OrderStateName } from '../../workflows/contract/states.ts';
import type { Locale } from '../site/locale.ts';
import { words as fieldWords } from './field-words.ts';
import { detailsOf, type FormInput, type ReadDetails, readDetails, readForm } from './fields.ts';
import { words } from './refusal-words.ts';

export interface Correction {
  /** What was answered. */
  refused: AdministratorDetails;
  /** What of it the vendor did not take; empty if the record does not say. */
  refusals: readonly VendorRefusal[];
}

/** What a record says of questions and answers. */
interface Asked {
  state: OrderStateName;
  answer?: AcceptedAnswer;
  waitingOn?: WaitingOn;
  timeline?: readonly { event: OrderEvent }[];
}

/** What is to be corrected, if the order asks for that: who asks again has had an answer. */
export function correctionOf(order: Asked): Correction | undefined {
  const { state, answer } = order;
  if (state !== 'inquiring' || answer === undefined) return undefined;
  return { refused: answer.details, refusals: refusalsIn(order) };
}

/** In the wait; where another contact has to be found first, only the timeline still has it. */
function refusalsIn({ waitingOn, timeline = [] }: Asked): readonly VendorRefusal[] {
  if (waitingOn && 'corrections' in waitingOn && waitingOn.corrections) return waitingOn.corrections;
  const asked = timeline.findLast(({ event }) => event.kind === 'correctionAsked')?.event;
  return asked?.kind === 'correctionAsked' ? asked.corrections : [];
}

/** Which question the order asks, or asked last, as an answer names it: counted from 1, which is left out. */
export function roundOf({ state, answer }: Asked): number | undefined {
  if (answer === undefined) return undefined;
  return state === 'inquiring' ? (answer.round ?? 1) + 1 : answer.round;
}

/** The same, as a form or an address carries it. */
export function roundIn(text: string): number | undefined {
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : undefined;
}

/** What the vendor has refused and stands there as it was, in words for whoever can change it. */
export function reasonsIn(
  locale: Locale,
  { refused, refusals }: Correction,
  given: Partial<AdministratorDetails> = refused,
): DetailsProblems {
  const unchanged = unchangedIn(refused, given);
  const reasons: DetailsProblems = {};
  for (const { field, code, said } of refusals) {
    if (!isField(field) || !unchanged(field)) continue;
    reasons[field] = words[locale][code](fieldWords[locale][field].label, shortened(said));
  }
  return reasons;
}

/** Whether every refused field is as it was, so that the vendor could only refuse it again. */
export function isUnchanged({ refused, refusals }: Correction, given: AdministratorDetails): boolean {
  const fields = refusals.map(({ field }) => field).filter(isField);
  return fields.length > 0 && fields.every(unchangedIn(refused, given));
}

/** As `readDetails`; where details are corrected, what the vendor has refused is wrong as well. */
export function readCorrected(locale: Locale, input: FormInput, correction: Correction | undefined): ReadDetails {
  const read = readDetails(locale, input);
  if (!correction || (read.details && !isUnchanged(correction, read.details))) return read;
  return { problems: { ...reasonsIn(locale, correction, detailsOf(input)), ...read.problems } };
}

/** A vendor that takes the names as one refuses either for both: whichever is changed may help. */
const NAMES: readonly DetailsField[] = ['firstName', 'lastName'];

/** Which fields are as they were. */
function unchangedIn(refused: AdministratorDetails, given: Partial<AdministratorDetails>) {
  const [before, now] = [asTyped(refused), asTyped(given)];
  return (field: DetailsField): boolean =>
    (NAMES.includes(field) ? NAMES : [field]).every((one) => before[one] === now[one]);
}

/** As they would be read from a form, since a service may have given them. */
function asTyped(details: Partial<AdministratorDetails>): Partial<AdministratorDetails> {
  return detailsOf(readForm(details));
}

function isField(field: string): field is DetailsField {
  return Object.hasOwn(DETAILS_RULES, field);
}

const LONGEST_SAID = 120;

/** By characters, so that none is cut in half. */
function shortened(said: string): string {
  const characters = [...said];
  return characters.length <= LONGEST_SAID
    ? said
    : `${characters
        .slice(0, LONGEST_SAID - 1)
        .join('')
        .trimEnd()}…`;
}
