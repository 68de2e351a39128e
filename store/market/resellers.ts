import type { Money } from '../../workflows/contract/money.ts';
import type { Database } from '../database/schema.ts';

export interface Reseller {
  resellerId: string;
  name: string;
  email: string;
  creditLimit: Money;
  /** BCP 47: the language to write in; English if it is not known. */
  language?: string;
}

/** Thrown when a reseller is named that does not exist. */
export class UnknownReseller extends Error {
  override readonly name = 'UnknownReseller';
}

/** Creates or replaces a reseller. */
export async function putReseller(db: Database, reseller: Reseller): Promise<void> {
  const values = {
    name: reseller.name,
    email: reseller.email,
    credit_limit_minor: reseller.creditLimit.minor,
    currency: reseller.creditLimit.currency,
    language: reseller.language ?? null,
  };
  await db
    .insertInto('resellers')
    .values({ reseller_id: reseller.resellerId, ...values })
    .onConflict((conflict) => conflict.column('reseller_id').doUpdateSet(values))
    .execute();
}

/** Runs a write that names a reseller. @throws UnknownReseller if it names one that does not exist. */
export async function naming<T>(resellerId: string, write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    const foreignKeyViolation = '23503';
    if ((error as { code?: unknown }).code !== foreignKeyViolation) throw error;
    throw new UnknownReseller(`There is no reseller ${resellerId}.`, { cause: error });
  }
}
