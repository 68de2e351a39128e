/** The list of our children, read piece by piece as it arrives: of whatever size, and never for long at a time. */
import { VendorUnavailable } from '../port.ts';
import { idOf } from './replies.ts';
import { childText, parseXml, type XmlElement, XmlUnreadable } from './xml.ts';

/** A child of our account as the list shows it. */
export interface KeepitChild {
  id: string;
  /** Absent in lists of an older version. */
  email: string | undefined;
}

/** Characters of one child; a longer one is unreadable. */
const LONGEST_CHILD = 50_000;

const OPENING = /^\uFEFF?\s*(?:<\?xml[^>]*\?>\s*)?<(?:[A-Za-z_][\w.-]*:)?users(?:\s[^<>]*)?>/;
/** A child's end, and where what only looks like one begins and ends. */
const MARK = /<\/(?:[A-Za-z_][\w.-]*:)?user\s*>|<!\[CDATA\[|\]\]>|<!--|-->/g;

/**
 * Cuts the list behind the last `</user>` that has come, and reads every such piece as a document of its own, so that what
 * holds for a small reply holds for each.
 */
export class ChildrenReader {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  /** What no `</user>` has ended yet. */
  #text = '';
  /** Everything before the first child, once there is one. */
  #opening: string | undefined;

  /** The children that a further part of the answer completes. @throws VendorUnavailable if it is unreadable */
  read(part: Uint8Array): KeepitChild[] {
    return orUnreadable(() => {
      this.#text += this.#decoder.decode(part, { stream: true });
      const end = endOfChildren(this.#text);
      const piece = this.#text.slice(0, end);
      this.#text = this.#text.slice(end);
      if (this.#text.length > LONGEST_CHILD) throw new XmlUnreadable('one of its elements is too long');
      return end === 0 ? [] : childrenIn(`<users>${this.#withoutOpening(piece)}</users>`);
    });
  }

  /** The children that are complete only now that nothing follows. @throws VendorUnavailable as `read` */
  end(): KeepitChild[] {
    return orUnreadable(() => {
      this.#text += this.#decoder.decode();
      return childrenIn(`${this.#opening ?? ''}${this.#text}`);
    });
  }

  #withoutOpening(piece: string): string {
    if (this.#opening !== undefined) return piece;
    const [opening] = OPENING.exec(piece) ?? [];
    if (opening === undefined || opening.endsWith('/>')) throw new XmlUnreadable('it is something else than <users>');
    this.#opening = opening;
    return piece.slice(opening.length);
  }
}

/** Behind the last `</user>` that is not part of a text or of a comment; 0 if there is none. */
function endOfChildren(text: string): number {
  let end = 0;
  let closing: string | undefined;
  for (const { 0: mark, index } of text.matchAll(MARK)) {
    if (closing !== undefined) closing = mark === closing ? undefined : closing;
    else if (mark === '<![CDATA[') closing = ']]>';
    else if (mark === '<!--') closing = '-->';
    else if (mark.startsWith('</')) end = index + mark.length;
  }
  return end;
}

function childrenIn(document: string): KeepitChild[] {
  const root = parseXml(document);
  if (root.name !== 'users') throw new XmlUnreadable('it is something else than <users>');
  return root.children.filter(({ name }) => name === 'user').map(childOf);
}

function childOf(user: XmlElement): KeepitChild {
  return { id: idOf(childText(user, 'id')), email: childText(user, 'email')?.trim() || undefined };
}

function orUnreadable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof VendorUnavailable) throw error;
    const why = error instanceof XmlUnreadable ? error.message : 'it is not UTF-8';
    throw new VendorUnavailable(`the vendor's list is unreadable: ${why}`);
  }
}
