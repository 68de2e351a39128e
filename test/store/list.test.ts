import fc from 'fast-check';
import { BadCursor, type OrderFilter, type StoredOrder } from '../../store/store.ts';
import type { OrderStateName } from '../../workflows/contract/states.ts';
import { onEachDatabase } from './databases.ts';
import { aCustomer, aMarket, placed } from './market.ts';

onEachDatabase((opened) => {
  /** Follows the cursors to the end. */
  async function everyPage(resellerId: string, filter: OrderFilter): Promise<StoredOrder[]> {
    const all: StoredOrder[] = [];
    let cursor: string | undefined;
    do {
      const page = await opened().store.orders.list(resellerId, { ...filter, ...(cursor ? { cursor } : {}) });
      expect(page.items.length).toBeLessThanOrEqual(filter.limit);
      all.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor);
    return all;
  }

  test('paging shows every order exactly once, newest first, whatever the page size, ties and filters', async () => {
    const { store, db } = opened();
    const { reseller, customer, order } = await aMarket(store);
    const other = aCustomer(reseller.resellerId);
    await store.market.putCustomer(other);
    const customers = [customer.customerId, other.customerId];
    const ids: string[] = [];
    for (let n = 0; n < 14; n++)
      ids.push((await placed(store, order({ customerId: customers[n % 2] as string }))).orderId);
    // Few instants, a millisecond apart, so that many orders share one.
    const someOrders = fc.array(
      fc.record({ tick: fc.integer({ min: 0, max: 4 }), state: fc.constantFrom<OrderStateName>('inquiring', 'held') }),
      { minLength: ids.length, maxLength: ids.length },
    );
    const somePage = fc.record({
      limit: fc.integer({ min: 1, max: 16 }),
      state: fc.option(fc.constantFrom<OrderStateName>('inquiring', 'held'), { nil: undefined }),
      customerId: fc.option(fc.constantFrom(...customers), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(someOrders, somePage, async (rows, page) => {
        const expected: { orderId: string; createdAt: string }[] = [];
        for (const [n, { tick, state }] of rows.entries()) {
          const orderId = ids[n] as string;
          const createdAt = new Date(Date.UTC(2026, 0, 1) + tick).toISOString();
          await db
            .updateTable('orders')
            .set({ created_at: createdAt, state })
            .where('order_id', '=', orderId)
            .execute();
          const wanted = page.customerId === undefined || page.customerId === customers[n % 2];
          if (wanted && (page.state === undefined || page.state === state)) expected.push({ orderId, createdAt });
        }
        const key = (shown: { orderId: string; createdAt: string }) => `${shown.createdAt} ${shown.orderId}`;
        const { limit, state, customerId } = page;
        const filter = { limit, ...(state ? { state } : {}), ...(customerId ? { customerId } : {}) };
        const shown = await everyPage(reseller.resellerId, filter);
        expect(shown.map(key)).toEqual(expected.map(key).sort().reverse());
      }),
      { numRuns: 20 },
    );
  });

  test('orders that arrive while somebody pages are not shown twice, nor push others out', async () => {
    const { store } = opened();
    const { reseller, order } = await aMarket(store);
    for (let n = 0; n < 4; n++) await placed(store, order());
    const first = await store.orders.list(reseller.resellerId, { limit: 2 });
    await placed(store, order());
    const second = await store.orders.list(reseller.resellerId, { limit: 2, cursor: first.nextCursor as string });
    expect(new Set([...first.items, ...second.items].map((item) => item.orderId)).size).toBe(4);
    expect(second.nextCursor).toBeUndefined();
  });

  test("a list shows only the reseller's own orders, without their timelines", async () => {
    const { store } = opened();
    const [one, other] = [await aMarket(store), await aMarket(store)];
    const { timeline: _, ...order } = await placed(store, one.order());
    await placed(store, other.order());
    expect(await store.orders.list(one.reseller.resellerId, { limit: 10 })).toEqual({ items: [order] });
    const { customerId } = other.customer;
    expect(await store.orders.list(one.reseller.resellerId, { limit: 10, customerId })).toEqual({ items: [] });
    expect(await store.orders.list(one.reseller.resellerId, { limit: 10, customerId: '\u0000' })).toEqual({
      items: [],
    });
  });

  test('a cursor that is not one of ours is refused as such, whatever it is', async () => {
    const { store } = opened();
    const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const forged = [
      '',
      'x',
      '%00',
      encoded(null),
      encoded(['2026-01-01T00:00:00.000Z']),
      encoded(['yesterday', 'ZZZZZZZZZ0']),
      encoded(['2026-13-01T00:00:00.000Z', 'ZZZZZZZZZ0']),
      encoded(['2026-01-01T00:00:00.000Z', "'; drop table orders --"]),
      `${encoded(['2026-01-01T00:00:00.000Z', 'ZZZZZZZZZ0'])}=`,
    ];
    for (const cursor of forged) {
      await expect(store.orders.list('any', { limit: 10, cursor })).rejects.toThrow(BadCursor);
    }
    await fc.assert(
      fc.asyncProperty(fc.string(), async (cursor) => {
        await expect(store.orders.list('any', { limit: 10, cursor })).rejects.toThrow(BadCursor);
      }),
    );
    const nul = encoded(['\u0000', 'x']);
    await expect(store.market.listCustomers('any', { limit: 10, cursor: nul })).rejects.toThrow(BadCursor);
  });
});
