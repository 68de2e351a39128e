/**
 * Bearer tokens, of resellers' services and of operators. A token is found by its digest, so nothing here compares secrets,
 * and a stolen database opens no door.
 */
import { sql } from 'kysely';
import { digestOf, newToken, newTokenId } from '../database/ids.ts';
import { operationsOn } from '../database/operations.ts';
import type { Database } from '../database/schema.ts';
import { naming } from '../market/resellers.ts';

export interface ApiToken {
  tokenId: string;
  /** Absent: it is an operator's. */
  resellerId?: string;
  label: string;
  createdAt: string;
  revokedAt?: string;
}

export type TokenStore = ReturnType<typeof createTokens>;

export function createTokens(db: Database) {
  return operationsOn(db, {
    createToken,
    createOperatorToken,
    resellerOf,
    operatorOf,
    revokeToken,
    listTokens,
  });
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

/** A token of an operator, who belongs to no reseller. Answers it in clear, this once. */
async function createOperatorToken(db: Database, label: string): Promise<{ token: string; record: ApiToken }> {
  const token = newToken();
  const values = { token_id: newTokenId(), digest: digestOf(token), label };
  const row = await db.insertInto('operator_tokens').values(values).returningAll().executeTakeFirstOrThrow();
  return { token, record: toToken(row) };
}

/** The reseller of a token that is valid now; `undefined` for an operator's, too. */
async function resellerOf(db: Database, token: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('api_tokens')
    .select('reseller_id')
    .where('digest', '=', digestOf(token))
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return row?.reseller_id;
}

/** The label of an operator's token that is valid now. */
async function operatorOf(db: Database, token: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('operator_tokens')
    .select('label')
    .where('digest', '=', digestOf(token))
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return row?.label;
}

/** `false` if there is no such token, or it was revoked before. */
async function revokeToken(db: Database, tokenId: string): Promise<boolean> {
  for (const table of ['api_tokens', 'operator_tokens'] as const) {
    const { numUpdatedRows } = await db
      .updateTable(table)
      .set({ revoked_at: sql<string>`now()` })
      .where('token_id', '=', tokenId)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows > 0n) return true;
  }
  return false;
}

/** All tokens, the revoked ones too, oldest first. */
async function listTokens(db: Database): Promise<ApiToken[]> {
  const resellers = await db.selectFrom('api_tokens').selectAll().execute();
  const operators = await db.selectFrom('operator_tokens').selectAll().execute();
  const age = ({ createdAt, tokenId }: ApiToken) => `${createdAt} ${tokenId}`;
  return [...resellers, ...operators].map(toToken).sort((one, other) => (age(one) < age(other) ? -1 : 1));
}

interface Row {
  token_id: string;
  reseller_id?: string;
  label: string;
  created_at: string;
  revoked_at: string | null;
}

function toToken(row: Row): ApiToken {
  return {
    tokenId: row.token_id,
    resellerId: row.reseller_id,
    label: row.label,
    createdAt: row.created_at,
    revokedAt: row.revoked_at ?? undefined,
  };
}
