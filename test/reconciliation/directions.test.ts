/** Each direction of the comparison by itself, on doubles of its ports. */
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createReconciliationActivities } from '../../activities/reconciliation/activities.ts';
import type { ReconciliationDeps } from '../../activities/reconciliation/deps.ts';
import { judgeAccount, judgeMoney } from '../../activities/reconciliation/differences.ts';
import type {
  ActiveLine,
  BalanceOff,
  ComparisonStore,
  EndedOrder,
  RecordedLine,
  VendorAccount,
  VendorInventory,
} from '../../activities/reconciliation/port.ts';
import { VendorMisconfigured, VendorUnavailable } from '../../activities/vendors/port.ts';
import type { Difference } from '../../workflows/contract/reconciliation.ts';
import { doubles } from '../support/doubles.ts';

const at = { vendor: 'keepit', region: 'dk-co' };
const vendorInput = { runId: 'run-1', ...at, settledAfter: 'PT15M' };
const LINE = '0123456789-1';

const account = (changes: Partial<VendorAccount> = {}): VendorAccount => ({
  id: 'acc-1',
  key: LINE,
  enabled: true,
  leaving: false,
  product: 'o365',
  ...changes,
});

const line = (changes: Partial<RecordedLine> = {}): RecordedLine => ({
  lineId: LINE,
  orderId: '0123456789',
  state: 'active',
  active: true,
  vendorProductId: 'o365',
  accounts: ['acc-1'],
  settled: true,
  longUndone: false,
  ...changes,
});

/** What has been found and is not settled, in memory. */
class MemoryComparison implements ComparisonStore {
  listed: string[] = [];
  lines: Record<string, RecordedLine> = {};
  active: ActiveLine[] = [];
  orders: EndedOrder[] = [];
  balances: BalanceOff[] = [];
  readonly open = new Map<string, { difference: Difference; repairing: boolean }>();
  readonly calls: string[] = [];

  async beginRun() {
    return [at, { vendor: 'keepit', region: 'closed' }];
  }
  async keepListed(_listing: unknown, ids: readonly string[]) {
    this.listed.push(...ids);
  }
  async listedAfter(_listing: unknown, after: string, limit: number) {
    const rest = this.listed.filter((id) => id > after);
    return rest.sort().slice(0, Math.min(limit, 2));
  }
  async linesOf() {
    return this.lines;
  }
  async activeLines(_listing: unknown, after: string) {
    return this.active.filter(({ lineId }) => lineId > after).slice(0, 1);
  }
  async endedOrders(after: string) {
    return this.orders.filter(({ orderId }) => orderId > after).slice(0, 1);
  }
  async balancesOff() {
    return this.balances;
  }
  async found(_look: unknown, difference: Difference, repairing = false) {
    this.open.set(`${difference.kind} ${difference.subject}`, { difference, repairing });
  }
  async repaired({ kind, subject }: Difference) {
    this.open.delete(`${kind} ${subject}`);
    this.calls.push(`repaired ${kind} ${subject}`);
  }
  async scopeCompared({ scope }: { scope: string }) {
    this.calls.push(`compared ${scope}`);
  }
  async endRun() {
    return { accounts: 0, lines: 0, orders: 0, found: 0, repaired: 0, incomplete: [] };
  }
}

class MemoryInventory implements VendorInventory {
  readonly regions = ['dk-co'];
  readonly accounts = new Map<string, VendorAccount>();
  lists = 0;
  readonly reads: string[] = [];

  holds(...accounts: VendorAccount[]): void {
    for (const one of accounts) this.accounts.set(one.id, one);
  }
  async list(_region: string, onIds: (ids: string[]) => Promise<void>) {
    this.lists += 1;
    await onIds([...this.accounts.keys()]);
  }
  async read(_region: string, id: string) {
    this.reads.push(id);
    return this.accounts.get(id);
  }
}

function setUp() {
  const { deps: saga, vendor, record, billing } = doubles();
  const store = new MemoryComparison();
  const inventory = new MemoryInventory();
  const deps: ReconciliationDeps = {
    store,
    inventories: { keepit: inventory },
    vendors: saga.vendors,
    billing,
    record,
  };
  const activities = createReconciliationActivities(deps);
  const attempt = (heartbeatDetails?: unknown) =>
    new MockActivityEnvironment({ heartbeatDetails }, { logger: new DefaultLogger('ERROR') });
  return { activities, attempt, store, inventory, vendor, record, billing };
}

