/**
 * The JSON text of a value, as PostgreSQL can hold it: `jsonb` refuses U+0000 and halves of surrogate pairs, which
 * JSON from outside may carry. They become U+FFFD, as in any other text that is not valid; a record that can never be
 * written would keep its order from going on.
 */
export function json(value: unknown): string {
  return JSON.stringify(value, (_, part) =>
    typeof part === 'string' ? part.replace(/[\p{Surrogate}\0]/gu, '\ufffd') : part,
  );
}
