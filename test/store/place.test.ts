import { sql } from 'kysely';
import { placeUnder } from '../../store/orders/place.ts';
import type { NewOrder, PlaceProblem } from '../../store/store.ts';
import { onEachDatabase } from './databases.ts';
import { aCustomer, aMarket, aProduct, placed } from './market.ts';

onEachDatabase((opened) => {
  test('an accepted order is acknowledged, says so in its timeline, and can be read back', async () => {
    const { store } = opened();
    const { order, reseller, product } = await aMarket(store);
    const accepted = await placed(store, order({ purchaseOrderNumber: 'PO 7' }));
    expect(accepted).toMatchObject({
      orderId: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{10}$/),
      state: 'acknowledged',
      lines: [{ lineId: `${accepted.orderId}-1`, productId: product.productId, quantity: 5, state: 'draft' }],
      total: { minor: 1250, currency: 'EUR' },
      purchaseOrderNumber: 'PO 7',
      termsVersion: '2026-01',
      timeline: [{ event: { kind: 'orderAccepted' }, by: 'reseller' }],
    });
    expect(new Date(accepted.createdAt).toISOString()).toBe(accepted.createdAt);
    expect(await store.orders.get(reseller.resellerId, accepted.orderId)).toEqual(accepted);
    expect(await store.orders.getAny(accepted.orderId)).toEqual(accepted);
  });

  test('the same Idempotency-Key and body place one order, also when both arrive at once', async () => {
    const { store } = opened();
    const { order, reseller } = await aMarket(store);
    const same = order();
    const results = await Promise.all(Array.from({ length: 8 }, () => store.orders.place(same)));
    expect(results.map((result) => result.kind).sort()).toEqual(['placed', ...Array(7).fill('repeated')]);
    const ids = results.map((result) => ('order' in result ? result.order.orderId : result.kind));
    expect(new Set(ids).size).toBe(1);
    const { items } = await store.orders.list(reseller.resellerId, { limit: 10 });
    expect(items).toHaveLength(1);
  });

  test('the same Idempotency-Key with another body is a conflict, and changes nothing', async () => {
    const { store } = opened();
    const { order, reseller } = await aMarket(store);
    const first = order();
    const { orderId } = await placed(store, first);
    expect(await store.orders.place({ ...first, digest: 'digest-2' })).toEqual({ kind: 'keyConflict' });
    const { items } = await store.orders.list(reseller.resellerId, { limit: 10 });
    expect(items.map((item) => item.orderId)).toEqual([orderId]);
  });

  test("two resellers' equal Idempotency-Keys have nothing to do with each other", async () => {
    const { store } = opened();
    const [one, other] = [await aMarket(store), await aMarket(store)];
    const idempotencyKey = one.order().idempotencyKey;
    const first = await placed(store, one.order({ idempotencyKey }));
    const second = await placed(store, other.order({ idempotencyKey }));
    expect(first.orderId).not.toBe(second.orderId);
  });

  test('an accepted key answers with its order even after customer or product would no longer allow it', async () => {
    const { store } = opened();
    const { order, reseller, customer, product } = await aMarket(store);
    const first = order();
    const { orderId } = await placed(store, first);
    await store.market.setOnHold(reseller.resellerId, customer.customerId, true);
    await store.market.putProduct({ ...product, withdrawn: true });
    expect(await store.orders.place(first)).toMatchObject({ kind: 'repeated', order: { orderId } });
  });

  test('the other lines of an order are kept where it says nothing, and an order of an earlier release is undone whole', async () => {
    const { store, db } = opened();
    const { order } = await aMarket(store);
    const policyOf = async ({ orderId }: { orderId: string }) => [
      (await store.orders.getAny(orderId))?.lineFailure,
      (await store.orders.workflowInput(orderId)).lineFailure,
    ];
    const silent = await placed(store, order());
    expect(await policyOf(silent)).toEqual(['keepOthers', 'keepOthers']);
    expect(await policyOf(await placed(store, order({ lineFailure: 'undoAll' })))).toEqual(['undoAll', 'undoAll']);
    await sql`update orders set line_failure = null where order_id = ${silent.orderId}`.execute(db);
    expect(await policyOf(silent)).toEqual([undefined, undefined]);
  });

  test('an order keeps names, prices, source and terms of the moment of Buy', async () => {
    const { store } = opened();
    const { order, product, reseller, customer } = await aMarket(store);
    const accepted = await placed(store, order());
    const { orderId } = accepted;
    const input = await store.orders.workflowInput(orderId);
    await store.market.putProduct({
      ...product,
      name: 'New name',
      price: { minor: 999, currency: 'USD' },
      termsVersion: '2027-01',
      withdrawn: true,
      source: { ...product.source, region: 'us' },
    });
    await store.market.putReseller({ ...reseller, name: 'New reseller' });
    const contacts = { admin: { name: 'Neu', email: 'neu@example.com' } };
    await store.market.putCustomer({ ...customer, name: 'New customer', contacts, onHold: true });
    expect(await store.orders.getAny(orderId)).toEqual(accepted);
    expect(await store.orders.workflowInput(orderId)).toEqual(input);
    expect(input.lines).toEqual([
      { lineId: `${orderId}-1`, productId: product.productId, quantity: 5, source: product.source },
    ]);
    expect(await store.worker.brief(orderId)).toMatchObject({
      reseller: { name: 'Reseller' },
      customer: { name: customer.name },
      adminContact: contacts.admin,
      lines: [{ productName: 'Office 365 Backup' }],
      checks: { customerOnHold: true, withdrawnProducts: [product.productId] },
    });
  });

  test('an order that is refused says why and leaves no trace', async () => {
    const { store } = opened();
    const { order, product, reseller } = await aMarket(store);
    const stranger = await aMarket(store);
    const held = aCustomer(reseller.resellerId, { onHold: true });
    await store.market.putCustomer(held);
    const withdrawn = aProduct({ withdrawn: true });
    const dollars = aProduct({ price: { minor: 250, currency: 'USD' } });
    for (const added of [withdrawn, dollars]) await store.market.putProduct(added);
    const good = { productId: product.productId, quantity: 5 };
    const range = { minimum: 5, maximum: 100, step: 5 };
    const refusals: [Partial<NewOrder>, PlaceProblem][] = [
      [{ customerId: 'nobody' }, { code: 'unknownCustomer' }],
      [{ customerId: 'nul\u0000' }, { code: 'unknownCustomer' }],
      [{ customerId: stranger.customer.customerId }, { code: 'unknownCustomer' }],
      [{ customerId: held.customerId }, { code: 'customerOnHold' }],
      [{ lines: [good, { productId: 'nothing', quantity: 5 }] }, { code: 'unknownProduct', line: 1 }],
      [{ lines: [{ productId: withdrawn.productId, quantity: 5 }] }, { code: 'productWithdrawn', line: 0 }],
      ...[0, 4, 7, 105, 5.5, Number.NaN, -5].map((quantity): [Partial<NewOrder>, PlaceProblem] => [
        { lines: [{ ...good, quantity }] },
        { code: 'quantityNotAllowed', line: 0, ...range },
      ]),
      [{ lines: [good, { productId: dollars.productId, quantity: 5 }] }, { code: 'mixedCurrencies' }],
      [{ termsVersion: '2025-01' }, { code: 'termsOutdated', current: '2026-01' }],
    ];
    for (const [changes, problem] of refusals) {
      expect(await store.orders.place(order(changes))).toEqual({ kind: 'refused', problem });
    }
    expect(await store.orders.list(reseller.resellerId, { limit: 10 })).toEqual({ items: [] });
  });

  test('an order number that is taken is drawn again', async () => {
    const { store, db } = opened();
    const { order } = await aMarket(store);
    const { orderId } = await placed(store, order());
    const draws = [orderId, orderId, 'ZZZZZZZZZZ'];
    const result = await placeUnder(() => draws.shift() as string, db, order());
    expect(result).toMatchObject({ kind: 'placed', order: { orderId: 'ZZZZZZZZZZ' } });
  });

  test("another reseller's order, and an order that does not exist, look the same", async () => {
    const { store } = opened();
    const [one, other] = [await aMarket(store), await aMarket(store)];
    const { orderId } = await placed(store, one.order());
    for (const id of [orderId, 'ZZZZZZZZZ0', 'no id', '\u0000', '']) {
      expect(await store.orders.get(other.reseller.resellerId, id)).toBeUndefined();
    }
    await expect(store.orders.brief('ZZZZZZZZZ0')).rejects.toThrow('There is no order ZZZZZZZZZ0.');
    await expect(store.orders.workflowInput('ZZZZZZZZZ0')).rejects.toThrow('There is no order ZZZZZZZZZ0.');
  });
});