describe('from the vendor to the record', () => {
  const judged = (one: VendorAccount, its?: RecordedLine) => {
    const judgement = judgeAccount(at, one, its);
    return judgement && [judgement.difference.kind, judgement.repair];
  };
  const ended = (changes: Partial<RecordedLine> = {}) =>
    line({ state: 'terminated', active: false, longUndone: true, ...changes });

  test.each([
    ['the account of an active line', account(), line(), undefined],
    ['a child that says nothing', account({ key: undefined }), undefined, undefined],
    ['one under somebody else’s key', account({ key: 'CRM-77' }), undefined, undefined],
    ['one under a key of ours that no line has', account(), undefined, ['unknownLine', false]],
    ['the same, on its way out', account({ leaving: true }), undefined, undefined],
    ['one of an order that goes on', account(), ended({ settled: false }), undefined],
    ['a second one of an active line', account({ id: 'acc-2' }), line(), ['duplicate', false]],
    ['a second one on its way out', account({ id: 'acc-2', leaving: true }), line(), undefined],
    ['one of an active line whose account was never learnt', account(), line({ accounts: [] }), undefined],
    ['a disabled one', account({ enabled: false }), line(), ['accountDisabled', false]],
    ['one of an active line that is to be deleted', account({ leaving: true }), line(), ['accountDisabled', false]],
    ['another product', account({ product: 'other' }), line(), ['productDiffers', false]],
    ['one of a line that was long undone', account(), ended(), ['orphan', true]],
    ['the same, on its way out', account({ leaving: true }), ended(), undefined],
    ['one of a line that was undone just now', account(), ended({ longUndone: false }), ['orphan', false]],
    [
      'one of a line that could not be undone',
      account(),
      ended({ state: 'active', longUndone: false }),
      ['orphan', false],
    ],
    ['one that only our record ties to such a line', account({ key: undefined }), ended(), ['orphan', false]],
  ])('%s', (_what, one, its, expected) => {
    expect(judged(one, its)).toEqual(expected);
  });

  test('every account is read once, page by page, and a lost worker is followed by one that goes on where it was', async () => {
    const { activities, attempt, store, inventory } = setUp();
    inventory.holds(...['a', 'b', 'c', 'd', 'e'].map((id) => account({ id, key: '0123456789-9' })));
    const first = attempt();
    const positions: unknown[] = [];
    first.on('heartbeat', (position) => positions.push(position));
    inventory.read = async (_region, id) => {
      if (id === 'c') throw new VendorUnavailable('gone');
      return inventory.accounts.get(id);
    };
    await expect(first.run(activities.compareAccounts, vendorInput)).rejects.toThrow('gone');
    expect([...store.open.keys()]).toEqual(['unknownLine keepit/dk-co/a', 'unknownLine keepit/dk-co/b']);
    expect(store.calls).toEqual([]);

    const next = new MemoryInventory();
    inventory.read = (region, id) => next.read(region, id);
    next.holds(...inventory.accounts.values());
    expect(await attempt(positions.at(-1)).run(activities.compareAccounts, vendorInput)).toBe(5);
    expect([inventory.lists, next.reads]).toEqual([1, ['c', 'd', 'e']]);
    expect([store.open.size, store.calls]).toEqual([5, ['compared accounts:keepit/dk-co']]);
  });

  test('an orphan that is safe to remove is removed through the vendor’s port, and its order says so', async () => {
    const { activities, attempt, store, inventory, vendor, record } = setUp();
    inventory.holds(account());
    store.lines = { 'acc-1': ended() };
    expect(await attempt().run(activities.compareAccounts, vendorInput)).toBe(1);
    expect(vendor.calls).toEqual([`removeNamed:${LINE}:acc-1`]);
    expect(record.strays).toEqual([`${LINE}: acc-1`]);
    expect(store.calls).toEqual(['repaired orphan keepit/dk-co/acc-1', 'compared accounts:keepit/dk-co']);
  });

  test('an orphan that the vendor will not let go of stays a finding, and keeps no other from being looked at', async () => {
    const { activities, attempt, store, inventory, vendor, record } = setUp();
    inventory.holds(account(), account({ id: 'acc-2', key: '0123456789-9' }));
    store.lines = { 'acc-1': ended() };
    vendor.removeNamed = async () => {
      throw new VendorMisconfigured('403');
    };
    expect(await attempt().run(activities.compareAccounts, vendorInput)).toBe(2);
    expect(record.strays).toEqual([]);
    expect([...store.open.values()].map(({ difference: { kind }, repairing }) => [kind, repairing])).toEqual([
      ['orphan', false],
      ['unknownLine', false],
    ]);
  });
});

