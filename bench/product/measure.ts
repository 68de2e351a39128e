/** What is measured of the running product: loads at once, a steady stream of Buys, and what it does when nobody asks. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Statements } from './counting.ts';
import type { Buyer } from './market.ts';
import type { Orders, Way } from './orders.ts';
import type { Cpu, Running, VendorCall } from './parts.ts';

export interface Idle {
  statementsPerSecond: number;
  /** Milliseconds of the product's own process. */
  cpuPerSecond: number;
}

export interface Load {
  orders: number;
  ordersPerSecond: number;
  /** Milliseconds an order. */
  cpu: Cpu;
  /** An order, without what the product asks its database by itself. */
  statements: number;
  vendorCalls: number;
  /** An order, most frequent first. */
  statementsByText: { text: string; count: number; ms: number }[];
  callsByKind: Record<string, number>;
}

export interface Buys {
  p50: number;
  p95: number;
  slowest: number;
}

export interface Wanted {
  /** Who buys, in turns. */
  buyers: readonly Buyer[];
  way: Way;
  orders: number;
  /** So many are under way at any time, but for the end. */
  atOnce: number;
}

/** Does `one` for each of 0 to `times` - 1. @returns how many seconds all took */
export async function forEachAtOnce(times: number, atOnce: number, one: (n: number) => Promise<void>): Promise<number> {
  const began = performance.now();
  let next = 0;
  const hand = async () => {
    while (next < times) {
      next += 1;
      await one(next - 1);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, times) }, hand));
  return (performance.now() - began) / 1000;
}

/** @returns how many seconds it took until all were completed */
export function completeAll(orders: Orders, { buyers, way, orders: many, atOnce }: Wanted): Promise<number> {
  return forEachAtOnce(many, atOnce, (n) => orders.complete(buyers[n % buyers.length] as Buyer, way));
}

const SETTLE_S = 1;

/** What so many orders cost until all are completed. */
export async function measureLoad(product: Running, orders: Orders, idle: Idle, load: Wanted): Promise<Load> {
  const since = new Date().toISOString();
  const [cpu, statements] = [product.cpu(), await product.statements()];
  const seconds = await completeAll(orders, load);
  // The last mails' log and the workflows' ends follow: they belong to this load, and to no other figure.
  await sleep(SETTLE_S * 1000);
  const used = difference(product.cpu(), cpu);
  const asked = statementsSince(statements, await product.statements(), load.orders);
  const calls = (await product.vendorCalls()).filter(({ at }) => at >= since);
  const callsByKind: Record<string, number> = {};
  for (const call of calls) callsByKind[kindOf(call)] = (callsByKind[kindOf(call)] ?? 0) + 1 / load.orders;
  await verify(orders, load.buyers);
  const all = asked.reduce((sum, { count }) => sum + count, 0);
  return {
    orders: load.orders,
    ordersPerSecond: load.orders / seconds,
    cpu: mapCpu(used, (ms) => ms / load.orders),
    statements: all - (idle.statementsPerSecond * (seconds + SETTLE_S)) / load.orders,
    vendorCalls: calls.length / load.orders,
    statementsByText: asked,
    callsByKind,
  };
}

/** `perSecond` Buys a second, each sent at its time whether or not those before are answered; times count from then. */
export async function measureBuys(
  orders: Orders,
  buyers: readonly Buyer[],
  { perSecond, orders: many }: { perSecond: number; orders: number },
): Promise<Buys> {
  const began = performance.now();
  const times = await Promise.all(
    Array.from({ length: many }, async (_, n) => {
      const due = began + (n * 1000) / perSecond;
      await sleep(Math.max(0, due - performance.now()));
      const buyer = buyers[n % buyers.length] as Buyer;
      const orderId = await orders.buy(buyer, 'atHand');
      const took = performance.now() - due;
      return { took, completed: orders.completed(buyer, orderId) };
    }),
  );
  await Promise.all(times.map(({ completed }) => completed));
  const sorted = times.map(({ took }) => took).sort((one, other) => one - other);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), slowest: at(1) };
}

/** What it costs while no order is under way: pollers, starter, reconciler. */
export async function measureIdle(product: Running, seconds: number): Promise<Idle> {
  const [cpu, statements] = [product.cpu(), await product.statements()];
  await sleep(seconds * 1000);
  const asked = statementsSince(statements, await product.statements(), seconds);
  return {
    statementsPerSecond: asked.reduce((sum, { count }) => sum + count, 0),
    cpuPerSecond: difference(product.cpu(), cpu).product / seconds,
  };
}

function statementsSince(before: Statements, after: Statements, shares: number): Load['statementsByText'] {
  return Object.entries(after)
    .map(([text, { count, ms }]) => ({
      text,
      count: (count - (before[text]?.count ?? 0)) / shares,
      ms: (ms - (before[text]?.ms ?? 0)) / shares,
    }))
    .filter(({ count }) => count > 0)
    .sort((one, other) => other.count - one.count);
}

function mapCpu(cpu: Cpu, of: (ms: number, part: keyof Cpu) => number): Cpu {
  return Object.fromEntries(
    Object.entries(cpu).map(([part, ms]) => [part, of(ms, part as keyof Cpu)]),
  ) as unknown as Cpu;
}

const difference = (after: Cpu, before: Cpu) => mapCpu(after, (ms, part) => ms - before[part]);

/** Such as `POST /users/_/users`. */
function kindOf({ method, path }: VendorCall): string {
  return `${method} ${path.replace(/^\/users\/[^/]+/, '/users/_')}`;
}

/** A mail may be sent a moment before the record says so, and is no proof by itself. */
async function verify(orders: Orders, buyers: readonly Buyer[]): Promise<void> {
  for (const buyer of buyers) {
    for (let looks = 0; (await orders.notCompleted(buyer)) > 0; looks++) {
      if (looks === 50) throw new Error('an order whose reseller was told that it is set up is not completed');
      await sleep(100);
    }
  }
}
