/**
 * Addresses to which mail servers report a mail that they could not deliver after all (VERP): each mail has its own, so
 * that a report names its mail whatever else is in it. Their other half, which reads them, is the inbound mail's.
 */
import { createHmac } from 'node:crypto';
import type { LinkKeys } from '../../workflows/contract/links.ts';
import type { BounceAddresses } from './port.ts';

/** RFC 5321 §4.5.3.1.1. */
const LONGEST_LOCAL_PART = 64;

/** 80 bits: what a forger would gain is that a reseller is asked for another contact. */
const MAC_DIGITS = 20;

/**
 * Addresses of one mailbox with subaddresses (`bounces@…` takes mail for `bounces+anything@…`), signed with the first key.
 * They are in lower case throughout, since mail servers may fold what stands before the @.
 * @throws TypeError at once if `mailbox` is no address, or there is no key.
 */
export function createBounceAddresses({ mailbox, keys }: { mailbox: string; keys: LinkKeys }): BounceAddresses {
  const at = mailbox.lastIndexOf('@');
  const [key] = keys;
  if (at < 1) throw new TypeError('the mailbox of bounces must be an address');
  if (!key) throw new TypeError('bounce addresses need at least one key');

  return {
    of({ orderId, revision, number }) {
      const mail = `${orderId}.${revision}.${number}`.toLowerCase();
      const mac = createHmac('sha256', key.secret).update(`bounce:${mail}`).digest('hex').slice(0, MAC_DIGITS);
      const local = `${mailbox.slice(0, at)}+${mail}.${mac}`;
      if (local.length > LONGEST_LOCAL_PART) throw new TypeError('the mailbox of bounces has too long a name');
      return local + mailbox.slice(at);
    },
  };
}
