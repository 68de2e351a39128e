/** Ids of ours are opaque; this much is promised of their form. Anything else cannot exist, and never reaches a database. */
export const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

export function isId(text: string): boolean {
  return ID.test(text);
}

/** The id of an order line: the order's, in Crockford's base32, and the line's number in it. */
const LINE_ID = /^[0-9A-HJKMNP-TV-Z]{10}-[1-9]\d{0,2}$/;

/** Whether a text that stands somewhere outside has the form of an order line's id. */
export function isLineId(text: string): boolean {
  return LINE_ID.test(text);
}
