import { sql } from 'kysely';
import { storable } from '../database/cursors.ts';
import { json } from '../database/json.ts';
import type { Database } from '../database/schema.ts';
import type { Terms } from '../shop/shop.ts';

export const terms = {
  /** In the language asked for, else in English, else in any. */
  async find(db: Database, version: string, language: string): Promise<Terms | undefined> {
    if (!storable(version)) return undefined;
    return db
      .selectFrom('terms')
      .selectAll()
      .where('version', '=', version)
      .orderBy(sql`language = ${language}`, 'desc')
      .orderBy(sql`language = 'en'`, 'desc')
      .orderBy('language')
      .limit(1)
      .executeTakeFirst();
  },

  /** Adds a version; one that is there stays as it is, since people agreed to it. */
  async put(db: Database, { version, language, title, sections }: Terms): Promise<void> {
    await db
      .insertInto('terms')
      .values({ version, language, title, sections: json(sections) })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  },
};
