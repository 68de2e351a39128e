/** What is cut to the same size in every language. */

/** Subjects are cut off in lists of mails; a product's name leaves room for the rest. */
const LONGEST_IN_SUBJECT = 50;

export function shortened(productName: string): string {
  const name = [...productName];
  return name.length <= LONGEST_IN_SUBJECT ? productName : `${name.slice(0, LONGEST_IN_SUBJECT - 1).join('')}…`;
}
