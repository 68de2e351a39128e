/** Ids of ours are opaque; this much is promised of their form. Anything else cannot exist, and never reaches a database. */
export const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

export function isId(text: string): boolean {
  return ID.test(text);
}
