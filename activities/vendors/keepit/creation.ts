/** An order line as the vendor's `<user_create>`. */
import type { AdministratorDetails } from '../../../workflows/contract/order.ts';
import { type CreateSubscription, VendorRefused } from '../port.ts';
import { isWritable, type XmlNode } from './xml.ts';

/** Names in `attributes`: the line once more, and what the account itself has no place for. */
export const LINE = 'orderLine';
const SEATS = 'seats';

/** What of a request no log may repeat. */
export function personal({ administrator }: CreateSubscription): (string | undefined)[] {
  const { firstName, lastName, email, phone, companyName } = administrator;
  return [email, phone, `${firstName} ${lastName}`, firstName, lastName, companyName];
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
export function bodyOf({ key, source, administratorEmail, administrator, quantity }: CreateSubscription): XmlNode {
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
      ['login', administratorEmail],
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
