/** In-memory stand-ins for the ports of the HTTP edge. They keep the promises of the interfaces, and no others. */
import { Writable } from 'node:stream';
import { type Logger, pino } from 'pino';
import { digestOf } from '../../client/digest.ts';
import type { AnswerResult, MessageResult } from '../../client/orders.ts';
import {
  BadCursor,
  type Customer,
  type InformationRequestRow,
  type NewOrder,
  type Product,
  type StoredOrder,
} from '../../store/store.ts';
import { createApp } from '../../web/app.ts';
import type { LinkVerdict } from '../../web/site/links.ts';
import type { HttpDeps, HttpStore, Orders } from '../../web/site/ports.ts';
import type { AdministratorAnswer, CancelRequest, ResendRequest } from '../../workflows/contract/messages.ts';
import type { AdministratorDetails } from '../../workflows/contract/order.ts';

const NOW = Date.parse('2026-11-20T10:00:00Z');
const UNTIL = '2026-11-27T16:00:00Z';
export const TOKEN = 'token-of-alpha';
export const OTHER_TOKEN = 'token-of-beta';

export const ADA: AdministratorDetails = { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@engines.example' };
export const GRACE: AdministratorDetails = { firstName: 'Grace', lastName: 'Hopper', email: 'grace@engines.example' };

const PRODUCT: Product = {
  productId: 'veritas-o365-backup',
  name: 'Office 365 Backup',
  vendorName: 'Veritas',
  description: 'Backs up mail, files and sites.',
  price: { minor: 350, currency: 'EUR' },
  quantity: { minimum: 1, maximum: 1000, step: 1 },
  termsVersion: '2026-01',
  withdrawn: false,
  source: { vendor: 'keepit', vendorProductId: 'p1', region: 'de' },
};

export const CUSTOMER: Customer = {
  customerId: 'c-1',
  resellerId: 'alpha',
  name: 'Engines <Ltd> & Sons',
  address: { street: '1 Mill Lane', city: 'London', postalCode: 'N1', country: 'GB' },
  contacts: { admin: { name: 'Charles Babbage', email: 'charles@engines.example' } },
  onHold: false,
};

const RESELLERS: Record<string, { name: string; email: string }> = {
  alpha: { name: 'Alpha Cloud', email: 'orders@alpha.example' },
  beta: { name: 'Beta Cloud', email: 'orders@beta.example' },
};

/** The world behind the edge; tests look into it, and set what they need. */
export class World {
  orders = new Map<string, StoredOrder>();
  requests = new Map<string, InformationRequestRow>();
  customers = new Map<string, Customer>([[CUSTOMER.customerId, CUSTOMER]]);
  links = new Map<string, LinkVerdict>();
  answers: AdministratorAnswer[] = [];
  messages: (ResendRequest | CancelRequest)[] = [];
  log: string[] = [];
  now = NOW;
  databaseUp = true;
  temporalUp = true;
  /** Whether the record follows the workflow at once, as it usually all but does. */
  recordFollows = true;
  /** What the workflow says next, if not what the double would decide. */
  nextAnswer: AnswerResult | undefined;
  nextMessage: MessageResult | undefined;
  /** How often anything was written. */
  writes = 0;
  private readonly keys = new Map<string, { digest: string; orderId: string }>();

  place(order: NewOrder) {
    const key = `${order.resellerId} ${order.idempotencyKey}`;
    const before = this.keys.get(key);
    if (before && before.digest !== order.digest) return { kind: 'keyConflict' as const };
    if (before) return { kind: 'repeated' as const, order: this.orders.get(before.orderId) as StoredOrder };
    const refused = (problem: object) => ({ kind: 'refused', problem }) as never;
    if (this.customers.get(order.customerId)?.resellerId !== order.resellerId)
      return refused({ code: 'unknownCustomer' });
    const unknown = order.lines.findIndex((line) => line.productId !== PRODUCT.productId);
    if (unknown >= 0) return refused({ code: 'unknownProduct', line: unknown });
    const many = order.lines.findIndex((line) => line.quantity > 1000);
    if (many >= 0) return refused({ code: 'quantityNotAllowed', line: many, minimum: 1, maximum: 1000, step: 1 });
    if (order.termsVersion !== PRODUCT.termsVersion) return refused({ code: 'termsOutdated', current: '2026-01' });
    const stored = this.addOrder({ ...order, state: 'acknowledged' });
    this.keys.set(key, { digest: order.digest, orderId: stored.orderId });
    this.writes += 1;
    return { kind: 'placed' as const, order: stored };
  }

  addOrder(
    given: Partial<Omit<StoredOrder, 'lines'>> & {
      lines?: unknown;
      administrator?: { mode: 'provided' | 'email' };
    } = {},
  ): StoredOrder {
    const orderId = given.orderId ?? `o-${this.orders.size + 1}`;
    const lines = (given.lines as { quantity: number }[] | undefined) ?? [{ quantity: 25 }];
    const order: StoredOrder = {
      orderId,
      resellerId: given.resellerId ?? 'alpha',
      customerId: given.customerId ?? CUSTOMER.customerId,
      state: given.state ?? 'inquiring',
      ...(given.waitingOn ? { waitingOn: given.waitingOn } : {}),
      ...(given.answer ? { answer: given.answer } : {}),
      lines: lines.map(({ quantity }, index) => ({
        lineId: `${orderId}-${index + 1}`,
        productId: PRODUCT.productId,
        productName: PRODUCT.name,
        quantity,
        state: 'draft',
        price: PRODUCT.price,
      })),
      administratorMode: given.administrator?.mode ?? 'email',
      total: { minor: 350 * lines.reduce((sum, line) => sum + line.quantity, 0), currency: 'EUR' },
      termsVersion: '2026-01',
      informationRequest: given.informationRequest ?? { deadline: 'P14D', reminders: [] },
      createdAt: '2026-11-13T16:00:00Z',
      updatedAt: '2026-11-13T16:00:00Z',
      timeline: [{ at: '2026-11-13T16:00:00Z', event: { kind: 'orderAccepted' }, by: 'reseller' }],
    };
    this.orders.set(orderId, order);
    return order;
  }

  /** An order that waits for its customer, and the token of the link in the mail. */
  asking(given: Parameters<World['addOrder']>[0] = {}): { order: StoredOrder; token: string; path: string } {
    const order = this.addOrder({
      waitingOn: {
        who: 'customer',
        kind: 'administratorDetails',
        since: '2026-11-13T16:00:00Z',
        until: UNTIL,
      },
      ...given,
    });
    this.requests.set(order.orderId, {
      revision: 1,
      state: 'sent',
      to: { email: 'charles@engines.example' },
      sentAt: '2026-11-13T16:00:00Z',
      until: UNTIL,
    });
    const token = `eyJsecret-${order.orderId}.body-of-the-link.signature`;
    this.links.set(token, { kind: 'valid', claims: { orderId: order.orderId, revision: 1, expires: UNTIL } });
    return { order, token, path: `/complete/${token}` };
  }

  change(orderId: string, change: Partial<StoredOrder>): void {
    const { waitingOn, ...order } = this.orders.get(orderId) as StoredOrder;
    this.orders.set(orderId, { ...order, ...(change.state ? {} : { waitingOn }), ...change } as StoredOrder);
  }

  provide(orderId: string, answer: AdministratorAnswer): AnswerResult {
    this.answers.push(answer);
    if (this.nextAnswer) return this.nextAnswer;
    const order = this.orders.get(orderId) as StoredOrder;
    if (order.answer) return { kind: 'alreadyAnswered', accepted: order.answer };
    if (order.state !== 'inquiring') return { kind: 'notPossible', state: order.state };
    const accepted = { by: answer.by, at: '2026-11-20T10:00:00Z', details: answer.details };
    if (this.recordFollows) this.change(orderId, { state: 'pending', answer: accepted });
    this.writes += 1;
    return { kind: 'accepted' };
  }
}

function storeOf(world: World): HttpStore {
  return {
    ping: async () => {
      if (!world.databaseUp) throw new Error('connection refused at 10.0.0.7');
    },
    tokens: { resellerOf: async (token) => ({ [TOKEN]: 'alpha', [OTHER_TOKEN]: 'beta' })[token] },
    orders: {
      get: async (resellerId, orderId) => {
        const order = world.orders.get(orderId);
        return order?.resellerId === resellerId ? order : undefined;
      },
      getAny: async (orderId) => {
        if (!world.databaseUp) throw new Error('connection refused at 10.0.0.7');
        return world.orders.get(orderId);
      },
      list: async (resellerId, filter) => {
        if (filter.cursor === 'bad') throw new BadCursor('no');
        const all = [...world.orders.values()]
          .filter((order) => order.resellerId === resellerId && (!filter.state || order.state === filter.state))
          .reverse();
        const start = Number(filter.cursor ?? 0);
        const end = start + filter.limit;
        return { items: all.slice(start, end), ...(end < all.length ? { nextCursor: String(end) } : {}) };
      },
      informationRequest: async (orderId) => world.requests.get(orderId),
      brief: async (orderId) => {
        const order = world.orders.get(orderId) as StoredOrder;
        const reseller = RESELLERS[order.resellerId] as { name: string; email: string };
        return {
          orderId,
          reseller: { id: order.resellerId, ...reseller },
          customer: { id: order.customerId, name: world.customers.get(order.customerId)?.name ?? '' },
          adminContact: CUSTOMER.contacts.admin,
          lines: order.lines.map(({ lineId, productId, productName, quantity }) => ({
            lineId,
            productId,
            productName,
            quantity,
          })),
          checks: { customerOnHold: false, withdrawnProducts: [] },
        };
      },
    },
    market: {
      searchCatalogue: async (query) => (PRODUCT.name.toLowerCase().includes(query.toLowerCase()) ? [PRODUCT] : []),
      addCustomer: async (customer) => {
        const added = { ...customer, customerId: `c-${world.customers.size + 1}`, onHold: false };
        world.customers.set(added.customerId, added);
        return added;
      },
      getCustomer: async (resellerId, customerId) => {
        const customer = world.customers.get(customerId);
        return customer?.resellerId === resellerId ? customer : undefined;
      },
      listCustomers: async (resellerId) => ({
        items: [...world.customers.values()].filter((customer) => customer.resellerId === resellerId),
      }),
      setAdminContact: async (resellerId, customerId, admin) => {
        const customer = world.customers.get(customerId);
        if (customer?.resellerId !== resellerId) return false;
        world.customers.set(customerId, { ...customer, contacts: { ...customer.contacts, admin } });
        return true;
      },
    },
  };
}

function ordersOf(world: World): Orders {
  return {
    place: async ({ resellerId, idempotencyKey, ...bought }) =>
      world.place({ ...bought, resellerId, idempotencyKey, digest: digestOf(bought) }),
    provideAdministrator: async (orderId, answer) => world.provide(orderId, answer),
    resendInformationRequest: async (_orderId, request) => {
      world.messages.push(request);
      return world.nextMessage ?? { kind: 'accepted' };
    },
    cancel: async (orderId, request) => {
      world.messages.push(request);
      if (world.nextMessage) return world.nextMessage;
      world.change(orderId, { state: 'cancelled' });
      return { kind: 'accepted' };
    },
    live: async (orderId) => {
      const order = world.orders.get(orderId) as StoredOrder;
      const state = world.answers.length > 0 && order.state === 'inquiring' ? 'pending' : order.state;
      return { orderId, state, lines: order.lines, revision: 1 };
    },
    ping: async () => {
      if (!world.temporalUp) throw new Error('14 UNAVAILABLE 10.0.0.8');
    },
  };
}

/** A log that can be read, at the level that writes most. */
function loggerTo(lines: string[]): Logger {
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  return pino({ level: 'trace' }, sink);
}

/** A world, and the app that stands before it. */
export function edge(more: Partial<HttpDeps> = {}) {
  const world = new World();
  const app = createApp({
    store: storeOf(world),
    orders: ordersOf(world),
    links: { verify: async (token) => world.links.get(token) ?? { kind: 'broken' } },
    publicUrl: 'https://orders.example',
    logger: loggerTo(world.log),
    now: () => world.now,
    trustedProxies: 0,
    timeZone: 'UTC',
    ...more,
  });

  /** A call of a reseller's service. */
  async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const response = await app.request(path, {
      method,
      headers: {
        authorization: `Bearer ${TOKEN}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : undefined;
    return { status: response.status, headers: response.headers, text, json };
  }

  /** The form, sent by a browser. */
  async function submit(path: string, fields: Record<string, string>) {
    const response = await app.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  async function open(path: string) {
    const response = await app.request(path, { headers: { accept: 'text/html' } });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  return { world, app, call, submit, open };
}

export const ORDER = {
  customerId: 'c-1',
  lines: [{ productId: 'veritas-o365-backup', quantity: 25 }],
  administrator: { mode: 'email' },
  termsVersion: '2026-01',
};
