/** Counts SQL statements where they leave for the database, below every pool: a server's or the embedded one. */
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';

/** The statements that are sent while `work` goes on, in any of this process's databases. */
export async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const sent: string[] = [];
  const spies = [jest.spyOn(PGlite.prototype, 'query'), jest.spyOn(pg.Client.prototype, 'query')];
  try {
    await work();
    for (const { mock } of spies) for (const [text] of mock.calls) sent.push(String(text));
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return sent;
}
