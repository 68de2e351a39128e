/** Stand-ins for the ports we own, in memory: for tests of the saga alone. Each can be told to misbehave. */
import type { BillingLedger, CreditDecision } from '../../activities/billing/port.ts';
import { type Mailer, MailRefused, type Message } from '../../activities/email/port.ts';
import type { Deps } from '../../activities/index.ts';
import type { MailClaim, MailLog, OrderRecord } from '../../activities/record/port.ts';
import {
  type CallContext,
  type CreateSubscription,
  type Removal,
  type Strays,
  type SubscriptionReference,
  type VendorAdapter,
  VendorRefused,
  type VendorSubscription,
  VendorUnavailable,
} from '../../activities/vendors/port.ts';
import { VendorRegistry } from '../../activities/vendors/registry.ts';
import type { CreditShortage } from '../../workflows/contract/failures.ts';
import type { Recipient } from '../../workflows/contract/messages.ts';
import type { Order, OrderLine } from '../../workflows/contract/order.ts';
import type { Applied, OrderBrief, RecordChange, SentLink } from '../../workflows/contract/record.ts';
import { mayBecome, type OrderStateName } from '../../workflows/contract/states.ts';

/** Throws while it is down, or else the next of the planned errors, if there is one. */
class Trouble {
  readonly planned: unknown[] = [];
  down = false;
  strike(): void {
    if (this.down) throw new Error('it is down');
    const error = this.planned.shift();
    if (error !== undefined) throw error;
  }
}

/** Ten euros too few. */
export const SHORTAGE: CreditShortage = {
  kind: 'insufficient',
  needed: { minor: 1000, currency: 'EUR' },
  available: { minor: 0, currency: 'EUR' },
};

class MemoryBilling implements BillingLedger {
  readonly entries: string[] = [];
  creditSuffices = true;
  readonly opening = new Trouble();
  readonly trouble = new Trouble();

  async reserveCredit(orderId: string): Promise<CreditDecision> {
    if (!this.creditSuffices) return { reserved: false, shortage: SHORTAGE };
    this.#once(`reserve:${orderId}`);
    return { reserved: true };
  }
  async releaseCredit(orderId: string): Promise<void> {
    this.trouble.strike();
    if (this.entries.includes(`reserve:${orderId}`)) this.#once(`release:${orderId}`);
  }
  async openBilling(lineId: string): Promise<void> {
    this.opening.strike();
    this.#once(`open:${lineId}`);
  }
  async closeBilling(lineId: string): Promise<void> {
    if (this.entries.includes(`open:${lineId}`)) this.#once(`close:${lineId}`);
  }
  #once(entry: string): void {
    if (!this.entries.includes(entry)) this.entries.push(entry);
  }
}

class MemoryRecord implements OrderRecord {
  state: OrderStateName = 'acknowledged';
  readonly changes: RecordChange[] = [];
  readonly bounced: number[] = [];
  readonly requests: { revision: number; to: string; until: string }[] = [];
  adminContact: Recipient = { name: 'Ada Admin', email: 'ada@customer.example' };
  customerOnHold = false;
  withdrawnProducts: string[] = [];
  /** Lines for which a creating request has left. */
  readonly sent = new Set<string>();
  /** What was found late and removed. */
  readonly strays: string[] = [];
  #turn = 0;

