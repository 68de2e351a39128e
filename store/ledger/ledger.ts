/**
 * The billing ledger. An entry is written once under its key and never changed; it says what it adds to, or takes
 * from, the credit that is reserved and the charges that are open. Reserved and charged together never exceed the
 * limit that held when the credit was reserved.
 *
 * Undoing wins: after `release` no `reserve`, and after `close` no `open` has an effect, for a call whose reply was
 * lost may arrive after it was undone.
 */
import type { CreditShortage } from '../../workflows/contract/failures.ts';
import { operationsOn } from '../database/operations.ts';
import type { Database } from '../database/schema.ts';
import { transaction } from '../database/transactions.ts';
import { UnknownOrder } from '../orders/read.ts';
import { type Balance, balanceOf, entriesOf, lockBalance, write } from './entries.ts';

export type CreditDecision = { reserved: true } | { reserved: false; shortage: CreditShortage };

export type Ledger = ReturnType<typeof createLedger>;

export function createLedger(db: Database) {
  return operationsOn(db, { reserveCredit, releaseCredit, openBilling, closeBilling });
}

/** Reserves the order's total against the reseller's credit, or says why not. @throws UnknownOrder */
async function reserveCredit(db: Database, orderId: string): Promise<CreditDecision> {
  const order = await orderOf(db, orderId);
  return transaction(db, async (tx) => {
    const balance = await lockBalance(tx, order);
    const { keys } = await entriesOf(tx, orderId);
    if (keys.has(`release:${orderId}`)) return { reserved: false, shortage: { kind: 'released' } };
    if (keys.has(`reserve:${orderId}`)) return { reserved: true };
    const limit = await tx
      .selectFrom('resellers')
      .select(['credit_limit_minor as minor', 'currency'])
      .where('reseller_id', '=', order.resellerId)
      .executeTakeFirstOrThrow();
    if (limit.currency !== order.currency) {
      const currencies = { orderCurrency: order.currency, creditCurrency: limit.currency };
      return { reserved: false, shortage: { kind: 'otherCurrency', ...currencies } };
    }
    const available = Math.max(0, limit.minor - used(balance));
    if (order.total > available) {
      const money = (minor: number) => ({ minor, currency: order.currency });
      const shortage = { kind: 'insufficient', needed: money(order.total), available: money(available) } as const;
      return { reserved: false, shortage };
    }
    await write(tx, order, `reserve:${orderId}`, { reserved: order.total, charged: 0 });
    return { reserved: true };
  });
}

/** Gives back what is left of the order's reservation. Nothing reserved is success. @throws UnknownOrder */
async function releaseCredit(db: Database, orderId: string): Promise<void> {
  const order = await orderOf(db, orderId);
  await transaction(db, async (tx) => {
    await lockBalance(tx, order);
    const { keys, reserved } = await entriesOf(tx, orderId);
    if (!keys.has(`release:${orderId}`))
      await write(tx, order, `release:${orderId}`, { reserved: -reserved, charged: 0 });
  });
}

/**
 * Starts charging for a line: its share of the reservation becomes a charge.
 * @throws if no reservation covers the line, which is a bug: nothing is provisioned before credit is reserved.
 */
async function openBilling(db: Database, lineId: string): Promise<void> {
  const line = await lineOf(db, lineId);
  await transaction(db, async (tx) => {
    await lockBalance(tx, line);
    const { keys, reserved } = await entriesOf(tx, line.orderId);
    if (keys.has(`open:${lineId}`) || keys.has(`close:${lineId}`)) return;
    if (reserved < line.total) throw new Error(`no credit is reserved for line ${lineId}`);
    await write(tx, line, `open:${lineId}`, { reserved: -line.total, charged: line.total });
  });
}

/** Stops charging for a line. Nothing open is success. */
async function closeBilling(db: Database, lineId: string): Promise<void> {
  const line = await lineOf(db, lineId);
  await transaction(db, async (tx) => {
    await lockBalance(tx, line);
    const { keys } = await entriesOf(tx, line.orderId);
    if (keys.has(`close:${lineId}`)) return;
    const charged = keys.has(`open:${lineId}`) ? -line.total : 0;
    await write(tx, line, `close:${lineId}`, { reserved: 0, charged });
  });
}

/** What a reseller's orders take of the credit now. */
export async function usedCredit(db: Database, resellerId: string, currency: string): Promise<number> {
  return used(await balanceOf(db, { resellerId, currency }));
}

function used(balance: Balance): number {
  return balance.reserved + balance.charged;
}

async function orderOf(db: Database, orderId: string) {
  const order = await db
    .selectFrom('orders')
    .select(['order_id as orderId', 'reseller_id as resellerId', 'currency', 'total_minor as total'])
    .where('order_id', '=', orderId)
    .executeTakeFirst();
  if (!order) throw new UnknownOrder(`There is no order ${orderId}.`);
  return order;
}

async function lineOf(db: Database, lineId: string) {
  const line = await db
    .selectFrom('order_lines')
    .innerJoin('orders', 'orders.order_id', 'order_lines.order_id')
    .select(['orders.order_id as orderId', 'reseller_id as resellerId', 'currency', 'price_minor', 'quantity'])
    .where('line_id', '=', lineId)
    .executeTakeFirst();
  if (!line) throw new UnknownOrder(`There is no order line ${lineId}.`);
  return { ...line, total: line.price_minor * line.quantity };
}
