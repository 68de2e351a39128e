/** How long the control panel's pages take the server, with many customers and orders in the embedded database. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { openDatabase } from '../store/database/open.ts';
import { storeOn } from '../store/index.ts';
import type { Store } from '../store/store.ts';
import { createApp } from '../web/app.ts';
import type { Orders } from '../web/site/ports.ts';
import { medianOf } from './figures.ts';
import { CUSTOMERS, fillMarket, ORDERS } from './market.ts';
import type { Report, Say } from './report.ts';

const RESELLER = 'bench';
const WARM_UP = 3;
const VISITS = 21;

/** Each page with its times, and the size of what a browser loads for it that has nothing yet. */
export async function measurePages(say: Say): Promise<Report> {
  const dataDir = await mkdtemp(join(tmpdir(), 'order-saga-bench-'));
  const database = await openDatabase({ dataDir });
  const store = storeOn(database);
  try {
    say(`Pages: ${CUSTOMERS} customers and ${ORDERS} orders …`);
    const orderId = await fillMarket(store, database.db, RESELLER);
    const visitor = await visitorOf(store);
    const rows: string[][] = [];
    for (const [name, path] of await pagesOf(store, visitor.userId, orderId)) {
      say(`Pages: ${name} …`);
      rows.push([name, ...(await visitor.measure(path))]);
    }
    const head = ['page', 'median, ms', 'slowest, ms', 'kB on the wire'];
    const figures = rows.map(([page, ...figures]) => {
      const [medianMs, slowestMs, kilobytes] = figures.map(Number);
      return { page, medianMs, slowestMs, kilobytes };
    });
    return { rows: [head, ...rows], figures };
  } finally {
    await store.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function pagesOf(store: Store, userId: string, orderId: string): Promise<[name: string, path: string][]> {
  const { shop, orderSearch } = store;
  const owner = { userId, resellerId: RESELLER };
  await shop.addToCart(userId, 'product-0');
  const draft = await shop.createDraft(owner, [{ productId: 'product-0', quantity: 10 }]);
  await shop.changeDraft(owner, draft, { customerId: 'cust-77' });
  await shop.changeDraft(owner, draft, { customerReviewed: true });
  await shop.changeDraft(owner, draft, { administrator: { mode: 'email' } });
  let cursor: string | undefined;
  for (let page = 0; page < 50; page++) {
    cursor = (await orderSearch.find(RESELLER, {}, { limit: 100, cursor })).nextCursor;
  }
  const step = (name: string) => `/panel/order/${draft}/${name}`;
  return [
    ['log in', '/panel/login'],
    ['catalogue', '/panel/catalogue'],
    ['catalogue, searched', '/panel/catalogue?q=veritas'],
    ['cart', '/panel/cart'],
    ['quantities', step('quantities')],
    ['customer', step('customer')],
    ['customer, one of many found', step('customer?find=7777')],
    ['customer, many found', step('customer?find=gmbh')],
    ['customer, last page', step('customer?page=400')],
    ['new customer', step('customer/new')],
    ['review of the customer', step('customer-review')],
    ['administrator', step('administrator')],
    ['review', step('review')],
    ['orders', '/panel/orders'],
    ['orders, in the middle', `/panel/orders?cursor=${cursor}`],
    ['orders in a state', '/panel/orders?state=expired'],
    ['orders of a customer', '/panel/orders?customerId=cust-77'],
    ['orders by customer’s name', '/panel/orders?customer=77+m%C3%BCller'],
    ['orders of a week', '/panel/orders?from=2026-03-01&to=2026-03-07'],
    ['orders, one found by text', '/panel/orders?q=po-7777'],
    ['orders, many found by text', '/panel/orders?q=office+backup'],
    ['orders, none found by three words', '/panel/orders?q=office+backup+nowhere'],
    ['orders that wait on the reseller', '/panel/orders?waiting=me'],
    ['order', `/panel/orders/${orderId}`],
    ['order, provide information', `/panel/orders/${orderId}/administrator`],
    ['order, another contact', `/panel/orders/${orderId}/information-request`],
    ['order, cancel', `/panel/orders/${orderId}/cancellation`],
  ];
}

interface Visitor {
  userId: string;
  /** Median, slowest, and size. */
  measure(path: string): Promise<string[]>;
}

async function visitorOf(store: Store): Promise<Visitor> {
  const { userId } = await store.accounts.addUser({
    resellerId: RESELLER,
    name: 'Bench',
    email: 'b@example.com',
  });
  const app = createApp({
    store,
    orders: {} as Orders,
    reconciliation: { runNow: async () => {} },
    links: { verify: async () => ({ kind: 'broken' }) },
    publicUrl: 'http://127.0.0.1:3000',
    logger: pino({ level: 'silent' }),
    timeZone: 'Europe/Berlin',
    trustedProxies: 0,
    panel: { ...store, sessionIdleMinutes: 30, sessionHours: 12 },
  });
  const cookie = `order-saga-3000=${await store.accounts.startSession(userId, new Date())}`;

  async function visit(path: string): Promise<string> {
    const known = path === '/panel/login' ? {} : { cookie };
    const response = await app.request(path, { headers: { accept: 'text/html', ...known } as Record<string, string> });
    const text = await response.text();
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
    return text;
  }

  return {
    userId,
    async measure(path) {
      for (let visits = 0; visits < WARM_UP; visits++) await visit(path);
      const times: number[] = [];
      let text = '';
      for (let visits = 0; visits < VISITS; visits++) {
        const began = performance.now();
        text = await visit(path);
        times.push(performance.now() - began);
      }
      const assets = [...text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((found) => found[1] as string);
      let bytes = Buffer.byteLength(text);
      for (const asset of assets) bytes += Buffer.byteLength(await visit(asset));
      return [medianOf(times).toFixed(1), Math.max(...times).toFixed(1), (bytes / 1000).toFixed(1)];
    },
  };
}
