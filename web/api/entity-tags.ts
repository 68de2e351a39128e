/** Versions of orders as entity tags (RFC 9110 §8.8.3), and conditions on them. */

/**
 * Weak: it says that the order is the same, and not that the answer is, byte for byte. While a release is rolled out, two
 * of them write the same order in their own ways, under one tag.
 */
export function entityTag(version: string): string {
  return `W/"${version}"`;
}

const TAG = /(?:W\/)?"([\x21\x23-\x7e\x80-\xff]*)"/g;

/** Whether `If-None-Match` names the version; compared weakly, as RFC 9110 §13.1.2 wants it. `*` names any. */
export function names(ifNoneMatch: string | undefined, version: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return isAny(ifNoneMatch) || [...ifNoneMatch.matchAll(TAG)].some(([, tag]) => tag === version);
}

/** Whether `If-None-Match` is `*`, which tells nothing of what was seen. */
export function isAny(ifNoneMatch: string): boolean {
  return ifNoneMatch.trim() === '*';
}
