/** A sandbox and an adapter that talk real HTTP to each other. */
import { createKeepitAdapter, type KeepitConfig } from '../../activities/vendors/keepit/adapter.ts';
import type { VendorAdapter } from '../../activities/vendors/port.ts';
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

export function adapterAt(baseUrl: string, config: Partial<KeepitConfig> = {}): VendorAdapter {
  return createKeepitAdapter({
    regions: { 'dk-co': { baseUrl, ...DEMO_ACCOUNT } },
    userAgent: 'OrderSagaTest/1.0',
    lookAgain: [1, 5, 20],
    ...config,
  });
}

export class KeepitBench implements VendorBench {
  readonly source = SOURCE;
  readonly url: string;
  adapter: VendorAdapter;
  readonly close: () => Promise<void>;

  constructor(url: string, close: () => Promise<void>) {
    this.url = url;
    this.close = close;
    this.adapter = adapterAt(url);
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

  async set(settings: object): Promise<void> {
    expect((await this.control('PUT', 'settings', settings)).status).toBe(200);
  }

  async subscriptions(): Promise<HeldSubscription[]> {
    return (await (await this.control('GET', 'subscriptions')).json()) as HeldSubscription[];
  }

  async held(): Promise<{ key: string; subscriptionId: string }[]> {
    return (await this.subscriptions()).map(({ id, externalId }) => ({ key: externalId, subscriptionId: id }));
  }

  /** How often an operation was called, by method and last part of the path. */
  async calls(method: string): Promise<number> {
    const calls = (await (await this.control('GET', 'calls')).json()) as { method: string }[];
    return calls.filter((call) => call.method === method).length;
  }

  /** A call of the Partner API as our parent account, past the adapter. */
  async vendor(method: string, path: string, body?: string, headers: Record<string, string> = {}): Promise<Response> {
    const authorization = `Basic ${Buffer.from(`${DEMO_ACCOUNT.user}:${DEMO_ACCOUNT.password}`).toString('base64')}`;
    return fetch(`${this.url}${path}`, { method, headers: { authorization, ...headers }, ...(body && { body }) });
  }
}
