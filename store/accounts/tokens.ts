/** Bearer tokens. A token is found by its digest, so nothing here compares secrets, and a stolen database opens no door. */
import { type Selectable, sql } from 'kysely';
import { digestOf, newToken, newTokenId } from '../database/ids.ts';
import { operationsOn } from '../database/operations.ts';
import type { Database, Schema } from '../database/schema.ts';
import { naming } from '../market/resellers.ts';

export interface ApiToken {
  tokenId: string;
  resellerId: string;
  label: string;
  createdAt: string;
  revokedAt?: string;
}

export type TokenStore = ReturnType<typeof createTokens>;

export function createTokens(db: Database) {
  return operationsOn(db, { createToken, resellerOf, revokeToken, listTokens });
}

/** Answers the token in clear, this once. @throws UnknownReseller */
async function createToken(
  db: Database,
  resellerId: string,
  label: string,
): Promise<{ token: string; record: ApiToken }> {
  const token = newToken();
  const values = { token_id: newTokenId(), digest: digestOf(token), reseller_id: resellerId, label };
  const insert = db.insertInto('api_tokens').values(values).returningAll();
  return { token, record: toToken(await naming(resellerId, insert.executeTakeFirstOrThrow())) };
}

/** The reseller of a token that is valid now. */
async function resellerOf(db: Database, token: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('api_tokens')
    .select('reseller_id')
    .where('digest', '=', digestOf(token))
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return row?.reseller_id;
}

/** `false` if there is no such token, or it was revoked before. */
async function revokeToken(db: Database, tokenId: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('api_tokens')
    .set({ revoked_at: sql`now()` })
    .where('token_id', '=', tokenId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** All tokens, the revoked ones too, oldest first. */
async function listTokens(db: Database): Promise<ApiToken[]> {
  const rows = await db.selectFrom('api_tokens').selectAll().orderBy('created_at').orderBy('token_id').execute();
  return rows.map(toToken);
}

function toToken(row: Selectable<Schema['api_tokens']>): ApiToken {
  return {
    tokenId: row.token_id,
    resellerId: row.reseller_id,
    label: row.label,
    createdAt: row.created_at,
    revokedAt: row.revoked_at ?? undefined,
  };
}
