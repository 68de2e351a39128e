/** What a draft's buyer wants if one of several lines cannot be set up; without a word, what everybody gets. */
import { type Migration, sql } from 'kysely';

export const draftLineFailure: Migration = {
  async up(db) {
    await sql.raw('alter table order_drafts add column line_failure text').execute(db);
  },
};
