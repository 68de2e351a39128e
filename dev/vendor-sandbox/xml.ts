/**
 * XML as the sandbox reads and writes it: by the library's own rules for escapes, in a mode that the adapter does not
 * use. It shares nothing with the adapter on purpose: a mistake that the adapter makes both ways shows here.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { XMLBuilder, XMLParser } from 'fast-xml-parser';

/** An element's children by name: its text, or its own children. */
export type XmlFields = Readonly<Record<string, unknown>>;

/** Thrown when a body is not XML, or not the document that was expected. */
export class XmlMalformed extends Error {
  override readonly name = 'XmlMalformed';
}

// `htmlEntities` is what makes the library resolve `&#13;`.
const parser = new XMLParser({
  htmlEntities: true,
  ignoreDeclaration: true,
  isArray: (name) => name === 'attribute',
  parseTagValue: false,
  trimValues: false,
});
const builder = new XMLBuilder({ suppressEmptyNode: true });

/** The children of a document's root element, which has to have that name. @throws XmlMalformed */
export function readXml(text: string, root: string): XmlFields {
  if (/<!DOCTYPE/i.test(text)) throw new XmlMalformed('a document type is declared');
  let document: XmlFields;
  try {
    document = parser.parse(text.trim(), true);
  } catch {
    throw new XmlMalformed('not well-formed');
  }
  const names = Object.keys(document);
  if (names.length !== 1 || names[0] !== root) throw new XmlMalformed(`the root element is not ${root}`);
  return fieldsOf(document[root]);
}

/** The text of a child; `undefined` if there is no such child, `''` if it is empty. */
export function textOf(fields: XmlFields, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' ? value : undefined;
}

/** `<attributes><attribute><name/><value/></attribute>…</attributes>` by name. */
export function attributesOf(fields: XmlFields): Record<string, string> {
  const { attribute } = fieldsOf(fields.attributes);
  const all = Array.isArray(attribute) ? attribute.map(fieldsOf) : [];
  return Object.fromEntries(all.map((one) => [textOf(one, 'name') ?? '', textOf(one, 'value') ?? '']));
}

/** Writes a document. Children that are `undefined` are left out; an array is as many elements of its name. */
export function writeXml(root: string, content: object): string {
  return `<?xml version="1.0" encoding="UTF-8"?>${builder.build({ [root]: content })}`;
}

/** Elements of a long list that are written before others get a turn. */
const WRITTEN_AT_ONCE = 200;

/** Writes a document of many elements of one name bit by bit, as fast as it is read. */
export function streamXml(root: string, name: string, elements: readonly object[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let at = 0;
  return new ReadableStream({
    start(controller) {
      controller.enqueue(encoder.encode(`<?xml version="1.0" encoding="UTF-8"?><${root}>`));
    },
    async pull(controller) {
      await nextTurn();
      const some = elements.slice(at, at + WRITTEN_AT_ONCE);
      at += WRITTEN_AT_ONCE;
      if (some.length > 0) controller.enqueue(encoder.encode(builder.build({ [name]: some })));
      if (at < elements.length) return;
      controller.enqueue(encoder.encode(`</${root}>`));
      controller.close();
    },
  });
}

function fieldsOf(element: unknown): XmlFields {
  return typeof element === 'object' && element !== null ? { ...element } : {};
}