  async creationSent(lineId: string): Promise<void> {
    this.sent.add(lineId);
  }
  async creationRefused(lineId: string): Promise<void> {
    this.sent.delete(lineId);
  }
  async brief(orderId: string): Promise<OrderBrief> {
    return {
      orderId,
      reseller: { id: 'r-1', name: 'Reseller One', email: 'orders@reseller.example' },
      customer: { id: 'c-1', name: 'Customer One' },
      adminContact: this.adminContact,
      lines: [1, 2].map((ordinal) => ({
        lineId: `${orderId}-${ordinal}`,
        productId: 'veritas-o365-backup',
        productName: 'Office 365 Backup',
        quantity: 5,
        creationSent: this.sent.has(`${orderId}-${ordinal}`),
      })),
      checks: { customerOnHold: this.customerOnHold, withdrawnProducts: this.withdrawnProducts },
    };
  }
  async apply(change: RecordChange): Promise<Applied> {
    if (this.changes.some(({ key }) => key === change.key)) return 'repeated';
    if ((change.turn ?? this.#turn) < this.#turn) return 'late';
    if (!mayBecome(this.state, change.state)) return 'forbidden';
    this.changes.push(change);
    this.state = change.state;
    this.#turn = change.turn ?? this.#turn;
    return 'applied';
  }
  async informationRequestSent({ revision, to, until }: SentLink): Promise<void> {
    this.requests.push({ revision, to: to.email, until });
  }
  async informationRequestBounced(_orderId: string, revision: number): Promise<boolean> {
    this.bounced.push(revision);
    return true;
  }
  async noteStray(_orderId: string, lineId: string, subscriptionId: string): Promise<void> {
    this.strays.push(`${lineId}: ${subscriptionId}`);
  }
  get keys(): string[] {
    return this.changes.map(({ key }) => key);
  }
}

class MemoryMailLog implements MailLog {
  readonly #sent = new Map<string, string>();
  readonly #claims = new Map<string, string>();
  async claimMail(messageId: string, by: string, leaseMs: number): Promise<MailClaim> {
    const at = this.#sent.get(messageId);
    if (at !== undefined) return { kind: 'sent', at };
    if (this.#claims.has(messageId)) return { kind: 'taken', forMs: leaseMs };
    this.#claims.set(messageId, by);
    return { kind: 'claimed' };
  }
  async giveBackMail(messageId: string, by: string): Promise<void> {
    if (this.#claims.get(messageId) === by) this.#claims.delete(messageId);
  }
  async mailSent({ messageId, at }: { messageId: string; at: string }): Promise<string> {
    const first = this.#sent.get(messageId) ?? at;
    this.#sent.set(messageId, first);
    return first;
  }
}

class MemoryMailer implements Mailer {
  readonly sent: Message[] = [];
  readonly trouble = new Trouble();
  /** Addresses that the mail server refuses for good. */
  readonly refused = new Set<string>();
  /** Addresses for which it always asks to try again later. */
  readonly deferred = new Set<string>();
  down = false;

  async send(message: Message): Promise<void> {
    if (this.deferred.has(message.to.email)) throw new Error('451 try again later');
    if (this.down) throw new Error('connect ECONNREFUSED');
    this.trouble.strike();
    if (this.refused.has(message.to.email)) throw new MailRefused(550, 'no such mailbox');
    this.sent.push(message);
  }
  /** Subjects of what one address got. */
  to(email: string): string[] {
    return this.sent.filter((mail) => mail.to.email === email).map((mail) => mail.subject);
  }
}

class MemoryVendor implements VendorAdapter {
  readonly accounts = new Map<string, VendorSubscription & CreateSubscription & { login: string }>();
  readonly calls: string[] = [];
  /** Errors thrown instead of creating. */
  readonly before = new Trouble();
  /** Errors thrown after creating: the reply is lost. */
  readonly after = new Trouble();
  readonly removing = new Trouble();
  /** Keys of which a removal cannot tell whether something will still show up. */
  readonly doubtful = new Set<string>();
  /** What shows up later, by key. */
  readonly late = new Map<string, string>();
  /** What stands at the vendor under no key of ours, by id. */
  readonly byHand = new Map<string, VendorSubscription & CreateSubscription & { login: string }>();
  /** Looks until a new account is active. */
  looksUntilActive = 0;
  /** Addresses that somebody else, who is no customer of ours, signs in with. */
  readonly strangers = new Set<string>();
  #gate: Promise<void> | undefined;
  #number = 0;

  /** Holds every creation up, until what it returns is called. */
  holdUp(): () => void {
    let open = () => {};
    this.#gate = new Promise((resolve) => {
      open = resolve;
    });
    return open;
  }

  async create(request: CreateSubscription, { doubt, onCreating }: CallContext): Promise<VendorSubscription> {
    this.calls.push(doubt ? `create:${request.key}:doubt` : `create:${request.key}`);
    await this.#gate;
    this.before.strike();
    const existing = this.accounts.get(request.key);
    if (existing) return existing;
    const login = `${request.administratorEmail}#${request.ordinal > 1 ? request.key : ''}`;
    const taken = [...this.accounts.values()].some((account) => account.login === login);
    if (taken || this.strangers.has(request.administratorEmail)) {
      throw new VendorRefused('email', 'addressInUse', 'the address is in use');
    }
    await onCreating();
    const account = { ...request, login, subscriptionId: `acc-${++this.#number}`, active: this.looksUntilActive === 0 };
    this.accounts.set(request.key, account);
    this.after.strike();
    return { subscriptionId: account.subscriptionId, active: account.active };
  }
  async find({ key }: SubscriptionReference): Promise<VendorSubscription | undefined> {
    this.calls.push(`find:${key}`);
    const account = this.accounts.get(key);
    if (account && --this.looksUntilActive <= 0) account.active = true;
    return account;
  }
  async remove({ key }: SubscriptionReference): Promise<Removal> {
    this.calls.push(`remove:${key}`);
    this.removing.strike();
    this.accounts.delete(key);
    return this.doubtful.has(key) ? 'doubtful' : 'certain';
  }
  async adopt({ key }: SubscriptionReference, subscriptionId: string): Promise<VendorSubscription> {
    this.calls.push(`adopt:${key}:${subscriptionId}`);
    const made = this.byHand.get(subscriptionId);
    if (!made) throw new VendorRefused('order', 'other', `there is no account ${subscriptionId}`);
    this.byHand.delete(subscriptionId);
    this.accounts.set(key, { ...made, key });
    return { subscriptionId, active: true };
  }
  async removeNamed({ key }: SubscriptionReference, subscriptionId: string): Promise<void> {
    this.calls.push(`removeNamed:${key}:${subscriptionId}`);
    this.byHand.delete(subscriptionId);
    if (this.accounts.get(key)?.subscriptionId === subscriptionId) this.accounts.delete(key);
  }
  async removeStrays({ key }: SubscriptionReference): Promise<Strays> {
    this.calls.push(`strays:${key}`);
    const late = this.late.get(key);
    this.late.delete(key);
    return { removed: late === undefined ? [] : [late], kept: [] };
  }
}

/** The vendor as it is when it answers 503. */
export const weather = () => new VendorUnavailable('503 from vendor');

export function doubles() {
  const world = {
    billing: new MemoryBilling(),
    record: new MemoryRecord(),
    mailLog: new MemoryMailLog(),
    mailer: new MemoryMailer(),
    vendor: new MemoryVendor(),
  };
  const deps: Deps = {
    ...world,
    links: {
      issue: async ({ orderId, revision }) => `https://portal.example/complete/${orderId}.${revision}`,
      orderPage: (orderId) => `https://portal.example/panel/orders/${orderId}`,
    },
    vendors: new VendorRegistry({ keepit: world.vendor }),
    mailDomain: 'orders.example',
    activationPollMs: 10,
    now: () => new Date(),
  };
  return { ...world, deps };
}

export type World = ReturnType<typeof doubles>;

let orders = 0;

/** An order of five seats, by e-mail unless told otherwise. */
export function anOrder(change: Partial<Order> = {}): Order {
  const orderId = `T${++orders}`;
  return {
    orderId,
    resellerId: 'r-1',
    customerId: 'c-1',
    lines: [lineOf(orderId, 1)],
    administrator: { mode: 'email' },
    informationRequest: { deadline: 'P14D', reminders: ['P2D', 'P5D', 'P9D'] },
    ...change,
  };
}

/** The same with two lines, of one product. */
export function twoLines(change: Partial<Order> = {}): Order {
  const order = anOrder(change);
  return { ...order, lines: [1, 2].map((position) => lineOf(order.orderId, position)) };
}

function lineOf(orderId: string, position: number): OrderLine {
  return {
    lineId: `${orderId}-${position}`,
    productId: 'veritas-o365-backup',
    quantity: 5,
    source: { vendor: 'keepit', vendorProductId: 'o365-5', region: 'dk-co' },
  };
}

export const ADMINISTRATOR = { firstName: 'Grace', lastName: 'Hopper', email: 'grace@customer.example' };

/** The details come with the order. */
export const AT_HAND = { mode: 'provided', details: ADMINISTRATOR } as const;