test('from the record to the vendor: only a line whose account is neither listed nor there is one', async () => {
  const { activities, attempt, store, inventory } = setUp();
  inventory.holds(account({ id: 'late' }));
  const ofOrder = (n: number, more: Partial<ActiveLine>) => ({
    lineId: `${n}-1`,
    orderId: String(n),
    listed: false,
    ...more,
  });
  store.active = [
    ofOrder(1, { accountId: 'listed', listed: true }),
    ofOrder(2, { accountId: 'late' }),
    ofOrder(3, { accountId: 'gone' }),
    ofOrder(4, {}),
  ];
  expect(await attempt().run(activities.compareLines, vendorInput)).toBe(4);
  expect(inventory.reads).toEqual(['late', 'gone']);
  expect([...store.open.keys()]).toEqual(['accountMissing 3-1', 'accountMissing 4-1']);
  expect(store.calls).toEqual(['compared lines:keepit/dk-co']);
});

describe('record and ledger', () => {
  const orderId = '0123456789';
  const entry = (key: string, reserved: number, charged = 0) => ({ key, reserved, charged });
  const reserve = entry(`reserve:${orderId}`, 30);
  const release = (amount: number) => entry(`release:${orderId}`, -amount);
  const open = (n: number) => entry(`open:${orderId}-${n}`, -10 * n, 10 * n);
  const close = (n: number, amount = 10 * n) => entry(`close:${orderId}-${n}`, 0, -amount);
  const order = (active: number[], entries: EndedOrder['entries']): EndedOrder => ({
    orderId,
    lines: [1, 2].map((n) => ({ lineId: `${orderId}-${n}`, active: active.includes(n), price: 10 * n })),
    entries,
  });
  const first = `${orderId}-1`;

  test.each<[string, EndedOrder, [string, string, boolean][]]>([
    ['both lines charged', order([1, 2], [reserve, open(1), open(2)]), []],
    ['one charged, the other given back', order([1], [reserve, open(1), release(20)]), []],
    ['charged, and closed again', order([], [reserve, open(1), close(1), release(20)]), []],
    ['never reserved', order([], []), []],
    ['active, and not charged', order([1, 2], [reserve, open(2)]), [['activeNotBilled', first, false]]],
    [
      'closed, and still active',
      order([1], [reserve, open(1), close(1), release(20)]),
      [['activeNotBilled', first, false]],
    ],
    ['charged, and not active', order([2], [reserve, open(1), open(2)]), [['billedNotActive', first, false]]],
    ['reserved for nothing', order([], [reserve]), [['creditNotReleased', orderId, true]]],
    ['the rest still reserved', order([1], [reserve, open(1)]), [['creditNotReleased', orderId, true]]],
    ['more given back than there was', order([], [reserve, release(40)]), [['ledgerUnbalanced', orderId, false]]],
    ['less given back than there was', order([], [reserve, release(20)]), [['ledgerUnbalanced', orderId, false]]],
    [
      'closed for another amount',
      order([], [reserve, open(1), close(1, 5), release(20)]),
      [['ledgerUnbalanced', orderId, false]],
    ],
  ])('%s', (_what, given, expected) => {
    const judged = judgeMoney(given).map(({ difference: { kind, subject }, repair }) => [kind, subject, repair]);
    expect(judged).toEqual(expected);
  });

  test('credit that is reserved for nothing is given back; sums that are off are only told', async () => {
    const { activities, attempt, store, billing } = setUp();
    await billing.reserveCredit(orderId);
    store.orders = [order([], [reserve])];
    const sums = { reserved: 1, charged: 0, entriesReserved: 0, entriesCharged: 0 };
    store.balances = [{ resellerId: 'r-1', currency: 'EUR', ...sums }];
    const input = { runId: 'run-1', settledAfter: 'PT15M' };
    expect(await attempt().run(activities.compareLedger, input)).toBe(1);
    expect(billing.entries).toEqual([`reserve:${orderId}`, `release:${orderId}`]);
    expect(store.calls).toEqual([`repaired creditNotReleased ${orderId}`, 'compared ledger']);
    expect([...store.open.keys()]).toEqual(['ledgerUnbalanced r-1/EUR']);
  });
});

test('where the record knows accounts to be and no vendor is configured, nothing can be compared', async () => {
  const { activities } = setUp();
  expect(await activities.beginReconciliation({ runId: 'run-1' })).toEqual({
    regions: [at],
    unreachable: [{ vendor: 'keepit', region: 'closed' }],
  });
});
