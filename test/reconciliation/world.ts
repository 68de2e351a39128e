/** Everything that a comparison meets, for real: a vendor over HTTP, an embedded database, a Temporal server, a worker. */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { Client } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { sql } from 'kysely';
import { createReconciliationActivities } from '../../activities/reconciliation/activities.ts';
import type { ReconciliationDeps } from '../../activities/reconciliation/deps.ts';
import { createKeepitAdapter } from '../../activities/vendors/keepit/adapter.ts';
import { createKeepitInventory } from '../../activities/vendors/keepit/inventory.ts';
import { VendorRegistry } from '../../activities/vendors/registry.ts';
import { DEMO_ACCOUNT } from '../../dev/vendor-sandbox/app.ts';
import { openDatabase } from '../../store/database/open.ts';
import type { Database } from '../../store/database/schema.ts';
import { storeOn } from '../../store/index.ts';
import type { Store } from '../../store/store.ts';
import { RECONCILIATION } from '../../workflows/contract/names.ts';
import type { ReconciliationInput, ReconciliationSummary } from '../../workflows/contract/reconciliation.ts';
import type { OrderStateName } from '../../workflows/contract/states.ts';
import { aMarket, aProduct, type Market, placed } from '../store/market.ts';
import { newDataDir } from '../support/data-directories.ts';
import { required } from '../support/saga.ts';
import { KeepitBench, SOURCE } from '../vendors/keepit-bench.ts';

export const AT = `${SOURCE.vendor}/${SOURCE.region}`;

/** An order that has one line, and how it came to be there. */
export interface Planted {
  orderId: string;
  lineId: string;
  /** At the vendor. */
  accountId: string;
}

interface Several {
  5: [Planted, Planted, Planted, Planted, Planted];
  6: [Planted, Planted, Planted, Planted, Planted, Planted];
}

export class ReconciliationWorld {
  readonly vendor: KeepitBench;
  readonly store: Store;
  readonly db: Database;
  readonly #deps: ReconciliationDeps;
  readonly #native: NativeConnection;
  readonly #market: Market;
  readonly #dataDir: string;

