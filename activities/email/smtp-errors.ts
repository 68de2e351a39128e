/** What a failed hand-over to the mail server means, and what of it may be written down. */

import { masked, oneLine } from './mailbox.ts';
import { MailRefused } from './port.ts';

/** Thrown when a mail could not be handed over for a reason that may pass: weather, or our own set-up. */
export class MailUnavailable extends Error {
  override readonly name = 'MailUnavailable';
  /** nodemailer's code, such as `ECONNECTION`, `ETIMEDOUT` or `EAUTH`. */
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** The fields that nodemailer sets on its errors. */
interface SmtpFailure {
  code?: string;
  command?: string;
  message: string;
  response?: string;
  responseCode?: number;
}

/**
 * 5xx replies that speak of the session rather than of the message: commands not understood or out of order
 * (RFC 5321 §4.2.3), and encryption or authentication wanted first (RFC 3207 §4, RFC 4954 §6). They are ours to
 * mend, and no customer's address is wrong because of them.
 */
const ABOUT_THE_SESSION = new Set([500, 502, 503, 504, 530, 534, 535, 538]);

/** The commands whose 5xx reply is about this address or this message (RFC 5321 §3.3); MAIL FROM is about us. */
const ABOUT_THE_MESSAGE = new Set(['RCPT TO', 'DATA']);

const LONGEST_REPLY = 200;
/** More than any reply worth reading, so that a hostile one costs nothing to mask. */
const LONGEST_RAW = 4_000;

/**
 * The server's words, fit for a history that people read: one line, at most 200 characters, with addresses masked
 * and links (which servers like to quote when they suspect spam) taken out. Masked before it is cut: half an
 * address would no longer look like one.
 */
export function quotable(text: string, recipient: string): string {
  const local = recipient.slice(0, Math.max(recipient.lastIndexOf('@'), 0));
  let words = oneLine(text.slice(0, LONGEST_RAW))
    .replace(/https?:\/\/\S+/gi, '[link]')
    .replace(/eyJ[\w-]+(?:\.[\w-]+)*/g, '[token]')
    .replace(/[^\s<>()"',;:@]{1,256}@[A-Za-z0-9.-]{1,255}/g, (address) => masked(address));
  if (local.length > 1) {
    const alone = new RegExp(`(?<![\\w.])${local.replace(/[^A-Za-z0-9]/g, '\\$&')}(?![\\w.@*])`, 'gi');
    words = words.replace(alone, `${local.slice(0, 1)}***`);
  }
  const characters = [...words];
  return characters.length <= LONGEST_REPLY ? words : `${characters.slice(0, LONGEST_REPLY - 1).join('')}…`;
}

/**
 * Tells a refusal for good from everything else. The original error is not kept as `cause`: its message, reply and
 * envelope name the recipient and would be stored with it.
 */
export function failureOf(thrown: unknown, recipient: string): MailRefused | MailUnavailable {
  const failure = thrown as SmtpFailure;
  const reply = failure.responseCode;
  const at = failure.command ?? 'CONN';
  const words = quotable(failure.response ?? failure.message ?? String(thrown), recipient);
  if (reply && reply >= 500 && reply < 600 && ABOUT_THE_MESSAGE.has(at) && !ABOUT_THE_SESSION.has(reply)) {
    return new MailRefused(reply, `the mail server refused a mail to ${masked(recipient)} at ${at}: ${words}`);
  }
  const code = failure.code ?? 'EUNKNOWN';
  return new MailUnavailable(code, `a mail to ${masked(recipient)} was not handed over (${code} at ${at}): ${words}`);
}
