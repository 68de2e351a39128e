/**
 * What a column's text becomes in JavaScript, the same for both drivers; left alone, `pg` answers int8 and count as
 * strings and PGlite as numbers. Keys are PostgreSQL's type OIDs (`pg_type.dat`).
 */
export const COLUMN_TYPES: Readonly<Record<number, (text: string) => unknown>> = {
  /** int8, also of `count` and of sums cast to it. */
  20: toSafeInteger,
  /** json, jsonb */
  114: JSON.parse,
  3802: JSON.parse,
  /** timestamptz */
  1184: toInstant,
};

function toSafeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`an int8 beyond what a number can hold exactly: ${text}`);
  return value;
}

/** An instant that comes within JSON, where the drivers see only text: `2026-11-24T07:31:14.48+00:00`. */
export function instantInJson(text: string): string {
  return new Date(text).toISOString();
}

/** PostgreSQL writes `2026-11-24 07:31:14.48+00`, with minutes in the offset only where they are not zero. */
function toInstant(text: string): string {
  const iso = text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00');
  return new Date(iso).toISOString();
}
