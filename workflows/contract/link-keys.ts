/** How the signing keys of links are written in the environment: `LINK_KEYS=id:base64url[,id:base64url…]`. */
import type { LinkKeys } from './links.ts';

/** RFC 7518 §3.2: HS256 needs a key at least as long as its hash. */
const SHORTEST_KEY = 32;
const ID = /^[A-Za-z0-9._-]{1,64}$/;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * Reads the keys; the first one signs, all of them verify. To rotate: put the new key first, and drop the old one when
 * the last link signed with it has expired.
 * @throws TypeError naming every problem at once, by position and id; never a key or a part of one.
 */
export function parseLinkKeys(text: string): LinkKeys {
  const entries = text.split(',').map((entry) => entry.trim());
  const keys: { id: string; secret: Uint8Array }[] = [];
  const problems: string[] = [];
  for (const [index, entry] of entries.entries()) {
    const colon = entry.indexOf(':');
    const id = entry.slice(0, Math.max(colon, 0));
    const which = `key ${index + 1}`;
    if (colon < 0) {
      problems.push(`${which} has no colon between id and key`);
    } else if (!ID.test(id)) {
      problems.push(`${which} has an id that is not 1 to 64 letters, digits, dots, dashes or underscores`);
    } else if (keys.some((key) => key.id === id)) {
      problems.push(`${which} has the id ${id}, as an earlier one has`);
    } else {
      const secret = decodeBase64url(entry.slice(colon + 1));
      if (!secret) problems.push(`${which} (${id}) is not base64url (letters, digits, - and _)`);
      else if (secret.length < SHORTEST_KEY) {
        problems.push(`${which} (${id}) has ${secret.length} bytes and needs at least ${SHORTEST_KEY}`);
      } else keys.push({ id, secret });
    }
  }
  if (problems.length > 0) {
    throw new TypeError(`LINK_KEYS must be id:base64url[,id:base64url…]: ${problems.join('; ')}`);
  }
  return keys;
}

/** RFC 4648 §5, with or without padding; `undefined` for anything else. Written out, since this file may import nothing. */
function decodeBase64url(text: string): Uint8Array | undefined {
  const digits = text.replace(/={1,2}$/, '');
  if (!/^[A-Za-z0-9_-]*$/.test(digits) || digits.length % 4 === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let held = 0;
  let bits = 0;
  let next = 0;
  for (const digit of digits) {
    held = ((held << 6) | ALPHABET.indexOf(digit)) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[next++] = held >> bits;
    }
  }
  return bytes;
}
