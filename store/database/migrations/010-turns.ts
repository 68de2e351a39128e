/** Which of the workflow's steps wrote an order, and a link's deadline, last: a step that comes late is recognised by it. */
import { type Migration, sql } from 'kysely';

const STATEMENTS = [
  'alter table orders add column turn integer not null default 0',
  'alter table information_requests add column turn integer not null default 0',
];

export const turns: Migration = {
  async up(db) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
