/** What a buyer agrees to. */
import { sql } from 'kysely';
import { storable } from '../database/cursors.ts';
import { json } from '../database/json.ts';
import type { Database } from '../database/schema.ts';
import type { TermsSection } from '../database/tables/market.ts';

/** One version of the terms in one language. Once written it never changes: people agreed to it. */
export interface Terms {
  version: string;
  /** `en`, `de` … */
  language: string;
  title: string;
  sections: TermsSection[];
}

/** In the language asked for, else in English, else in any. */
export async function terms(db: Database, version: string, language: string): Promise<Terms | undefined> {
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
}

/** Adds a version; one that is there stays as it is. */
export async function putTerms(db: Database, { version, language, title, sections }: Terms): Promise<void> {
  await db
    .insertInto('terms')
    .values({ version, language, title, sections: json(sections) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
