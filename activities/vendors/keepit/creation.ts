/** An order line as the vendor's `<user_create>`. */
import type { AdministratorDetails } from '../../../workflows/contract/order.ts';
import { type CreateSubscription, type SubscriptionReference, VendorRefused } from '../port.ts';
import { isWritable, type XmlNode } from './xml.ts';

/** Names in `attributes`: the line once more, and what the account itself has no place for. */
export const LINE = 'orderLine';
const SEATS = 'seats';

/** What a mailbox name, and an address in all, may have (RFC 5321 §4.5.3.1.1, §4.5.3.1.3 without its brackets). */
const LONGEST_NAME = 64;
const LONGEST_ADDRESS = 254;

/**
 * The login that only this line can have. Keepit takes an address once, and holds one product an account; so every line of
 * an order after its first, and every later order for the same administrator, gets a login of its own: a subaddress
 * (RFC 5233) of the same mailbox that nobody else would choose. Where that would be too long, the key comes first and the
 * rest is cut, so that it is no other mailbox either. Mails go to the administrator's plain address all the same.
 * @throws VendorRefused if not even the key fits
 */
export function ownLoginOf({ key, administratorEmail }: SubscriptionReference): string {
  const at = administratorEmail.lastIndexOf('@');
  const [name, domain] = [administratorEmail.slice(0, at), administratorEmail.slice(at)];
  const room = Math.min(LONGEST_NAME, LONGEST_ADDRESS - domain.length);
  if (room < key.length)
    throw new VendorRefused('email', 'tooLong', 'the address leaves no room for a login of its own');
  const subaddress = `${name}+${key}`;
  // A name that is cut must not end in a dot.
  return `${subaddress.length <= room ? subaddress : `${key}.${name}`.slice(0, room).replace(/(?<!\.)\.+$/, '')}${domain}`;
}

/** The login that is asked for first. */
export function firstLoginOf(reference: SubscriptionReference): string {
  return reference.ordinal === 1 ? reference.administratorEmail : ownLoginOf(reference);
}

/** Whether a login is one that only this line can have. */
export function isOwnLogin(login: string, { administratorEmail }: SubscriptionReference): boolean {
  return login.toLowerCase() !== administratorEmail.toLowerCase();
}

/** What of a request no log may repeat. */
export function personal(request: CreateSubscription, login: string): (string | undefined)[] {
  const { firstName, lastName, email, phone, companyName } = request.administrator;
  return [login, email, phone, `${firstName} ${lastName}`, firstName, lastName, companyName];
}

/** Unpaired surrogates get through most patterns, but no XML can carry them. @throws VendorRefused */
export function assertWritable(administrator: AdministratorDetails): void {
  for (const [field, value] of Object.entries(administrator)) {
    if (typeof value === 'string' && !isWritable(value)) {
      throw new VendorRefused(field, 'invalid', 'the text has characters that the vendor cannot take');
    }
  }
}

/** Without a password the vendor mails the administrator a way in: we neither set nor see one. */
export function bodyOf(request: CreateSubscription, login: string): XmlNode {
  const { key, source, administratorEmail, administrator, quantity } = request;
  const { firstName, lastName, phone, companyName, country, language } = administrator;
  const attribute = (name: string, value: string): XmlNode => [
    'attribute',
    [
      ['name', name],
      ['value', value],
    ],
  ];
  return [
    'user_create',
    [
      ['login', login],
      ['external_id', key],
      ['acl', 'MasterAdmin'],
      ['product', source.vendorProductId],
      ['fullname', `${firstName} ${lastName}`],
      ['email', administratorEmail],
      ['country', country],
      ['companyname', companyName],
      ['language', language],
      ['phone', phone],
      ['attributes', [attribute(LINE, key), attribute(SEATS, String(quantity))]],
    ],
  ];
}
