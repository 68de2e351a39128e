/** Reading answers whose shape is documented in part, by a vendor that may be broken or replaced by somebody else. */
import { VendorUnavailable } from '../port.ts';
import type { Reply } from './errors.ts';
import { childText, parseXml, type XmlElement, XmlUnreadable } from './xml.ts';

/** The root element of an answer. @throws VendorUnavailable if it is not readable XML with that root */
export function rootOf(reply: Reply, name: string): XmlElement {
  try {
    const root = parseXml(new TextDecoder('utf-8', { fatal: true }).decode(reply.body));
    if (root.name === name) return root;
  } catch (error) {
    const why = error instanceof XmlUnreadable ? error.message : 'it is not UTF-8';
    throw new VendorUnavailable(`the vendor's <${name}> is unreadable: ${why}`);
  }
  throw new VendorUnavailable(`the vendor answered with something else than <${name}>`);
}

/** Ids go into paths. Theirs look like `nq2v51-5mx23m-qb7sah`; anything that stays one path segment will do. */
const ID = /^[A-Za-z0-9][A-Za-z0-9._~-]{0,127}$/;

/** @throws VendorUnavailable if it is not an id */
export function idOf(text: string | undefined): string {
  const id = text?.trim() ?? '';
  if (!ID.test(id)) throw new VendorUnavailable('the vendor answered with an account id that is not one');
  return id;
}

export function attributesOf(user: XmlElement): Record<string, string> {
  const all = user.children.find((child) => child.name === 'attributes')?.children ?? [];
  return Object.fromEntries(all.map((one) => [childText(one, 'name') ?? '', childText(one, 'value') ?? '']));
}

/** Where the new id is, is not documented: `Location`, XML or plain text. A hint only, confirmed by reading. */
export function createdIdOf(reply: Reply): string | undefined {
  const located = reply.location?.match(/\/users\/([^/?#]+)\/?$/)?.[1];
  const text = reply.body.subarray(0, 10_000).toString('utf8');
  // Without a second quantifier for white space beside the text: three of them took seconds for a reply full of spaces.
  const inBody =
    /<id>([^<]+)<\/id>/.exec(text)?.[1]?.trim() ?? /\b[a-z0-9]{6}-[a-z0-9]{6}-[a-z0-9]{6}\b/.exec(text)?.[0];
  return [located, inBody].find((id) => id !== undefined && ID.test(id));
}
