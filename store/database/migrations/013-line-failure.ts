/**
 * What becomes of an order's other lines when one cannot be provisioned. Orders of before have no word on it, and those
 * that an earlier release takes meanwhile neither: of them everything is undone, as they were promised.
 */
import { type Migration, sql } from 'kysely';

export const lineFailure: Migration = {
  async up(db) {
    await sql.raw('alter table orders add column line_failure text').execute(db);
  },
};