  private constructor(
    vendor: KeepitBench,
    { store, db, dataDir }: { store: Store; db: Database; dataDir: string },
    native: NativeConnection,
    market: Market,
  ) {
    this.vendor = vendor;
    this.store = store;
    this.db = db;
    this.#dataDir = dataDir;
    this.#native = native;
    this.#market = market;
    const access = { regions: { [SOURCE.region]: { baseUrl: vendor.url, ...DEMO_ACCOUNT } }, userAgent: 'Test/1.0' };
    this.#deps = {
      store: store.comparison,
      inventories: { keepit: createKeepitInventory(access) },
      vendors: new VendorRegistry({ keepit: createKeepitAdapter({ ...access, accounts: store.worker }) }),
      billing: store.worker,
      record: store.worker,
    };
  }

  static async start(): Promise<ReconciliationWorld> {
    Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'OFF' } } });
    const dataDir = await newDataDir('order-saga-reconciliation-');
    const database = await openDatabase({ dataDir });
    const store = storeOn(database);
    const market = await aMarket(store);
    await store.market.putProduct(aProduct({ ...market.product, source: SOURCE }));
    const native = await NativeConnection.connect({ address: required('TEST_TEMPORAL_ADDRESS') });
    return new ReconciliationWorld(await KeepitBench.start(), { store, db: database.db, dataDir }, native, market);
  }

  async close(): Promise<void> {
    await this.vendor.close();
    await this.#native.close();
    await this.store.close();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }

  /** Runs the workflow to its end, on a worker of its own. `meanwhile` goes on beside it. */
  async run(
    input: ReconciliationInput = {},
    meanwhile: () => Promise<void> = async () => {},
    changes: (deps: ReconciliationDeps) => Partial<ReconciliationDeps> = () => ({}),
  ): Promise<ReconciliationSummary> {
    const taskQueue = `reconciliation-${randomUUID()}`;
    const worker = await Worker.create({
      connection: this.#native,
      taskQueue,
      workflowBundle: { codePath: required('TEST_WORKFLOW_BUNDLE') },
      activities: createReconciliationActivities({ ...this.#deps, ...changes(this.#deps) }),
      maxHeartbeatThrottleInterval: '100 milliseconds',
    });
    const client = new Client({ connection: this.#native });
    const workflowId = taskQueue;
    return worker.runUntil(async () => {
      const result = client.workflow.execute(RECONCILIATION, { taskQueue, workflowId, args: [input] });
      await meanwhile();
      return (await result) as ReconciliationSummary;
    });
  }

  /** An order with its credit reserved, and its account at the vendor. */
  async provisioned(): Promise<Planted> {
    const planted = await this.reserved();
    const { orderId, lineId } = planted;
    const accountId = await this.account({ externalId: lineId });
    await this.store.worker.creationSent(lineId, `${lineId}@customer.example`);
    const login = `${lineId}@customer.example`;
    await this.store.worker.accountLearnt(lineId, { subscriptionId: accountId, login });
    await this.becomes(orderId, 'inProgress');
    return { ...planted, accountId };
  }

  /** Several of those. */
  async several<N extends 5 | 6>(count: N): Promise<Several[N]> {
    const all: Planted[] = [];
    for (let n = 0; n < count; n++) all.push(await this.provisioned());
    return all as Several[N];
  }

  /** An order with its credit reserved, and nothing else. */
  async reserved(): Promise<Planted> {
    const { orderId, lines } = await placed(this.store, this.#market.order());
    await this.store.worker.reserveCredit(orderId);
    return { orderId, lineId: lines[0]?.lineId ?? '', accountId: '' };
  }

  /** As the saga completes an order. */
  async complete({ orderId, lineId, accountId }: Planted, { billed = true } = {}): Promise<void> {
    if (billed) await this.store.worker.openBilling(lineId);
    const event = { kind: 'orderCompleted' } as const;
    const lines = [{ lineId, state: 'active', subscriptionId: accountId } as const];
    await this.store.worker.apply({ orderId, key: 'completed', state: 'completed', lines, event, by: 'system' });
  }

  /** As the saga ends an order that an operator has given up; what was there may have been left over. */
  async giveUp({ orderId, lineId }: Planted, { leftOver = false, released = true } = {}): Promise<void> {
    const { store } = this;
    if (released) await store.worker.releaseCredit(orderId);
    const leftover = { kind: 'subscription', lineId, productId: this.#market.product.productId, vendor: 'keepit' };
    const end = { state: 'failed', cause: 'givenUp' } as const;
    const leftovers = leftOver ? [leftover as { kind: 'subscription' } & typeof leftover] : [];
    const lines = [{ lineId, state: 'terminated' } as const];
    const event = { kind: 'orderEnded', end, leftovers } as const;
    await store.worker.apply({ orderId, key: 'ended', ...end, lines, event, by: 'operator' });
  }

  async becomes(orderId: string, state: OrderStateName): Promise<void> {
    const event = { kind: 'recorded', text: state } as const;
    await this.store.worker.apply({ orderId, key: state, state, event, by: 'system' });
  }

  /** As if everything had happened so many hours before. */
  async hoursPass(hours: number, ...orders: Planted[]): Promise<void> {
    await this.db
      .updateTable('orders')
      .set({ updated_at: sql`updated_at - ${hours} * interval '1 hour'` })
      .$if(orders.length > 0, (query) =>
        query.where(
          'order_id',
          'in',
          orders.map(({ orderId }) => orderId),
        ),
      )
      .execute();
  }

  /** Makes an account at the vendor, past the product. */
  async account({ externalId }: { externalId?: string } = {}): Promise<string> {
    const login = `${randomUUID()}@customer.example`;
    const key = externalId === undefined ? '' : `<external_id>${externalId}</external_id>`;
    const body = `<user_create><login>${login}</login>${key}<product>${SOURCE.vendorProductId}</product></user_create>`;
    const response = await this.vendor.vendor('POST', `/users/${DEMO_ACCOUNT.parentAccount}/users`, body);
    if (response.status !== 201) throw new Error(`not made: ${response.status}`);
    const all = await this.vendor.subscriptions();
    return all.find((account) => account.login === login)?.id ?? '';
  }

  async change(accountId: string, change: string): Promise<void> {
    const response = await this.vendor.vendor('PUT', `/users/${accountId}`, `<user_update>${change}</user_update>`);
    if (!response.ok) throw new Error(`not changed: ${response.status}`);
  }

  async vanish(accountId: string): Promise<void> {
    await this.vendor.vendor('DELETE', `/users/${accountId}`);
  }

  /** Loses the entry by which a line is charged for, but not what it adds to the sums. Answers whose sums are off. */
  async loseAnEntry({ lineId }: Planted): Promise<string> {
    await this.db.deleteFrom('ledger').where('entry_key', '=', `open:${lineId}`).execute();
    return `${this.#market.reseller.resellerId}/EUR`;
  }

  /** What is known of differences, with how each was settled, by kind. */
  async findings(): Promise<{ kind: string; subject: string; resolution: string | null }[]> {
    const rows = await this.db
      .selectFrom('findings')
      .select(['kind', 'subject', 'resolution'])
      .orderBy('kind')
      .orderBy('finding_id')
      .execute();
    return rows.map(({ kind, subject, resolution }) => ({ kind, subject, resolution }));
  }
}
