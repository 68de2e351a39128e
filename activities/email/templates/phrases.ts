/** What is the same in every language. */
import { DETAILS_RULES, type DetailsField } from '../../../workflows/contract/details.ts';

/** Subjects are cut off in lists of mails; a product's name leaves room for the rest. */
const LONGEST_IN_SUBJECT = 50;

export function shortened(productName: string): string {
  const name = [...productName];
  return name.length <= LONGEST_IN_SUBJECT ? productName : `${name.slice(0, LONGEST_IN_SUBJECT - 1).join('')}…`;
}

/** Whether a refusal is of a field of the administrator's details, which has a name in each language. */
export function isField(field: string): field is DetailsField {
  return Object.hasOwn(DETAILS_RULES, field);
}
