/** What stands behind the HTTP edge: the real store, with two resellers of its own, and workflows that do as told. */
import { digestOf } from '../../../client/digest.ts';
import type { AnswerResult, LimitedResult, MessageResult } from '../../../client/orders.ts';
import {
  type Customer,
  DatabaseAway,
  type NewOrder,
  type Product,
  type Store,
  type StoredOrder,
} from '../../../store/store.ts';
import type { LinkVerdict } from '../../../web/site/links.ts';
import type { HttpStore, Orders, Reconciliation } from '../../../web/site/ports.ts';
import { sameDetails } from '../../../workflows/contract/details.ts';
import type { OrderEvent } from '../../../workflows/contract/events.ts';
import type { AcceptedAnswer, CancelRequest, ResendRequest } from '../../../workflows/contract/messages.ts';
import type { AdministratorDetails } from '../../../workflows/contract/order.ts';
import type { RecordChange } from '../../../workflows/contract/record.ts';
import { mayBecome, ORDER_STATES, type OrderStateName } from '../../../workflows/contract/states.ts';

const NOW = Date.parse('2026-11-20T10:00:00Z');
export const UNTIL = '2026-11-27T16:00:00.000Z';

export const ADA: AdministratorDetails = { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@engines.example' };
export const GRACE: AdministratorDetails = { firstName: 'Grace', lastName: 'Hopper', email: 'grace@engines.example' };

/** The only one in the catalogue. */
export const PRODUCT: Product = {
  productId: 'veritas-o365-backup',
  name: 'Office 365 Backup',
  vendorName: 'Veritas',
  description: 'Backs up mail, files and sites.',
  price: { minor: 350, currency: 'EUR' },
  quantity: { minimum: 1, maximum: 2000, step: 1 },
  termsVersion: '2026-01',
  withdrawn: false,
  source: { vendor: 'keepit', vendorProductId: 'p1', region: 'de' },
};

interface Given {
  state?: OrderStateName;
  quantity?: number;
  answer?: AcceptedAnswer;
}

/** What has happened is not what these tests are about. */
const A_STEP: OrderEvent = { kind: 'provisioningStarted', lineId: '1' };

/** What the workflow writes when a cancellation comes while it provisions. */
const ASSESSING: Partial<RecordChange> = {
  event: { kind: 'cancellationAsked' },
  by: 'reseller',
  waitingOn: { who: 'vendor', kind: 'stepInHand', since: new Date(NOW).toISOString() },
};

let worlds = 0;

export class World {
  readonly store: Store;
  readonly alpha: string;
  readonly beta: string;
  /** A customer of alpha's. */
  readonly customer: Customer;
  /** Bearer tokens of alpha and of beta. */
  token = '';
  otherToken = '';
  /** Of an operator. */
  operatorToken = '';
  readonly links = new Map<string, LinkVerdict>();
  /** What was asked of the workflows. */
  readonly answers: Parameters<Orders['provideAdministrator']>[1][] = [];
  /** The idempotency keys of requests to send again. */
  readonly keys: (string | undefined)[] = [];
  readonly messages: (ResendRequest | CancelRequest)[] = [];
  readonly bounces: Parameters<Orders['reportBounce']>[] = [];
  readonly decisions: Parameters<Orders['resume']>[] = [];
  readonly log: string[] = [];
  now = NOW;
  /** Whether orders can be read and written; tokens are found all the same. */
  databaseUp = true;
  temporalUp = true;
  /** How often a comparison was asked for. */
  comparisons = 0;
  /** Functions of the store or messages to the order whose next answer is lost on its way. */
  readonly lost = new Set<string>();
  /** Held here, a request stays in hand. */
  beforeReading: (() => Promise<void>) | undefined;
  /** Whether the record follows the workflow at once, as it usually all but does. */
  recordFollows = true;
  /** What the workflow says next, if not what it would decide by the record. */
  nextAnswer: AnswerResult | undefined;
  nextMessage: MessageResult | undefined;
  /** As {@link nextMessage}, of a request to send again. */
  nextSending: LimitedResult | undefined;
  /** What placing an order throws. */
  placing: Error | undefined;
  #steps = 0;

  private constructor(store: Store) {
    worlds += 1;
    this.store = store;
    this.alpha = `alpha-${worlds}`;
    this.beta = `beta-${worlds}`;
    this.customer = {
      customerId: `c-${worlds}`,
      resellerId: this.alpha,
      name: 'Engines <Ltd> & Sons',
      address: { street: '1 Mill Lane', city: 'London', postalCode: 'N1', country: 'GB' },
      contacts: { admin: { name: 'Charles Babbage', email: 'charles@engines.example' } },
      onHold: false,
    };
  }

  static async on(store: Store): Promise<World> {
    const world = new World(store);
    const { market, tokens } = store;
    const creditLimit = { minor: 100_000_000, currency: 'EUR' };
    const alpha = { resellerId: world.alpha, name: 'Alpha Cloud', email: 'orders@alpha.example', creditLimit };
    const beta = { resellerId: world.beta, name: 'Beta Cloud', email: 'orders@beta.example', creditLimit };
    for (const reseller of [alpha, beta]) await market.putReseller(reseller);
    await market.putProduct(PRODUCT);
    await market.putCustomer(world.customer);
    world.token = (await tokens.createToken(world.alpha, 'test')).token;
    world.otherToken = (await tokens.createToken(world.beta, 'test')).token;
    world.operatorToken = (await tokens.createOperatorToken('test')).token;
    return world;
  }

  /** The body of a Buy that is accepted. */
  get buy() {
    return {
      customerId: this.customer.customerId,
      lines: [{ productId: PRODUCT.productId, quantity: 25 }],
      administrator: { mode: 'email' as const },
      termsVersion: PRODUCT.termsVersion,
    };
  }

  /** An order that was bought and has come as far as is given; by itself, no further than Buy. */
  async order({ state = 'acknowledged', quantity = 25, answer }: Given = {}): Promise<StoredOrder> {
    const bought: NewOrder = {
      ...this.buy,
      resellerId: this.alpha,
      lines: [{ productId: PRODUCT.productId, quantity }],
      informationRequest: { deadline: 'P14D', reminders: [] },
      idempotencyKey: crypto.randomUUID(),
      digest: 'd',
    };
    const result = await this.store.orders.place(bought);
    if (result.kind !== 'placed') throw new Error(`not placed: ${JSON.stringify(result)}`);
    const { orderId } = result.order;
    if (answer) await this.apply(orderId, 'pending', { answer });
    await this.#bring(orderId, state);
    return this.read(orderId);
  }

  /** An order whose customer was asked, and the token of the link in the mail. */
  async asking(given: Given = {}): Promise<{ orderId: string; token: string; path: string }> {
    const { orderId } = await this.order({ ...given, state: 'inquiring' });
    await this.sent(orderId, 1, this.customer.contacts.admin.email);
    const token = `eyJsecret-${orderId}.body-of-the-link.signature`;
    this.links.set(token, { kind: 'valid', claims: { orderId, revision: 1, expires: UNTIL } });
    await this.#bring(orderId, given.state ?? 'inquiring');
    return { orderId, token, path: `/complete/${token}` };
  }

  /** The link of a revision went to an address. */
  async sent(orderId: string, revision: number, email: string): Promise<void> {
    await this.store.worker.informationRequestSent({ orderId, revision, to: { email }, until: UNTIL });
    const since = '2026-11-13T16:00:00Z';
    const waitingOn = { who: 'customer', kind: 'administratorDetails', since, until: UNTIL } as const;
    await this.apply(orderId, 'inquiring', { waitingOn });
  }

  /** What the workflow writes into the record. */
  async apply(orderId: string, state: OrderStateName, change: Partial<RecordChange> = {}): Promise<void> {
    this.#steps += 1;
    const key = `step:${this.#steps}`;
    const step = { orderId, key, state, event: A_STEP, by: 'system', waitingOn: null, ...change } as const;
    if ((await this.store.worker.apply(step)) !== 'applied') throw new Error(`${orderId} cannot become ${state}`);
  }

  async read(orderId: string): Promise<StoredOrder> {
    const order = await this.store.orders.getAny(orderId);
    if (!order) throw new Error(`there is an order ${orderId}`);
    return order;
  }

  /** How many orders the resellers have placed. */
  async placed(): Promise<number> {
    const pages = await Promise.all([this.alpha, this.beta].map((of) => this.store.orders.list(of, { limit: 100 })));
    return pages.flatMap(({ items }) => items).length;
  }

  /** By the way of other states, where the table knows no direct one. */
  async #bring(orderId: string, to: OrderStateName): Promise<void> {
    const { state: from } = await this.read(orderId);
    for (const state of wayBetween(from, to)) await this.apply(orderId, state);
  }

  /** The store as the app gets it: with a database that can be away. */
  get httpStore(): HttpStore {
    const { orders, orderWatch, market, tokens, findings } = this.store;
    return {
      ping: () => this.#reach(),
      orders: this.#behind(orders),
      orderWatch,
      market: this.#behind(market),
      findings: this.#behind(findings),
      tokens,
    };
  }

  #reply(message: string): { kind: 'accepted' | 'unavailable' } {
    return { kind: this.lost.delete(message) ? 'unavailable' : 'accepted' };
  }

  async #reach(): Promise<void> {
    if (!this.databaseUp) throw new DatabaseAway('The database is away: connection refused at 10.0.0.7');
    await this.beforeReading?.();
  }

  #behind<T extends object>(functions: T): T {
    const wrapped = Object.entries(functions).map(([name, ask]) => [
      name,
      async (...given: unknown[]) => {
        await this.#reach();
        const answer = await ask(...given);
        // Carried out, and nobody learns of it.
        if (this.lost.delete(name)) throw new DatabaseAway('The database is away: Connection terminated unexpectedly');
        return answer;
      },
    ]);
    return Object.fromEntries(wrapped);
  }

  /** Comparisons are counted, and none is made. */
  get reconciliation(): Reconciliation {
    return {
      runNow: async () => {
        if (!this.temporalUp) throw new Error('14 UNAVAILABLE 10.0.0.8');
        this.comparisons += 1;
      },
    };
  }

  /** Orders are placed for good; what becomes of a message is decided as the workflow would, from the record. */
  get workflows(): Orders {
    return {
      place: async (order) => {
        if (this.placing) throw this.placing;
        const result = await this.store.orders.place({ ...order, digest: digestOf(order) });
        if (this.lost.delete('place')) throw new DatabaseAway('The database is away: Connection terminated');
        return result;
      },
      provideAdministrator: async (orderId, request) => {
        this.answers.push(request);
        if (this.nextAnswer) return this.nextAnswer;
        const { answer, state } = await this.read(orderId);
        const asks = state === 'inquiring';
        if (answer && !asks) {
          const same = sameDetails(answer.details, request.details);
          return same ? { kind: 'accepted' } : { kind: 'alreadyAnswered', accepted: answer };
        }
        if (!asks) return { kind: 'notPossible', state };
        const round = answer && { round: (answer.round ?? 1) + 1 };
        const accepted = { by: request.by, at: new Date(this.now).toISOString(), details: request.details, ...round };
        if (this.recordFollows) await this.apply(orderId, 'pending', { answer: accepted });
        return this.#reply('provideAdministrator');
      },
      resendInformationRequest: async (_orderId, request, key) => {
        this.messages.push(request);
        this.keys.push(key);
        return this.nextSending ?? this.nextMessage ?? this.#reply('resendInformationRequest');
      },
      cancel: async (orderId, request) => {
        this.messages.push(request);
        if (this.nextMessage) return this.nextMessage;
        const { state } = await this.read(orderId);
        if (state === 'inProgress') await this.apply(orderId, 'assessingCancellation', ASSESSING);
        else if (state !== 'assessingCancellation' && state !== 'cancelled') await this.apply(orderId, 'cancelled');
        return this.#reply('cancel');
      },
      resume: async (...decision) => {
        this.decisions.push(decision);
        return this.nextMessage ?? this.#reply('resume');
      },
      reportBounce: async (...report) => {
        this.bounces.push(report);
        return this.nextMessage ?? { kind: 'accepted' };
      },
      live: async (orderId) => {
        const { state, lines } = await this.read(orderId);
        const ahead = this.answers.length > 0 && state === 'inquiring';
        return { orderId, state: ahead ? 'pending' : state, lines, revision: 1 };
      },
      ping: async () => {
        if (!this.temporalUp) throw new Error('14 UNAVAILABLE 10.0.0.8');
      },
    };
  }
}

/** The shortest way through the table, without its beginning. */
function wayBetween(from: OrderStateName, to: OrderStateName): OrderStateName[] {
  const ways: OrderStateName[][] = [[from]];
  for (const way of ways) {
    const at = way.at(-1) as OrderStateName;
    if (at === to) return way.slice(1);
    for (const next of ORDER_STATES) {
      if (mayBecome(at, next) && !ways.some((other) => other.includes(next))) ways.push([...way, next]);
    }
  }
  return [to];
}
