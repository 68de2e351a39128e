/** Reads the addresses to which bounces come back. Their other half, which makes them, is an activity's. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { LinkKeys } from '../../workflows/contract/links.ts';
import type { BounceReader } from '../site/ports.ts';

const TOKEN = /^([0-9a-z]{10})\.([1-9]\d{0,6})\.([1-9]\d{0,6})\.([0-9a-f]{20})$/;

/** More than mail of one recipient has; whoever lists thousands of addresses is not one of those that we wrote to. */
const MOST_ADDRESSES = 50;

/** A reader of the addresses below `mailbox` that were signed with any of the keys. */
export function createBounceReader({ mailbox, keys }: { mailbox: string; keys: LinkKeys }): BounceReader {
  const at = mailbox.lastIndexOf('@');
  const [prefix, domain] = [`${mailbox.slice(0, at)}+`.toLowerCase(), mailbox.slice(at).toLowerCase()];

  return {
    find(text) {
      for (const address of (text.toLowerCase().match(/[^\s<>()[\]",;:]+/g) ?? []).slice(0, MOST_ADDRESSES)) {
        if (!address.startsWith(prefix) || !address.endsWith(domain)) continue;
        const token = TOKEN.exec(address.slice(prefix.length, -domain.length));
        if (!token) continue;
        const [, orderId = '', revision, number, mac = ''] = token;
        const mail = `${orderId}.${revision}.${number}`;
        const signed = keys.some(({ secret }) => {
          const expected = createHmac('sha256', secret).update(`bounce:${mail}`).digest('hex').slice(0, mac.length);
          return timingSafeEqual(Buffer.from(expected), Buffer.from(mac));
        });
        if (signed) return { orderId: orderId.toUpperCase(), revision: Number(revision), number: Number(number) };
      }
      return undefined;
    },
  };
}
