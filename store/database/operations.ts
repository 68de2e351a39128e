import type { Database } from './schema.ts';

/** A function whose first argument is the database, or the transaction, that it asks. */
type Operation = (db: Database, ...given: never[]) => unknown;

/** The same functions without that argument. */
type On<Operations> = {
  [Name in keyof Operations]: Operations[Name] extends (db: Database, ...given: infer Given) => infer Answer
    ? (...given: Given) => Answer
    : never;
};

/** What a domain offers on one database, made from its functions; so each is written, and described, once. */
export function operationsOn<Operations extends Record<string, Operation>>(
  db: Database,
  operations: Operations,
): On<Operations> {
  const bound = Object.entries(operations).map(([name, ask]) => [name, ask.bind(undefined, db)]);
  return Object.fromEntries(bound) as On<Operations>;
}
