/** Names and addresses on their way into a mail's header. */
import { EMAIL } from '../../workflows/contract/details.ts';

/** A name and an address, as nodemailer takes them apart: it quotes and encodes the name, we decide what is in it. */
export interface Mailbox {
  name: string;
  address: string;
}

/** RFC 5321 §4.5.3.1.3: a path of 256 octets, two of which are the angle brackets. */
const LONGEST_ADDRESS = 254;
const LONGEST_NAME = 200;

/**
 * Text without line breaks: control characters, line and paragraph separators and the marks that turn the direction of
 * writing become spaces. Guarantees that text from outside can neither start a header or a paragraph of its own nor
 * show as another text.
 */
export function unbroken(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ');
}

/** As {@link unbroken}, without space around it or twice in it. */
export function oneLine(text: string): string {
  return unbroken(text).replace(/ {2,}/g, ' ').trim();
}

/** Whether mail can be sent to an address: what the contract takes from people, no longer than RFC 5321 allows. */
export function isDeliverable(address: string): boolean {
  return address.length <= LONGEST_ADDRESS && EMAIL.test(address);
}

/** A mailbox with its name made safe. The address must be {@link isDeliverable}; the caller says what happens if not. */
export function mailbox(person: { name?: string; email: string }): Mailbox {
  return { name: [...oneLine(person.name ?? '')].slice(0, LONGEST_NAME).join(''), address: person.email };
}

/** `alice@example.com` → `a***@example.com`: enough to recognise, too little to write to. */
export function masked(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 1 ? '***' : `${address.slice(0, 1)}***${address.slice(at)}`;
}
