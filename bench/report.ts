/** What a section has measured: a table for people, the same as data for programs. */
export interface Report {
  /** First row: the head. */
  rows: readonly (readonly string[])[];
  figures: unknown;
}

/** Tells what is being measured now. */
export type Say = (line: string) => void;
