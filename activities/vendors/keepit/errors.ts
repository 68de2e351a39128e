/** From the vendor's answers to the port's errors. Matched by status: the texts are plain and may change. */
import type { DetailsField } from '../../../workflows/contract/details.ts';
import type { RefusalCode } from '../../../workflows/contract/failures.ts';
import { VendorMisconfigured, VendorRefused, VendorUnavailable } from '../port.ts';

/** An answer, read to its end. */
export interface Reply {
  status: number;
  retryAfter: string | null;
  location: string | null;
  body: Buffer;
}

/** A wait longer than this is more likely a wrong clock than a wish, and would park an order. */
const LONGEST_RETRY_AFTER = 3_600_000;

/**
 * Milliseconds that a `Retry-After` asks for (RFC 9110 §10.2.3: seconds, or an HTTP date), at most an hour;
 * `undefined` if there is none or it is neither.
 */
function retryAfterOf(value: string | null, now: number): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, LONGEST_RETRY_AFTER);
  const date = /^[A-Z][a-z]+,? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.min(Math.max(date - now, 0), LONGEST_RETRY_AFTER);
}

const EXCERPT = 200;

/** Control characters, and those that reorder or hide text where a log or a terminal shows it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: removing control characters is the point
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff0-\uffff]+/g;

const ADDRESS = /[^\s@<>"'()]{1,64}@[^\s@<>"'()]{1,255}/g;

/**
 * The beginning of an answer in one printable line of at most 200 characters, without any of the `hidden` texts and
 * without e-mail addresses: failures are kept for long, and are read by people who may not see a customer's data.
 */
function excerptOf(body: Buffer, hidden: readonly string[]): string {
  let text = body.toString('utf8').replace(UNPRINTABLE, ' ');
  for (const secret of hidden) if (secret.length > 2) text = text.replaceAll(secret, '[…]');
  const line = text
    .slice(0, 20 * EXCERPT)
    .replace(ADDRESS, '[…]')
    .replace(/\s+/g, ' ')
    .trim();
  // By characters, so that none is cut in half.
  return Array.from(line).slice(0, EXCERPT).join('');
}

/** Whether to come back later: the vendor is busy, or the way to it is broken. */
function isWeather(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500 || (status >= 300 && status < 400);
}

/** The error that an answer stands for, unless the operation knows better. `what` names the operation, not the URL. */
export function failureOf(
  what: string,
  reply: Reply,
  hidden: readonly string[],
): VendorUnavailable | VendorMisconfigured {
  const said = excerptOf(reply.body, hidden);
  const message = `the vendor answered ${reply.status} to "${what}"${said && `: ${said}`}`;
  if (isWeather(reply.status) || reply.status < 300) {
    return new VendorUnavailable(message, { retryAfter: retryAfterOf(reply.retryAfter, Date.now()) });
  }
  return new VendorMisconfigured(message);
}

/** The vendor's and our own words for our fields, lower case; the first that a refusal names is to blame. */
const FIELD_NAMES: readonly (readonly [pattern: RegExp, field: DetailsField])[] = [
  [/\b(?:login|e-?mail)\b/i, 'email'],
  [/\blast_?name\b/i, 'lastName'],
  [/\b(?:full_?name|first_?name)\b/i, 'firstName'],
  [/\bphone\b/i, 'phone'],
  [/\bcompany_?name\b/i, 'companyName'],
  [/\bcountry\b/i, 'country'],
  [/\blanguage\b/i, 'language'],
];

/** What a 400 or 422 to a creation says: a field of ours where the text names one, else the order as a whole. */
export function refusalOf(
  status: number,
  body: Buffer,
  hidden: readonly string[],
): VendorRefused | VendorMisconfigured {
  const said = excerptOf(body, hidden);
  const message = `the vendor refused the data (${status})${said && `: ${said}`}`;
  const field = FIELD_NAMES.map(([pattern, name]) => ({ name, at: said.search(pattern) }))
    .filter(({ at }) => at >= 0)
    .sort((one, other) => one.at - other.at)[0]?.name;
  // The product comes from our catalogue: nobody who fills in a form can mend it.
  if (field === undefined && /\bproduct\b/i.test(said)) return new VendorMisconfigured(message);
  return new VendorRefused(field ?? 'order', codeOf(field, said), message);
}

function codeOf(field: DetailsField | undefined, said: string): RefusalCode {
  if (field === 'email' && /in ?use|taken|exists|already/i.test(said)) return 'addressInUse';
  return /too ?long|exceed|longer/i.test(said) ? 'tooLong' : 'invalid';
}

/**
 * The address is somebody else's login at the vendor, where an address can be used only once. Resellers read the message,
 * and it is the same whosever the login is: one must not learn who another one's customers are. Operators find in the
 * cause what we know.
 */
export function addressInUse(why: string): VendorRefused {
  const cause = new Error(why);
  return new VendorRefused('email', 'addressInUse', 'the e-mail address is in use at the vendor', { cause });
}
