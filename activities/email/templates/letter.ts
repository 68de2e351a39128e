/**
 * A mail before it is text or HTML: both are made from the same blocks, so neither can say what the other does not.
 * Data goes in as it is; the two renderers make it safe.
 */

/** A piece of a sentence; an address becomes a link to write to it. */
export type Part = string | { mail: string };

export type Block =
  | { kind: 'paragraph'; parts: readonly Part[] }
  /** The one thing to do: a button, and the URL in full for those who would rather see or copy it. */
  | { kind: 'action'; label: string; url: string; copyHint: string }
  | { kind: 'heading'; text: string }
  | { kind: 'facts'; rows: readonly (readonly [label: string, value: string])[] }
  | { kind: 'list'; items: readonly string[] };

export interface Letter {
  /** BCP 47: what screen readers pronounce it as. */
  language: string;
  subject: string;
  /** The heading of the HTML part. */
  title: string;
  blocks: readonly Block[];
  /** Why this mail exists, in small print. */
  footer: string;
}

export function paragraph(...parts: Part[]): Block {
  return { kind: 'paragraph', parts };
}
