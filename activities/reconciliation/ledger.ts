/** Record and ledger, compared. */
import { log } from '@temporalio/activity';
import { milliseconds } from '../../workflows/contract/durations.ts';
import type { ReconciliationDeps } from './deps.ts';
import { balanceOff, judgeMoney } from './differences.ts';
import { walking } from './walk.ts';

export interface CompareLedger {
  runId: string;
  /** ISO 8601 duration; see `SETTLED_AFTER`. */
  settledAfter: string;
}

/** Orders that are in memory at a time. */
const PAGE = 200;

/**
 * Compares the entries of every order that has ended with its lines, and every reseller's sums with the entries. Credit that
 * is still reserved for an order that has ended is given back.
 * @returns how many orders were looked at
 */
export async function compareLedger(deps: ReconciliationDeps, { runId, settledAfter }: CompareLedger): Promise<number> {
  const { store, billing } = deps;
  const look = { runId, scope: 'ledger' };
  return walking({ after: '', seen: 0 }, async (walk) => {
    for (;;) {
      const { after, seen } = walk.position;
      const orders = await store.endedOrders(after, PAGE, milliseconds(settledAfter));
      const last = orders.at(-1);
      if (last === undefined) break;
      for (const order of orders) {
        for (const { difference, repair } of judgeMoney(order)) {
          await store.found(look, difference, repair);
          if (!repair) continue;
          log.warn('giving back the credit of an order that has ended', { orderId: order.orderId });
          await billing.releaseCredit(order.orderId);
          await store.repaired(difference);
        }
      }
      walk.reach({ after: last.orderId, seen: seen + orders.length });
    }
    for (const balance of await store.balancesOff()) await store.found(look, balanceOff(balance));
    await store.scopeCompared(look);
    return walk.position.seen;
  });
}
