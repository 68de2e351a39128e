/**
 * XML as the vendor's API speaks it: elements and text, no attributes, no document types. Replies are treated as
 * hostile: entities are never expanded beyond the five of XML itself, and depth is bounded; the client bounds size.
 */
import { XMLParser } from 'fast-xml-parser';

/** An element to write: its name, and its text or its elements. Elements without content are left out. */
export type XmlNode = readonly [name: string, content: string | readonly XmlNode[] | undefined];

export interface XmlElement {
  name: string;
  /** The text directly inside, CDATA included, unescaped; `''` if there is none. */
  text: string;
  children: XmlElement[];
}

/** Thrown when text is not the XML we accept. Carries no part of the text. */
export class XmlUnreadable extends Error {
  override readonly name = 'XmlUnreadable';
}

const DEEPEST = 32;

/** What XML 1.0 cannot carry at all, not even escaped (https://www.w3.org/TR/xml/#charsets). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the point
const IMPOSSIBLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;

/** Whether XML can carry a text at all. */
export function isWritable(text: string): boolean {
  return !IMPOSSIBLE.test(text);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  // Unescaped, every parser must turn it into a line feed (https://www.w3.org/TR/xml/#sec-line-ends).
  '\r': '&#13;',
};

/** Text as it stands between tags. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"'\r]/g, (character) => ESCAPES[character] ?? character);
}

/** Writes a document. @throws RangeError for text that {@link isWritable} denies. */
export function writeXml(root: XmlNode): string {
  return `<?xml version="1.0" encoding="UTF-8"?>${write(root)}`;
}

function write([name, content]: XmlNode): string {
  if (content === undefined) return '';
  if (typeof content === 'string' && !isWritable(content)) {
    throw new RangeError(`<${name}> has characters that XML cannot carry`);
  }
  const inner = typeof content === 'string' ? escapeXml(content) : content.map(write).join('');
  return inner === '' ? `<${name}/>` : `<${name}>${inner}</${name}>`;
}

const TEXT = '#text';
const CDATA = '#cdata';

const parser = new XMLParser({
  preserveOrder: true,
  processEntities: false,
  parseTagValue: false,
  trimValues: false,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  removeNSPrefix: true,
  textNodeName: TEXT,
  cdataPropName: CDATA,
  maxNestedTags: DEEPEST,
});

type Parsed = Record<string, string | Parsed[]>;

/** Reads a document and returns its root element. @throws XmlUnreadable */
export function parseXml(text: string): XmlElement {
  if (/<!DOCTYPE/i.test(text)) throw new XmlUnreadable('the XML declares a document type');
  let parsed: Parsed[];
  try {
    parsed = parser.parse(text, true) as Parsed[];
  } catch {
    // The parser quotes its input, which may be huge and may hold anything: its message goes no further.
    throw new XmlUnreadable('the XML is malformed or too deep');
  }
  const roots = elementsOf(parsed);
  if (roots.length !== 1 || !roots[0]) throw new XmlUnreadable('the XML has no single root element');
  return roots[0];
}

function elementsOf(nodes: readonly Parsed[]): XmlElement[] {
  const elements: XmlElement[] = [];
  for (const node of nodes) {
    for (const [name, content] of Object.entries(node)) {
      if (name !== TEXT && name !== CDATA && Array.isArray(content)) {
        elements.push({ name, text: textOf(content), children: elementsOf(content) });
      }
    }
  }
  return elements;
}

function textOf(nodes: readonly Parsed[]): string {
  let text = '';
  for (const node of nodes) {
    const plain = node[TEXT];
    const cdata = node[CDATA];
    if (typeof plain === 'string') text += unescaped(plain);
    if (Array.isArray(cdata)) text += cdata.map((part) => part[TEXT] ?? '').join('');
  }
  if (!isWritable(text)) throw new XmlUnreadable('the XML has characters that XML cannot carry');
  return text;
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(/&([^;&]{0,12};?)/g, (_, reference: string) => {
    const match = /^(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));$/.exec(reference);
    if (match?.[3]) return NAMED[match[3]] ?? '';
    const code = match ? Number.parseInt(match[1] ?? match[2] ?? '', match[1] ? 10 : 16) : Number.NaN;
    if (!(code <= 0x10ffff)) throw new XmlUnreadable('the XML refers to an entity that XML does not define');
    return String.fromCodePoint(code);
  });
}

/** The text of the first child of that name, or `undefined` if there is no such child. */
export function childText(element: XmlElement, name: string): string | undefined {
  return element.children.find((child) => child.name === name)?.text;
}
