/**
 * Loaded into the product's process before its own code (`node --import`): counts the SQL statements that leave it, on either
 * kind of database, and tells them over HTTP at the port that the environment names. Statements of transactions count, too.
 */
import { createServer } from 'node:http';
import { isMainThread } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';

/** By text. `ms`: from being handed over to the answer, with the time in the database's queue. */
export type Statements = Record<string, { count: number; ms: number }>;

const counted: Statements = {};

// biome-ignore lint/suspicious/noExplicitAny: whatever the overloads take is passed on as it is
type Method = (this: unknown, ...args: any[]) => unknown;

function countCallsOf(prototype: object, name: string): void {
  const methods = prototype as Record<string, Method>;
  const original = methods[name] as Method;
  methods[name] = function (...args) {
    const [first] = args as [string | { text: string }];
    const text = typeof first === 'string' ? first : first.text;
    counted[text] ??= { count: 0, ms: 0 };
    const statement = counted[text];
    statement.count += 1;
    const began = performance.now();
    const answer = original.apply(this, args);
    const end = () => {
      statement.ms += performance.now() - began;
    };
    if (answer instanceof Promise) answer.then(end, end);
    return answer;
  };
}

if (isMainThread) {
  // For this process only, not for those that it starts.
  delete process.env.NODE_OPTIONS;
  countCallsOf(pg.Client.prototype, 'query');
  countCallsOf(PGlite.prototype, 'query');
  const server = createServer((_, response) => response.end(JSON.stringify(counted)));
  server.listen(Number(process.env.COUNTING_PORT), '127.0.0.1');
  server.unref();
}
