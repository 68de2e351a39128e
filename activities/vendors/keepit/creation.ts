/** An order line as the vendor's `<user_create>`. */
import type { AdministratorDetails } from '../../../workflows/contract/order.ts';
import { type CreateSubscription, type SubscriptionReference, VendorRefused } from '../port.ts';
import { isWritable, type XmlNode } from './xml.ts';

/** Names in `attributes`: the line once more, and what the account itself has no place for. */
export const LINE = 'orderLine';
const SEATS = 'seats';

/**
 * The login of a line's account. Keepit takes an address once, and holds one product an account; so every line of an
 * order after its first gets a login of its own, a subaddress (RFC 5233) of the same mailbox that nobody else would
 * choose. Mails go to the administrator's plain address all the same.
 */
export function loginOf({ key, ordinal, administratorEmail }: SubscriptionReference): string {
  if (ordinal === 1) return administratorEmail;
  const at = administratorEmail.lastIndexOf('@');
  return `${administratorEmail.slice(0, at)}+${key}${administratorEmail.slice(at)}`;
}

/** Whether the login is one that only this line can have. */
export function hasOwnLogin({ ordinal }: SubscriptionReference): boolean {
  return ordinal !== 1;
}

/** What of a request no log may repeat. */
export function personal(request: CreateSubscription): (string | undefined)[] {
  const { firstName, lastName, email, phone, companyName } = request.administrator;
  return [loginOf(request), email, phone, `${firstName} ${lastName}`, firstName, lastName, companyName];
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
export function bodyOf(request: CreateSubscription): XmlNode {
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
      ['login', loginOf(request)],
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
