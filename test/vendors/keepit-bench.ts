/** A sandbox and an adapter that talk real HTTP to each other. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createKeepitAdapter, type KeepitConfig } from '../../activities/vendors/keepit/adapter.ts';
import type { KnownAccount, LoginHolder, VendorAccounts, VendorAdapter } from '../../activities/vendors/port.ts';
import { DEMO_ACCOUNT, type SandboxOptions } from '../../dev/vendor-sandbox/app.ts';
import { startSandbox } from '../../dev/vendor-sandbox/server.ts';
import type { VendorProduct } from '../../workflows/contract/order.ts';
import type { VendorBench } from './contract.ts';

export const SOURCE: VendorProduct = { vendor: 'keepit', vendorProductId: 'o365-business', region: 'dk-co' };

export interface HeldSubscription {
  id: string;
  externalId: string;
  login: string;
  fullname: string;
  product: string;
  enabled: boolean;
  seats: number;
  deletion?: string;
  email?: string;
  companyname?: string;
  country?: string;
  language?: string;
  phone?: string;
}

/** Our record of accounts, in memory. A line is a customer of its own unless it is told otherwise. */
export class MemoryAccounts implements VendorAccounts {
  readonly #rows = new Map<string, KnownAccount>();
  readonly customers = new Map<string, string>();

  /** As the record does when a creating request leaves. */
  sent(key: string, login?: string): void {
    this.#rows.set(key, { login, subscriptionId: undefined, removed: false });
  }
  async accountOf(key: string) {
    return this.#rows.get(key);
  }
  async accountLearnt(key: string, account: { subscriptionId: string; login: string }) {
    this.#rows.set(key, { ...account, removed: false });
  }
  async accountGone(key: string) {
    const row = this.#rows.get(key);
    if (row)
      this.#rows.set(key, row.subscriptionId === undefined ? { ...row, login: undefined } : { ...row, removed: true });
  }
  async holderOf(key: string, login: string) {
    const customer = this.customers.get(key) ?? key;
    const holders = [...this.#rows].flatMap(([other, row]) => {
      if (other === key || row.login?.toLowerCase() !== login.toLowerCase()) return [];
      const state = row.removed ? 'removed' : row.subscriptionId === undefined ? 'requested' : 'made';
      return [{ sameCustomer: (this.customers.get(other) ?? other) === customer, state } satisfies LoginHolder];
    });
    const rank = ({ state, sameCustomer }: LoginHolder) => (state === 'made' ? 2 : 0) + (sameCustomer ? 1 : 0);
    return holders.sort((one, other) => rank(other) - rank(one))[0];
  }
}

/** An adapter whose creations `accounts` learns of, as the record does. */
export function adapterAt(
  baseUrl: string,
  { accounts = new MemoryAccounts(), ...config }: Partial<KeepitConfig> & { accounts?: MemoryAccounts } = {},
): VendorAdapter {
  const adapter = createKeepitAdapter({
    regions: { 'dk-co': { baseUrl, ...DEMO_ACCOUNT } },
    accounts,
    userAgent: 'OrderSagaTest/1.0',
    lookAgain: [1, 5, 20],
    ...config,
  });
  return {
    ...adapter,
    create: (request, context) => {
      const onCreating = async (login?: string) => {
        accounts.sent(request.key, login);
        await context.onCreating(login);
      };
      return adapter.create(request, { ...context, onCreating });
    },
  };
}

export class KeepitBench implements VendorBench {
  readonly source = SOURCE;
  readonly url: string;
  readonly accounts = new MemoryAccounts();
  adapter: VendorAdapter;
  readonly close: () => Promise<void>;

  constructor(url: string, close: () => Promise<void>) {
    this.url = url;
    this.close = close;
    this.adapter = this.adapterWith();
  }

  /** Another adapter on the same vendor and the same record. */
  adapterWith(config: Partial<Omit<KeepitConfig, 'accounts'>> = {}): VendorAdapter {
    return adapterAt(this.url, { accounts: this.accounts, ...config });
  }

  static async start(options: SandboxOptions = {}): Promise<KeepitBench> {
    const { url, close } = await startSandbox(options);
    return new KeepitBench(url, close);
  }

  async control(method: string, name: string, body?: unknown): Promise<Response> {
    return fetch(`${this.url}/sandbox/${name}`, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });
  }

  async arm(...faults: object[]): Promise<void> {
    for (const fault of faults) expect((await this.control('POST', 'faults', fault)).status).toBe(201);
  }

  /** Holds the next call of an operation up; see {@link untilHeld} and {@link letGo}. */
  async hold(operation: string): Promise<void> {
    await this.arm({ operation, fault: 'hold' });
  }

  async untilHeld(calls = 1): Promise<void> {
    while (((await (await this.control('GET', 'held')).json()) as string[]).length < calls) await sleep(10);
  }

  async letGo(): Promise<void> {
    await this.control('DELETE', 'held');
  }

  async set(settings: object): Promise<void> {
    expect((await this.control('PUT', 'settings', settings)).status).toBe(200);
  }

  async subscriptions(): Promise<HeldSubscription[]> {
    return (await (await this.control('GET', 'subscriptions')).json()) as HeldSubscription[];
  }

  readonly held = async (): Promise<{ key: string; subscriptionId: string }[]> => {
    const ours = (await this.subscriptions()).filter(({ login }) => !login.endsWith('@strangers.example'));
    return ours.map(({ id, externalId }) => ({ key: externalId, subscriptionId: id }));
  };

  /** How often a method was called; of paths that end so, if given. */
  async calls(method: string, ending = ''): Promise<number> {
    return (await this.log()).filter((call) => call.method === method && call.path.endsWith(ending)).length;
  }

  /** The calls so far. */
  async log(): Promise<{ method: string; path: string }[]> {
    return (await (await this.control('GET', 'calls')).json()) as { method: string; path: string }[];
  }

  /** How often our children were listed. */
  lists(): Promise<number> {
    return this.calls('GET', '/users');
  }

  /** A call of the Partner API as our parent account, past the adapter. */
  async vendor(method: string, path: string, body?: string, headers: Record<string, string> = {}): Promise<Response> {
    const authorization = `Basic ${Buffer.from(`${DEMO_ACCOUNT.user}:${DEMO_ACCOUNT.password}`).toString('base64')}`;
    return fetch(`${this.url}${path}`, { method, headers: { authorization, ...headers }, ...(body && { body }) });
  }
}
