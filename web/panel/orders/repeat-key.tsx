/** A form that is sent twice, by a double click or after a lost answer, is one message to the order. */
import { randomUUID } from 'node:crypto';

const NAME = 'repeat-key';

/** A hidden field; a form that is shown again keeps its key. */
export function RepeatKey({ value = randomUUID() }: { value?: string | undefined }) {
  return <input type="hidden" name={NAME} value={value} />;
}

/** The key of a form, or `undefined` if it has none of ours. */
export function repeatKeyIn(text: (name: string) => string): string | undefined {
  const key = text(NAME);
  return /^[0-9a-f-]{36}$/.test(key) ? key : undefined;
}
