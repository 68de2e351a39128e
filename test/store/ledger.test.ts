import fc from 'fast-check';
import { usedCredit } from '../../store/ledger/entries.ts';
import type { StoredOrder } from '../../store/store.ts';
import { onEachDatabase } from './databases.ts';
import { aMarket, placed } from './market.ts';

/** A step on one of the orders, or one of its lines. */
type Step = { kind: 'reserve' | 'release' | 'open' | 'close'; order: number; line: number };

const aStep: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom<Step['kind'][]>('reserve', 'reserve', 'release', 'open', 'open', 'close'),
  order: fc.nat({ max: 3 }),
  line: fc.nat({ max: 1 }),
});

const euros = (minor: number) => ({ minor, currency: 'EUR' });

onEachDatabase((opened) => {
  /** Four orders of two lines, EUR 12.50 and EUR 25.00 each, of a reseller of their own. */
  async function fourOrders(limit: number) {
    const { store, db } = opened();
    const market = await aMarket(store, limit);
    const { productId } = market.product;
    const lines = [5, 10].map((quantity) => ({ productId, quantity }));
    const orders: StoredOrder[] = [];
    for (let n = 0; n < 4; n++) orders.push(await placed(store, market.order({ lines })));
    const { resellerId } = market.reseller;
    const run = async ({ kind, order, line }: Step): Promise<boolean> => {
      const { orderId } = orders[order] as StoredOrder;
      const lineId = `${orderId}-${line + 1}`;
      if (kind === 'reserve') return (await store.worker.reserveCredit(orderId)).reserved;
      if (kind === 'release') await store.worker.releaseCredit(orderId);
      if (kind === 'open') await store.worker.openBilling(lineId);
      if (kind === 'close') await store.worker.closeBilling(lineId);
      return true;
    };
    /** What is used, by the running sums and by the entries themselves. */
    const used = async () => {
      const entries = await db.selectFrom('ledger').selectAll().where('reseller_id', '=', resellerId).execute();
      const sum = entries.reduce((total, entry) => total + entry.reserved_minor + entry.charged_minor, 0);
      return [await usedCredit(db, resellerId, 'EUR'), sum];
    };
    return { store, market, orders, run, used };
  }

  test('credit: whatever is called in whatever order, as often as it likes, the limit holds and the sums agree', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(aStep, { maxLength: 30 }),
        fc.integer({ min: 0, max: 16_000 }),
        async (steps, limit) => {
          const { run, used } = await fourOrders(limit);
          const model = new Map<string, 'open' | 'closed'>();
          const reservations = new Map<number, 'held' | 'released'>();
          const price = [1250, 2500];
          const expected = () => {
            let total = 0;
            for (let order = 0; order < 4; order++) {
              for (let line = 0; line < 2; line++) {
                const billing = model.get(`${order}-${line}`);
                const converted = billing === 'open' || model.has(`converted ${order}-${line}`);
                const holds = reservations.get(order) === 'held' && !converted;
                if (billing === 'open' || holds) total += price[line] as number;
              }
            }
            return total;
          };
          for (const step of steps) {
            const line = `${step.order}-${step.line}`;
            const reservation = reservations.get(step.order);
            if (step.kind === 'reserve') {
              const fits = expected() + 3750 <= limit;
              expect(await run(step)).toBe(reservation === 'held' || (reservation === undefined && fits));
              if (reservation === undefined && fits) reservations.set(step.order, 'held');
            } else if (step.kind === 'open' && !model.has(line) && reservation !== 'held') {
              await expect(run(step)).rejects.toThrow('no credit is reserved');
            } else {
              await run(step);
              if (step.kind === 'release') reservations.set(step.order, 'released');
              if (step.kind === 'open' && !model.has(line)) {
                model.set(line, 'open');
                model.set(`converted ${line}`, 'open');
              }
              if (step.kind === 'close') model.set(line, 'closed');
            }
            expect(await used()).toEqual([expected(), expected()]);
            expect(expected()).toBeLessThanOrEqual(limit);
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  test('calls that arrive at once keep the limit and agree with the entries', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(aStep, { minLength: 10, maxLength: 40 }), async (steps) => {
        const limit = 8_000;
        const { run, used } = await fourOrders(limit);
        await Promise.allSettled(steps.map(run));
        const [sums, entries] = await used();
        expect(sums).toBe(entries);
        expect(sums).toBeLessThanOrEqual(limit);
        expect(sums).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 10 },
    );
  });

  test('a refusal names what the order needs and what is left, and only that', async () => {
    const { store, orders } = await fourOrders(5_000);
    const [first, second] = orders as [StoredOrder, StoredOrder];
    expect(await store.worker.reserveCredit(first.orderId)).toEqual({ reserved: true });
    const shortage = { kind: 'insufficient', needed: euros(3750), available: euros(1250) };
    expect(await store.worker.reserveCredit(second.orderId)).toEqual({ reserved: false, shortage });
    await store.worker.releaseCredit(first.orderId);
    expect(await store.worker.reserveCredit(second.orderId)).toEqual({ reserved: true });
  });

  test('a limit that is lowered below what is used leaves nothing available, and takes nothing back', async () => {
    const { store, market, orders, used } = await fourOrders(5_000);
    const [first, second] = orders as [StoredOrder, StoredOrder];
    await store.worker.reserveCredit(first.orderId);
    await store.market.putReseller({ ...market.reseller, creditLimit: { minor: 100, currency: 'EUR' } });
    const shortage = { kind: 'insufficient', needed: euros(3750), available: euros(0) };
    expect(await store.worker.reserveCredit(second.orderId)).toEqual({ reserved: false, shortage });
    await store.worker.openBilling(`${first.orderId}-1`);
    expect(await used()).toEqual([3_750, 3_750]);
  });

  test('an order in another currency than the credit is refused', async () => {
    const { store, market, orders } = await fourOrders(5_000);
    await store.market.putReseller({ ...market.reseller, creditLimit: { minor: 5_000, currency: 'JPY' } });
    const shortage = { kind: 'otherCurrency', orderCurrency: 'EUR', creditCurrency: 'JPY' };
    expect(await store.worker.reserveCredit((orders[0] as StoredOrder).orderId)).toEqual({ reserved: false, shortage });
  });

  test('when one of two lines is billed, releasing gives back the share of the other only', async () => {
    const { store, orders, used } = await fourOrders(5_000);
    const { orderId } = orders[0] as StoredOrder;
    await store.worker.reserveCredit(orderId);
    await store.worker.openBilling(`${orderId}-1`);
    expect(await used()).toEqual([3_750, 3_750]);
    await store.worker.releaseCredit(orderId);
    expect(await used()).toEqual([1_250, 1_250]);
    await store.worker.closeBilling(`${orderId}-1`);
    expect(await used()).toEqual([0, 0]);
  });

  test('a reservation or a charge that arrives after it was undone has no effect', async () => {
    const { store, orders, used } = await fourOrders(5_000);
    const { orderId } = orders[0] as StoredOrder;
    await store.worker.closeBilling(`${orderId}-1`);
    await store.worker.releaseCredit(orderId);
    await store.worker.openBilling(`${orderId}-1`);
    expect(await store.worker.reserveCredit(orderId)).toMatchObject({ reserved: false });
    expect(await used()).toEqual([0, 0]);
  });
});
