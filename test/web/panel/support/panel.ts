/** The control panel on a real embedded database, with two resellers, their users, customers and products. */
import { rmSync } from 'node:fs';
import { pino } from 'pino';
import { digestOf } from '../../../../client/digest.ts';
import { hashPassword } from '../../../../store/accounts/passwords.ts';
import { openDatabase } from '../../../../store/database/open.ts';
import type { Database } from '../../../../store/database/schema.ts';
import { storeOn } from '../../../../store/index.ts';
import type { Customer, Product, Store, User } from '../../../../store/store.ts';
import { createApp } from '../../../../web/app.ts';
import type { HttpDeps, Orders, PanelDeps } from '../../../../web/site/ports.ts';
import { type HttpServer, startHttp } from '../../../../web/site/server.ts';
import { newDataDir } from '../../../support/data-directories.ts';

export const PASSWORD = 'correct horse battery staple';

// A database of its own takes seconds to make on a busy machine.
jest.setTimeout(60_000);

/** Made once: a hash is meant to be slow. */
let hashed: Promise<string> | undefined;

export interface TestPanel {
  /** Where it listens, such as `http://127.0.0.1:43127`. */
  url: string;
  store: Store;
  db: Database;
  /** Of the reseller `alpha`. */
  user: User;
  /** Of the reseller `beta`, who must see nothing of alpha's. */
  stranger: User;
  customers: Customer[];
  products: Product[];
  /** What the app knows of time; tests move it. Begins at the real time. */
  clock: { now: number };
  /** What was asked of the workflows. */
  asked: { name: string; orderId: string; request: unknown }[];
  log: string[];
  /** The `Cookie` header of a new session. */
  loggedIn(user?: User): Promise<string>;
  /** The session's cookie for a browser: `await context.addCookies([await panel.cookieFor(user)])`. */
  cookieFor(user?: User): Promise<{ name: string; value: string; url: string }>;
  /** Without a browser: `cookie` from {@link loggedIn}; redirects are not followed. */
  open(path: string, cookie?: string): Promise<Answer>;
  /** Sends a form as the page would, with its CSRF token, which is read from the page at `from` (default: `path`). */
  submit(
    path: string,
    fields: Record<string, string> | [string, string][],
    cookie: string,
    from?: string,
  ): Promise<Answer>;
  close(): Promise<void>;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

export async function startPanel(
  more: { panel?: Partial<PanelDeps>; deps?: Partial<HttpDeps>; orders?: Partial<Orders> } = {},
): Promise<TestPanel> {
  const dataDir = await newDataDir('order-saga-panel-');
  const database = await openDatabase({ dataDir });
  const store = storeOn(database);
  const { products, customers } = await fill(store);
  hashed ??= hashPassword(PASSWORD);
  const passwordHash = await hashed;
  const { accounts } = store;
  const user = await accounts.addUser({
    resellerId: 'alpha',
    name: 'Uta User',
    email: 'uta@alpha.example',
    passwordHash,
  });
  const stranger = await accounts.addUser({
    resellerId: 'beta',
    name: 'Bob Beta',
    email: 'bob@beta.example',
    passwordHash,
  });
  const clock = { now: Date.now() };
  const log: string[] = [];
  const asked: TestPanel['asked'] = [];
  const logger = pino({ level: 'debug' }, { write: (line) => void log.push(line) });
  let app: ReturnType<typeof createApp>;
  const http: HttpServer = await startHttp({
    port: 0,
    app(url) {
      app = createApp({
        store,
        orders: { ...ordersOf(store, asked), ...more.orders },
        reconciliation: { runNow: async () => {} },
        links: { verify: async () => ({ kind: 'broken' }) },
        publicUrl: url,
        logger,
        now: () => clock.now,
        trustedProxies: 0,
        timeZone: 'UTC',
        ...more.deps,
        panel: { ...store, sessionIdleMinutes: 30, sessionHours: 12, ...more.panel },
      });
      return app;
    },
  });

  const open: TestPanel['open'] = (path, cookie) =>
    answer(
      fetch(http.url + path, { redirect: 'manual', headers: { accept: 'text/html', ...(cookie ? { cookie } : {}) } }),
    );

  async function cookieFor(of: User = user) {
    const value = await accounts.startSession(of.userId, new Date(clock.now));
    return { name: `order-saga-${new URL(http.url).port}`, value, url: http.url };
  }

  return {
    url: http.url,
    store,
    db: database.db,
    user,
    stranger,
    customers,
    products,
    clock,
    asked,
    log,
    cookieFor,
    async loggedIn(of) {
      const { name, value } = await cookieFor(of);
      return `${name}=${value}`;
    },
    open,
    async submit(path, fields, cookie, from = path) {
      const { text } = await open(from, cookie);
      const csrf = /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? '';
      const body = new URLSearchParams(fields);
      body.set('csrf', csrf);
      const headers = { cookie, origin: http.url, accept: 'text/html' };
      return answer(fetch(http.url + path, { method: 'POST', redirect: 'manual', headers, body }));
    },
    async close() {
      await http.close(500);
      await store.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function answer(response: Promise<Response>): Promise<Answer> {
  const { status, headers, ...rest } = await response.then(async (one) => ({
    status: one.status,
    headers: one.headers,
    text: await one.text(),
  }));
  return { status, headers, ...rest };
}

async function fill(store: Store): Promise<{ products: Product[]; customers: Customer[] }> {
  const { market } = store;
  for (const [resellerId, name] of [
    ['alpha', 'Alpha Cloud'],
    ['beta', 'Beta Cloud'],
  ] as const) {
    const creditLimit = { minor: 100_000_000, currency: 'EUR' };
    await market.putReseller({ resellerId, name, email: `orders@${resellerId}.example`, creditLimit });
  }
  const product = (productId: string, name: string, vendorName: string, minor: number): Product => ({
    productId,
    name,
    vendorName,
    description: `${name} keeps mail, files and sites`,
    price: { minor, currency: 'EUR' },
    quantity: { minimum: 5, maximum: 1000, step: 5 },
    termsVersion: '2026-01',
    withdrawn: false,
    source: { vendor: 'keepit', vendorProductId: productId, region: 'dk-co' },
  });
  const products = [
    product('veritas-o365-backup', 'Office 365 Backup', 'Veritas', 250),
    product('veritas-google-backup', 'Google Workspace Backup', 'Veritas', 230),
    product('acme-mail-archive', 'Mail Archive', 'Acme', 120),
  ];
  for (const one of products) await market.putProduct(one);
  const customers: Customer[] = ['Alster Verlag', 'Bergbahn AG', 'Café Köhler'].map((name, index) => ({
    customerId: `cust-${index + 1}`,
    resellerId: 'alpha',
    name,
    address: { street: 'Am Markt 1', city: 'Hamburg', postalCode: '20095', country: 'DE' },
    contacts: { admin: { name: 'Ada Admin', email: `ada@customer${index + 1}.example` } },
    onHold: index === 2,
  }));
  for (const one of customers) await market.putCustomer(one);
  await market.putCustomer({
    ...(customers[0] as Customer),
    customerId: 'cust-beta',
    resellerId: 'beta',
    name: 'Betas Kunde',
  });
  return { products, customers };
}

/** Orders are placed in the database; what would be asked of their workflows is only noted. */
function ordersOf(store: Store, asked: TestPanel['asked']): Orders {
  return {
    place: (order) => store.orders.place({ ...order, digest: digestOf(order) }),
    async provideAdministrator(orderId, request) {
      asked.push({ name: 'provideAdministrator', orderId, request });
      return { kind: 'accepted' };
    },
    async resendInformationRequest(orderId, request) {
      asked.push({ name: 'resendInformationRequest', orderId, request });
      return { kind: 'accepted' };
    },
    async cancel(orderId, request) {
      asked.push({ name: 'cancel', orderId, request });
      return { kind: 'accepted' };
    },
    resume: async () => ({ kind: 'accepted' }),
    reportBounce: async () => ({ kind: 'accepted' }),
    live: async () => undefined,
    ping: async () => {},
  };
}
