/** The ledger's sums under transactions that really run at once: on a server, through several pools. */
import fc from 'fast-check';
import { sql } from 'kysely';
import { openStore } from '../../store/index.ts';
import type { Store, StoredOrder } from '../../store/store.ts';
import { onServer } from './databases.ts';
import { aMarket, placed } from './market.ts';

const PRICES = [1250, 2500];
const ORDER = 3750;

/** A step on one of the orders, or one of its lines, that one of the processes takes. */
const aStep = fc.record({
  kind: fc.constantFrom<('reserve' | 'release' | 'open' | 'close')[]>('reserve', 'reserve', 'release', 'open', 'close'),
  order: fc.nat({ max: 4 }),
  line: fc.nat({ max: 1 }),
  process: fc.nat({ max: 2 }),
});

interface Sums {
  key: string;
  reserved: number;
  charged: number;
}

onServer((opened) => {
  const processes: Store[] = [];
  beforeAll(async () => {
    for (let n = 0; n < 3; n++) {
      processes.push(await openStore({ databaseUrl: opened().server.url, dataDir: 'unused' }));
    }
  });
  afterAll(() => Promise.all(processes.map((store) => store.close())));

  const entriesOf = async (resellerId: string) => {
    const { rows } = await sql<Sums>`select entry_key as key, reserved_minor as reserved, charged_minor as charged
      from ledger where reseller_id = ${resellerId}`.execute(opened().db);
    return rows;
  };
  const balanceOf = async (resellerId: string) => {
    const { rows } = await sql<Sums>`select reseller_id as key, reserved_minor as reserved, charged_minor as charged
      from balances where reseller_id = ${resellerId}`.execute(opened().db);
    return rows[0] ?? { reserved: 0, charged: 0 };
  };
  const sum = (entries: Sums[], of: 'reserved' | 'charged') => entries.reduce((total, entry) => total + entry[of], 0);

  test('whatever runs at once: the limit holds at every instant, and what was reserved is used, given back or still reserved', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(aStep, { minLength: 20, maxLength: 60 }),
        fc.integer({ min: ORDER, max: 4 * ORDER }),
        async (steps, limit) => {
          const { store } = opened();
          const { order, product, reseller } = await aMarket(store, limit);
          const { resellerId } = reseller;
          const lines = [5, 10].map((quantity) => ({ productId: product.productId, quantity }));
          const orders: StoredOrder[] = [];
          for (let n = 0; n < 5; n++) orders.push(await placed(store, order({ lines })));

          let going = true;
          const watched = (async () => {
            let most = 0;
            while (going) {
              const { reserved, charged } = await balanceOf(resellerId);
              most = Math.max(most, reserved + charged);
            }
            return most;
          })();
          const outcomes = await Promise.allSettled(
            steps.map(({ kind, order: index, line, process }) => {
              const { orderId } = orders[index] as StoredOrder;
              const { worker } = processes[process] as Store;
              if (kind === 'reserve') return worker.reserveCredit(orderId);
              if (kind === 'release') return worker.releaseCredit(orderId);
              const lineId = `${orderId}-${line + 1}`;
              return kind === 'open' ? worker.openBilling(lineId) : worker.closeBilling(lineId);
            }),
          );
          going = false;
          expect(await watched).toBeLessThanOrEqual(limit);

          // Only billing without a reservation is refused with an error; nothing deadlocks, and no key is written twice.
          for (const outcome of outcomes) {
            if (outcome.status === 'rejected') expect(String(outcome.reason)).toContain('no credit is reserved');
          }
          const entries = await entriesOf(resellerId);
          expect(await balanceOf(resellerId)).toMatchObject({
            reserved: sum(entries, 'reserved'),
            charged: sum(entries, 'charged'),
          });
          for (const { orderId } of orders) {
            const own = new Map(entries.map((entry) => [entry.key, entry]));
            const has = (key: string) => own.has(key);
            const reserved = has(`reserve:${orderId}`) ? ORDER : 0;
            const used = PRICES.reduce((total, price, n) => total + (has(`open:${orderId}-${n + 1}`) ? price : 0), 0);
            const released = -(own.get(`release:${orderId}`)?.reserved ?? 0);
            const left = reserved - used - released;
            expect(left).toBeGreaterThanOrEqual(0);
            if (has(`release:${orderId}`)) expect(left).toBe(0);
            for (const [n, price] of PRICES.entries()) {
              const line = `${orderId}-${n + 1}`;
              const wasOpen = has(`open:${line}`) && has(`close:${line}`);
              expect((own.get(`close:${line}`)?.charged ?? 0) + (wasOpen ? price : 0)).toBe(0);
            }
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});
