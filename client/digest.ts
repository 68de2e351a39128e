import { createHash } from 'node:crypto';

/**
 * SHA-256 over canonical JSON (members sorted, no white space, as RFC 8785 for the values we have: objects, arrays,
 * strings, integers), so that the same order is recognised however its sender orders the members.
 */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, content]) => content !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, content]) => `${JSON.stringify(name)}:${canonical(content)}`);
  return `{${members.join(',')}}`;
}
