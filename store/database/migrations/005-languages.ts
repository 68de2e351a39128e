/** The language in which a reseller is written to; a customer's contacts carry theirs in their JSON. */
import { type Migration, sql } from 'kysely';

export const languages: Migration = {
  async up(db) {
    await sql`alter table resellers add column language text`.execute(db);
  },
};
