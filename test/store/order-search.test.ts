/** Finding orders in the control panel. */
import fc from 'fast-check';
import { BadCursor, type FoundOrder, type OrderSearchFilter } from '../../store/store.ts';
import type { WaitingOn } from '../../workflows/contract/order.ts';
import type { OrderStateName } from '../../workflows/contract/states.ts';
import { onEachDatabase } from './databases.ts';
import { aCustomer, aMarket, aProduct, type Market, placed } from './market.ts';

const WAIT: WaitingOn = {
  who: 'reseller',
  kind: 'otherContact',
  since: '2026-01-01T00:00:00.000Z',
};

onEachDatabase((opened) => {
  const search = () => opened().store.orderSearch;

  async function everyPage(resellerId: string, filter: OrderSearchFilter, limit: number): Promise<FoundOrder[]> {
    const all: FoundOrder[] = [];
    let cursor: string | undefined;
    do {
      const page = await search().find(resellerId, filter, { limit, cursor });
      expect(page.items.length).toBeLessThanOrEqual(limit);
      all.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor);
    return all;
  }

  async function found({ reseller }: Market, filter: OrderSearchFilter): Promise<string[]> {
    return (await everyPage(reseller.resellerId, filter, 10)).map((order) => order.orderId);
  }

  /** Sets what only time and the workflow would. */
  async function set(orderId: string, change: { createdAt?: string; state?: OrderStateName; waitingOn?: WaitingOn }) {
    await opened()
      .db.updateTable('orders')
      .set({
        ...(change.createdAt ? { created_at: change.createdAt } : {}),
        ...(change.state ? { state: change.state } : {}),
        ...(change.waitingOn ? { waiting_on: JSON.stringify(change.waitingOn) } : {}),
      })
      .where('order_id', '=', orderId)
      .execute();
  }

  test('an order is found by its number, its purchase order number, its customer and its products, in any case', async () => {
    const { store } = opened();
    const market = await aMarket(store);
    const other = aProduct({ name: 'ÜBER Vault 100%' });
    await store.market.putProduct(other);
    const { orderId, ...order } = await placed(
      store,
      market.order({
        purchaseOrderNumber: 'Bestellung_77',
        lines: [
          { productId: market.product.productId, quantity: 5 },
          { productId: other.productId, quantity: 5 },
        ],
      }),
    );
    await placed(store, (await aMarket(store)).order());
    const one = (text: string) => found(market, { text });
    for (const text of [
      orderId,
      orderId.toLowerCase(),
      orderId.slice(2, 7),
      'bestellung_77',
      'BÄCKEREI',
      'süß bäck',
      'office 365',
      'über vault',
      '100%',
      '  ',
      '',
    ]) {
      expect([text, await one(text)]).toEqual([text, [orderId]]);
    }
    for (const text of [
      'bestellung-77',
      'Bestellung%77',
      'office nope',
      'süß metzgerei',
      '%',
      '_',
      '\\',
      '\u0000nope',
    ]) {
      // The signs that mean something to the database are found where they stand, and nowhere else.
      const there = text === '%' || text === '_' ? [orderId] : [];
      expect([text, await one(text)]).toEqual([text, there]);
    }
    const [shown] = await everyPage(market.reseller.resellerId, {}, 10);
    expect(shown).toEqual({
      orderId,
      customerId: market.customer.customerId,
      customerName: 'Bäckerei Süß',
      state: 'acknowledged',
      lines: order.lines.map(({ productId: _, ...line }) => line),
      administratorMode: 'email',
      total: order.total,
      purchaseOrderNumber: 'Bestellung_77',
      createdAt: order.createdAt,
      updatedAt: order.updatedAt,
    });
  });

  test('whatever the filters and the page size, exactly the orders that meet all of them are shown, newest first', async () => {
    const { store } = opened();
    const market = await aMarket(store);
    const second = aCustomer(market.reseller.resellerId, { name: 'Müller & Söhne' });
    await store.market.putCustomer(second);
    const customers = [market.customer, second];
    const orders: { orderId: string; createdAt: string; state: OrderStateName; customer: number; waits: boolean }[] =
      [];
    for (let n = 0; n < 12; n++) {
      const customer = n % 2;
      const { orderId } = await placed(store, market.order({ customerId: customers[customer]?.customerId as string }));
      const state = (['inquiring', 'held', 'completed'] as const)[n % 3] as OrderStateName;
      const createdAt = new Date(Date.UTC(2026, 0, 1 + Math.floor(n / 4))).toISOString();
      const waits = state === 'inquiring' && n % 2 === 0;
      await set(orderId, { createdAt, state, ...(waits ? { waitingOn: WAIT } : {}) });
      orders.push({ orderId, createdAt, state, customer, waits });
    }
    const day = fc.integer({ min: 0, max: 4 }).map((n) => new Date(Date.UTC(2026, 0, n)).toISOString());
    const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
    const filters = fc.record({
      state: maybe(fc.constantFrom<OrderStateName>('inquiring', 'held', 'completed', 'failed')),
      customer: maybe(fc.constantFrom('müller', 'söhne MÜLLER', 'süß')),
      customerId: maybe(fc.constantFrom(...customers.map((customer) => customer.customerId))),
      from: maybe(day),
      before: maybe(day),
      text: maybe(fc.constantFrom('office', 'bäckerei', 'nothing')),
      waitingOnReseller: maybe(fc.boolean()),
    });
    const names = customers.map((customer) => customer.name.toLowerCase());
    await fc.assert(
      fc.asyncProperty(filters, fc.integer({ min: 1, max: 13 }), async (given, limit) => {
        const filter = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
        const words = (text: string | undefined) => (text ?? '').toLowerCase().split(' ').filter(Boolean);
        const expected = orders.filter((order) => {
          const name = names[order.customer] as string;
          return (
            (given.state === undefined || order.state === given.state) &&
            words(given.customer).every((word) => name.includes(word)) &&
            (given.customerId === undefined || customers[order.customer]?.customerId === given.customerId) &&
            (given.from === undefined || order.createdAt >= given.from) &&
            (given.before === undefined || order.createdAt < given.before) &&
            words(given.text).every((word) => `office 365 backup ${name}`.includes(word)) &&
            (!given.waitingOnReseller || order.waits)
          );
        });
        const key = (order: { createdAt: string; orderId: string }) => `${order.createdAt} ${order.orderId}`;
        const shown = await everyPage(market.reseller.resellerId, filter, limit);
        expect(shown.map(key)).toEqual(expected.map(key).sort().reverse());
        const all: string[] = [];
        for await (const order of search().findAll(market.reseller.resellerId, filter)) all.push(key(order));
        expect(all).toEqual(shown.map(key));
      }),
      { numRuns: 25 },
    );
    expect(await search().waitingOnReseller(market.reseller.resellerId)).toBe(
      orders.filter((order) => order.waits).length,
    );
  });

  test("another reseller's orders are not found, counted or exported", async () => {
    const { store } = opened();
    const [one, other] = [await aMarket(store), await aMarket(store)];
    const { orderId } = await placed(store, other.order());
    await set(orderId, { state: 'inquiring', waitingOn: WAIT });
    const { resellerId } = one.reseller;
    expect(await found(one, { text: orderId })).toEqual([]);
    expect(await found(one, { customerId: other.customer.customerId })).toEqual([]);
    expect(await search().waitingOnReseller(resellerId)).toBe(0);
    expect(await search().waitingOnReseller(other.reseller.resellerId)).toBe(1);
    for await (const order of search().findAll(resellerId, {})) throw new Error(`exported ${order.orderId}`);
  });

  test('a cursor that is not one of ours is refused as such', async () => {
    await expect(search().find('any', {}, { limit: 10, cursor: 'yesterday' })).rejects.toThrow(BadCursor);
    expect(await search().find('any', { customerId: '\u0000' }, { limit: 10 })).toMatchObject({ items: [] });
  });
});
