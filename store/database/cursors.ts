/** Pages, and cursors: the sort key of the last row of a page, opaque to callers, and checked when it comes back. */
export interface Page<T> {
  items: T[];
  nextCursor?: string;
}

/** Thrown when a cursor was not made by this store. */
export class BadCursor extends Error {
  override readonly name = 'BadCursor';
}

type Key = readonly [string, string];

function encodeCursor(key: Key): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** @throws BadCursor unless the text is what `encodeCursor` makes, and `accepts` its key. */
export function decodeCursor(cursor: string, accepts: (key: Key) => boolean = () => true): Key {
  try {
    const key = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as Key;
    if (encodeCursor(key) === cursor && isKey(key) && accepts(key)) return key;
  } catch {
    // falls through to the same refusal
  }
  throw new BadCursor('This cursor is not one of ours; start again without it.');
}

function isKey(value: unknown): value is Key {
  return (
    Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string' && storable(part))
  );
}

/** Whether a text is exactly what this store writes for an instant. */
export function isInstant(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) && !Number.isNaN(Date.parse(text));
}

/** PostgreSQL's text cannot hold U+0000, so no stored value has it, and asking for one would be an error. */
export function storable(text: string): boolean {
  return !text.includes('\u0000');
}

/** Whether an error is PostgreSQL's about a text with U+0000: in a text as such, or escaped in JSON. */
export function isUnstorable(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return code === '22021' || code === '22P05';
}

/** From 1 to 100 rows, whatever was asked for. */
export function pageSize(limit: number): number {
  return Number.isFinite(limit) ? Math.min(100, Math.max(1, Math.trunc(limit))) : 100;
}

/** Makes a page of up to `size` rows; one row more than that must have been read, if there is one. */
export function pageOf<Row, T>(rows: Row[], size: number, keyOf: (row: Row) => Key, view: (row: Row) => T): Page<T> {
  const shown = rows.slice(0, size);
  const last = rows.length > size ? shown.at(-1) : undefined;
  return { items: shown.map(view), nextCursor: last && encodeCursor(keyOf(last)) };
}
