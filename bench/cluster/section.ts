/**
 * As production has it: Temporal on PostgreSQL, the product's database on another server, worker and API processes. How much
 * more a second worker carries, and what very many orders that wait at once take.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeProduct, type Product } from '../../chaos/product.ts';
import { cpuMillisecondsOf, cpuOfFamily, residentMegabytesOf } from '../processes.ts';
import { type Buyer, seedBuyers } from '../product/market.ts';
import { completeAll, forEachAtOnce } from '../product/measure.ts';
import { Orders } from '../product/orders.ts';
import type { Report, Say } from '../report.ts';
import { startTemporal, type TemporalCluster } from './temporal.ts';

const AT_ONCE = 50;

export interface ClusterOptions {
  /** In each load. */
  orders: number;
  /** How many orders wait at once. */
  waiting: number;
}

interface Rate {
  workers: number;
  ordersPerSecond: number;
  /** Milliseconds an order, all processes of a kind together. */
  cpu: { workers: number; apis: number; temporal: number; temporalDatabase: number; database: number };
}

export interface ClusterFigures {
  rates: Rate[];
  waiting: {
    orders: number;
    /** Until every customer was asked. */
    askedInSeconds: number;
    /** Of each worker. */
    memoryMbBefore: number[];
    memoryMb: number[];
    /** From the first answer until all were completed. */
    drainedInSeconds: number;
  };
}

export async function measureCluster(options: ClusterOptions, say: Say): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'order-saga-bench-'));
  const running: (() => Promise<unknown>)[] = [];
  try {
    const temporal = await startTemporal(folder, running, say);
    const product = await makeProduct(folder, running, { TEMPORAL_ADDRESS: temporal.address });
    const buyers = await seedBuyers({ databaseUrl: product.database.url, dataDir: folder });
    say('Cluster: starting inbox, vendor and two APIs …');
    await Promise.all([product.inbox, product.vendor, ...product.apis].map((part) => part.start()));
    const orders = new Orders({ apiUrls: product.apiUrls, inboxUrl: product.inboxUrl });
    running.push(() => orders.stop());
    const rates: Rate[] = [];
    for (const [at, worker] of product.workers.entries()) {
      await worker.start();
      say(`Cluster: ${at + 1} of ${product.workers.length} workers …`);
      // Warm-up.
      await completeAll(orders, { buyers, way: 'atHand', orders: Math.min(options.orders, AT_ONCE), atOnce: AT_ONCE });
      rates.push(await measureRate(at + 1, { product, temporal, orders, buyers }, options));
    }
    const waiting = await measureWaiting({ product, orders, buyers }, options, say);
    return { rows: rowsOf({ rates, waiting }), figures: { rates, waiting } satisfies ClusterFigures };
  } finally {
    for (let stop = running.pop(); stop; stop = running.pop()) await stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface World {
  product: Product;
  orders: Orders;
  buyers: readonly Buyer[];
}

async function measureRate(
  workers: number,
  { product, temporal, orders, buyers }: World & { temporal: TemporalCluster },
  { orders: many }: ClusterOptions,
): Promise<Rate> {
  const used = (): Rate['cpu'] => ({
    workers: product.workers.reduce((sum, { pid }) => sum + (pid ? cpuMillisecondsOf(pid) : 0), 0),
    apis: product.apis.reduce((sum, { pid }) => sum + cpuMillisecondsOf(pid), 0),
    temporal: cpuMillisecondsOf(temporal.pid),
    temporalDatabase: cpuOfFamily(temporal.databasePid),
    database: cpuOfFamily(product.database.pid),
  });
  const before = used();
  const seconds = await completeAll(orders, { buyers, way: 'atHand', orders: many, atOnce: AT_ONCE });
  const after = used();
  const parts = Object.keys(after) as (keyof Rate['cpu'])[];
  const cpu = Object.fromEntries(parts.map((part) => [part, (after[part] - before[part]) / many])) as Rate['cpu'];
  return { workers, ordersPerSecond: many / seconds, cpu };
}

async function measureWaiting(
  { product, orders, buyers }: World,
  { waiting: many }: ClusterOptions,
  say: Say,
): Promise<ClusterFigures['waiting']> {
  const memory = () => product.workers.map(({ pid }) => residentMegabytesOf(pid));
  const memoryMbBefore = memory();
  say(`Cluster: ${many} orders that wait …`);
  let asked = 0;
  const tellAt = Math.ceil(many / 10);
  const links: { buyer: Buyer; orderId: string; link: string }[] = [];
  const askedInSeconds = await forEachAtOnce(many, AT_ONCE, async (n) => {
    const buyer = buyers[n % buyers.length] as Buyer;
    const orderId = await orders.buy(buyer, 'byMail');
    links.push({ buyer, orderId, link: await orders.asked(buyer, orderId) });
    asked += 1;
    if (asked % tellAt === 0) say(`Cluster: ${asked} wait …`);
  });
  const memoryMb = memory();
  say('Cluster: all are answered …');
  const drainedInSeconds = await forEachAtOnce(many, AT_ONCE, async (n) => {
    const { buyer, orderId, link } = links[n] as (typeof links)[number];
    await orders.answer(link);
    await orders.completed(buyer, orderId);
  });
  return { orders: many, askedInSeconds, memoryMbBefore, memoryMb, drainedInSeconds };
}

function rowsOf({ rates, waiting }: ClusterFigures): string[][] {
  const megabytes = (values: readonly number[]) => values.map((value) => value.toFixed(0)).join(' and ');
  const rateRows = rates.flatMap(({ workers, ordersPerSecond, cpu }) => [
    [`orders/s, two APIs, workers: ${workers}`, ordersPerSecond.toFixed(1)],
    ...Object.entries(cpu).map(([part, ms]) => [`… CPU, ms an order: ${part}`, ms.toFixed(1)]),
  ]);
  return [
    ['cluster', 'measured'],
    ...rateRows,
    ['orders that wait at once', `${waiting.orders}`],
    ['… until all customers were asked, s', waiting.askedInSeconds.toFixed(0)],
    ['… memory of each worker before, MB', megabytes(waiting.memoryMbBefore)],
    ['… memory of each worker, MB', megabytes(waiting.memoryMb)],
    ['… all answered and completed, s', waiting.drainedInSeconds.toFixed(0)],
  ];
}
