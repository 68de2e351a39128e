/** The whole product on each kind of database, beside the targets of docs/performance.md. */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { postgresBinaries } from '../../dev/postgres.ts';
import { medianOf } from '../figures.ts';
import type { Report, Say } from '../report.ts';
import type { ProductFigures } from './figures.ts';
import { type Load, measureBuys, measureIdle, measureLoad } from './measure.ts';
import { Orders } from './orders.ts';
import { type DatabaseKind, type Running, startProduct } from './parts.ts';
import { rowsOf } from './table.ts';

const AT_ONCE = 50;
const BUYS_PER_SECOND = 10;
const IDLE_SECONDS = 3;
/** What the vendor has under our account when it has much. */
const SUBSCRIPTIONS = 20_000;

export interface ProductOptions {
  rounds: number;
  /** In each load. */
  orders: number;
  /** Absent: each that this machine has. */
  database?: DatabaseKind | undefined;
  /** A folder for CPU profiles of the product. */
  profile?: string | undefined;
}

export async function measureProduct(options: ProductOptions, say: Say): Promise<Report> {
  const kinds: DatabaseKind[] = options.database ? [options.database] : ['embedded', 'server'];
  const figures: Partial<Record<DatabaseKind, ProductFigures>> = {};
  for (const kind of kinds) {
    if (kind === 'server' && !options.database && !postgresBinaries()) say('PostgreSQL is not installed: left out.');
    else figures[kind] = await measureOn(kind, options, say);
  }
  return { rows: rowsOf(figures, options.rounds), figures };
}

async function measureOn(kind: DatabaseKind, options: ProductOptions, say: Say): Promise<ProductFigures> {
  say(`Product, database ${kind}: starting …`);
  if (options.profile) mkdirSync(options.profile, { recursive: true });
  const product = await startProduct(kind, options.profile && resolve(options.profile, `${kind}.cpuprofile`));
  const orders = new Orders(product);
  try {
    return await measureRunning(product, orders, options, (line) => say(`Product, database ${kind}: ${line} …`));
  } finally {
    await orders.stop();
    await product.stop();
  }
}

async function measureRunning(
  product: Running,
  orders: Orders,
  { rounds, orders: many }: ProductOptions,
  say: Say,
): Promise<ProductFigures> {
  const { buyers } = product;
  const one = buyers.slice(0, 1);
  const load = { orders: many, atOnce: AT_ONCE, way: 'atHand', buyers } as const;
  say('warming up');
  await measureLoad(product, orders, { statementsPerSecond: 0, cpuPerSecond: 0 }, load);
  say('idle');
  const idle = await measureIdle(product, IDLE_SECONDS);
  const [ofOne, ofMany, byMail]: [Load[], Load[], Load[]] = [[], [], []];
  for (let round = 1; round <= rounds; round++) {
    say(`round ${round} of ${rounds}, one reseller`);
    ofOne.push(await measureLoad(product, orders, idle, { ...load, buyers: one }));
    say(`round ${round} of ${rounds}, twenty resellers`);
    ofMany.push(await measureLoad(product, orders, idle, load));
    say(`round ${round} of ${rounds}, by mail`);
    byMail.push(await measureLoad(product, orders, idle, { ...load, way: 'byMail' }));
  }
  say(`${BUYS_PER_SECOND} Buys a second`);
  const buys = await measureBuys(orders, buyers, { perSecond: BUYS_PER_SECOND, orders: many });
  say(`${SUBSCRIPTIONS} subscriptions at the vendor`);
  await product.fillVendor(SUBSCRIPTIONS);
  const filledVendor = await measureLoad(product, orders, idle, { ...load, buyers: one });
  const ratios = ofMany.map(({ ordersPerSecond }, at) => ordersPerSecond / (ofOne[at]?.ordersPerSecond ?? Number.NaN));
  return {
    ...{ idle, oneReseller: middleOf(ofOne), manyResellers: middleOf(ofMany), manyByOne: medianOf(ratios) },
    ...{ byMail: middleOf(byMail), answersSentAgain: orders.sentAgain, buys, filledVendor },
  };
}

/** A round as it was, and not a median of each figure: rate and costs belong together. */
function middleOf(loads: readonly Load[]): Load {
  const sorted = [...loads].sort((a, b) => a.ordersPerSecond - b.ordersPerSecond);
  return sorted[Math.floor((sorted.length - 1) / 2)] as Load;
}
