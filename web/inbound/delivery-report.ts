/**
 * Delivery status notifications (RFC 3464), read as far as it takes to know whether a mail will never arrive. They come
 * from anybody's mail server: everything is bounded by the size of the mail, and nothing in it is believed but this.
 */

/** What a mail says of the delivery of another one. */
export type DeliveryReport =
  /** It will never arrive; `status` is an RFC 3463 code such as `5.1.1`. */
  | { kind: 'permanent'; status: string }
  /** It may still arrive, or has arrived. */
  | { kind: 'passing' }
  /** The mail is something else, such as a reply of a person or an absence notice. */
  | { kind: 'none' }
  /** It claims to be a report, or a mail, and is not. */
  | { kind: 'malformed'; why: string };

/** Header fields by their names in lower case; of several with one name, all, in lines. */
export type Fields = ReadonlyMap<string, string>;

export interface IncomingMail {
  fields: Fields;
  report: DeliveryReport;
}

/** So much of a mail is read, in bytes: the status comes before what is returned, and the rest may be anything. */
const READ = 128 * 1024;

const PERMANENT = /^(5\.\d{1,3}\.\d{1,3})(?!\d)/;

/** Never throws. Fields and status are ASCII by RFC 3464; what else is in a mail is never shown to anybody. */
export function readMail(raw: Uint8Array): IncomingMail {
  const text = Buffer.from(raw.subarray(0, READ))
    .toString('latin1')
    .replaceAll('\r\n', '\n')
    .replace(/^From .*\n/, '');
  const { fields, body } = entityIn(text);
  if (fields.size === 0) return { fields, report: { kind: 'malformed', why: 'it has no header' } };
  const type = contentType(fields);
  if (type.name !== 'multipart/report' || type.parameters.get('report-type')?.toLowerCase() !== 'delivery-status') {
    return { fields, report: { kind: 'none' } };
  }
  const boundary = type.parameters.get('boundary');
  if (!boundary) return { fields, report: { kind: 'malformed', why: 'a report without a boundary' } };
  return { fields, report: reportIn(partsOf(body, boundary)) };
}

function reportIn(parts: string[]): DeliveryReport {
  const status = parts
    .map(entityIn)
    .find(({ fields }) => /^message\/(?:global-)?delivery-status$/.test(contentType(fields).name));
  if (!status) return { kind: 'malformed', why: 'a report without a delivery status' };
  const recipients = status.body
    .split(/\n[ \t]*\n/)
    .map(fieldsIn)
    .filter((fields) => fields.has('action'));
  if (recipients.length === 0) return { kind: 'malformed', why: 'a delivery status about nobody' };
  const codes = recipients.map((fields) =>
    fields.get('action')?.toLowerCase().startsWith('failed')
      ? PERMANENT.exec(fields.get('status') ?? '')?.[1]
      : undefined,
  );
  // A mail to an address that stands for several people has arrived if one of them got it.
  const [first] = codes;
  return first !== undefined && codes.every((code) => code !== undefined)
    ? { kind: 'permanent', status: first }
    : { kind: 'passing' };
}

/** Header and body of a mail, or of a part of one (RFC 5322 §2.1). */
function entityIn(text: string): { fields: Fields; body: string } {
  if (text.startsWith('\n')) return { fields: new Map(), body: text.slice(1) };
  const end = text.indexOf('\n\n');
  return end < 0
    ? { fields: fieldsIn(text), body: '' }
    : { fields: fieldsIn(text.slice(0, end)), body: text.slice(end + 2) };
}

function fieldsIn(text: string): Fields {
  const fields = new Map<string, string>();
  for (const line of text.replace(/\n[ \t]+/g, ' ').split('\n')) {
    const [, name, value] = /^([!-9;-~]+)[ \t]*:(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    const known = fields.get(name.toLowerCase());
    fields.set(name.toLowerCase(), known === undefined ? value.trim() : `${known}\n${value.trim()}`);
  }
  return fields;
}

/** RFC 2045 §5.1; a name alone counts as a type without parameters. */
function contentType(fields: Fields): { name: string; parameters: Map<string, string> } {
  const value = fields.get('content-type') ?? '';
  const parameters = new Map<string, string>();
  for (const [, name = '', quoted, plain] of value.matchAll(/;\s*([\w-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))/g)) {
    parameters.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '');
  }
  return { name: (value.split(';')[0] ?? '').trim().toLowerCase(), parameters };
}

/** The parts of a multipart body (RFC 2046 §5.1.1), without preamble and epilogue. */
function partsOf(body: string, boundary: string): string[] {
  const parts: string[] = [];
  let part: string[] | undefined;
  for (const line of body.split('\n')) {
    const delimiter = line.startsWith('--') ? line.trimEnd() : '';
    if (delimiter === `--${boundary}` || delimiter === `--${boundary}--`) {
      if (part) parts.push(part.join('\n'));
      part = delimiter.length === boundary.length + 2 ? [] : undefined;
    } else part?.push(line);
  }
  // A report that was cut short, as some servers do with what they return, has its status all the same.
  if (part) parts.push(part.join('\n'));
  return parts;
}
