import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { allowsQuantity, type Customer, type DraftOwner } from '../../store/store.ts';
import { onEachDatabase } from './databases.ts';
import { aCustomer, aMarket, aProduct, placed } from './market.ts';

const ADA = { firstName: 'Ada', lastName: 'Admin', email: 'ada@example.com' };
const PROVIDED = { mode: 'provided' as const, details: ADA };

onEachDatabase((opened) => {
  /** A market, with somebody who shops in it. */
  async function aShop() {
    const { store } = opened();
    const market = await aMarket(store);
    const { resellerId } = market.reseller;
    const user = await store.accounts.addUser({ resellerId, name: 'Uta', email: `${randomUUID()}@r.example` });
    const owner: DraftOwner = { userId: user.userId, resellerId };
    const line = { productId: market.product.productId, quantity: 10 };
    return { ...market, shop: store.shop, store, owner, line, draftId: () => newDraft(owner, line) };
  }
  const newDraft = (owner: DraftOwner, line: { productId: string; quantity: number }) =>
    opened().store.shop.createDraft(owner, [line]);

  test('a cart begins with the smallest quantity, keeps the order of adding, and belongs to one user', async () => {
    const { shop, store, owner, product } = await aShop();
    const other = aProduct();
    await store.market.putProduct(other);
    expect(await shop.cart(owner.userId)).toEqual([]);
    expect(await shop.addToCart(owner.userId, product.productId)).toBe('added');
    expect(await shop.addToCart(owner.userId, other.productId)).toBe('added');
    expect(await shop.addToCart(owner.userId, product.productId)).toBe('already');
    expect(await shop.cart(owner.userId)).toEqual([
      { product, quantity: 5 },
      { product: other, quantity: 5 },
    ]);
    expect(await shop.cartCount(owner.userId)).toBe(2);
    const stranger = await aShop();
    expect(await shop.cartCount(stranger.owner.userId)).toBe(0);
    await shop.removeFromCart(stranger.owner.userId, product.productId);
    await shop.setQuantities(stranger.owner.userId, [{ productId: product.productId, quantity: 50 }]);
    expect(await shop.cart(owner.userId)).toContainEqual({ product, quantity: 5 });
  });

  test('what is not sold cannot be added, and what is withdrawn later stays to be seen and removed', async () => {
    const { shop, store, owner, product } = await aShop();
    for (const id of ['nothing', '\u0000', '']) expect(await shop.addToCart(owner.userId, id)).toBe('notSold');
    await shop.addToCart(owner.userId, product.productId);
    const withdrawn = { ...product, withdrawn: true };
    await store.market.putProduct(withdrawn);
    expect(await shop.cart(owner.userId)).toEqual([{ product: withdrawn, quantity: 5 }]);
    await shop.removeFromCart(owner.userId, product.productId);
    expect(await shop.addToCart(owner.userId, product.productId)).toBe('notSold');
  });

  test('a cart takes as many lines as an order, and no more', async () => {
    const { shop, store, owner } = await aShop();
    const results: string[] = [];
    for (let count = 0; count < 51; count++) {
      const product = aProduct();
      await store.market.putProduct(product);
      results.push(await shop.addToCart(owner.userId, product.productId));
    }
    expect(results.filter((result) => result === 'added')).toHaveLength(50);
    expect(results.at(-1)).toBe('full');
  });

  test('whatever is done to a cart, it is what a list of lines would be', async () => {
    const { shop, store, owner } = await aShop();
    const products = [aProduct(), aProduct(), aProduct()];
    for (const product of products) await store.market.putProduct(product);
    const which = fc.nat({ max: products.length - 1 });
    const step = fc.oneof(
      fc.record({ kind: fc.constant('add' as const), which }),
      fc.record({ kind: fc.constant('remove' as const), which }),
      fc.record({ kind: fc.constant('set' as const), which, quantity: fc.integer({ min: 1, max: 100 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const model = new Map<string, number>();
        for (const { product } of await shop.cart(owner.userId)) {
          await shop.removeFromCart(owner.userId, product.productId);
        }
        for (const each of steps) {
          const { productId } = products[each.which] as (typeof products)[number];
          if (each.kind === 'add') {
            const had = model.has(productId);
            expect(await shop.addToCart(owner.userId, productId)).toBe(had ? 'already' : 'added');
            if (!had) model.set(productId, 5);
          } else if (each.kind === 'remove') {
            await shop.removeFromCart(owner.userId, productId);
            model.delete(productId);
          } else {
            await shop.setQuantities(owner.userId, [{ productId, quantity: each.quantity }]);
            if (model.has(productId)) model.set(productId, each.quantity);
          }
        }
        const cart = await shop.cart(owner.userId);
        expect(cart.map(({ product, quantity }) => [product.productId, quantity])).toEqual([...model]);
        expect(await shop.cartCount(owner.userId)).toBe(model.size);
      }),
      { numRuns: 25 },
    );
  });

  test('a draft keeps what each step has gathered', async () => {
    const { shop, owner, line, customer, draftId } = await aShop();
    const id = await draftId();
    expect(id).toMatch(/^[0-9A-Z]{20}$/);
    expect(await shop.draft(owner, id)).toEqual({ draftId: id, lines: [line], customerReviewed: false, typed: {} });
    expect(await shop.changeDraft(owner, id, { lines: [{ ...line, quantity: 15 }] })).toBe('changed');
    expect(await shop.changeDraft(owner, id, { customerId: customer.customerId })).toBe('changed');
    expect(await shop.changeDraft(owner, id, { customerReviewed: true })).toBe('changed');
    expect(await shop.changeDraft(owner, id, { administrator: PROVIDED })).toBe('changed');
    expect(await shop.changeDraft(owner, id, { lineFailure: 'undoAll' })).toBe('changed');
    const whole = {
      draftId: id,
      lines: [{ ...line, quantity: 15 }],
      customerId: customer.customerId,
      customerReviewed: true,
      administrator: PROVIDED,
      lineFailure: 'undoAll',
      typed: {},
    };
    expect(await shop.draft(owner, id)).toEqual(whole);
    await shop.changeDraft(owner, id, { customerId: customer.customerId });
    expect(await shop.draft(owner, id)).toEqual(whole);
  });

  test('another customer takes the review and the administrator of the first with it', async () => {
    const { shop, store, owner, line, customer, draftId } = await aShop();
    const other = aCustomer(owner.resellerId);
    await store.market.putCustomer(other);
    const id = await draftId();
    await shop.changeDraft(owner, id, { customerId: customer.customerId });
    await shop.changeDraft(owner, id, { customerReviewed: true });
    await shop.changeDraft(owner, id, { administrator: PROVIDED });
    await shop.changeDraft(owner, id, { customerId: other.customerId });
    const left = { draftId: id, lines: [line], customerId: other.customerId, customerReviewed: false, typed: {} };
    expect(await shop.draft(owner, id)).toEqual(left);
  });

  test('what was typed and not taken is kept until its form is taken, or the customer is another one', async () => {
    const { shop, owner, customer, draftId } = await aShop();
    const id = await draftId();
    const kept = async () => (await shop.draft(owner, id))?.typed;
    const type = (form: 'customer' | 'administrator', input: Record<string, string>) =>
      shop.changeDraft(owner, id, { typed: { form, input } });
    await type('administrator', { email: 'nobody' });
    await type('customer', { name: 'a\u0000b' });
    expect(await kept()).toEqual({ administrator: { email: 'nobody' }, customer: { name: 'a\ufffdb' } });
    await shop.changeDraft(owner, id, { administrator: PROVIDED });
    expect(await kept()).toEqual({ customer: { name: 'a\ufffdb' } });
    await type('administrator', { email: 'somebody' });
    await shop.changeDraft(owner, id, { customerId: customer.customerId });
    expect(await kept()).toEqual({});
  });

  test("somebody else's draft is as one that does not exist", async () => {
    const { shop, store, owner, line, draftId } = await aShop();
    const id = await draftId();
    const { resellerId } = owner;
    const colleague = await store.accounts.addUser({ resellerId, name: 'C', email: `${randomUUID()}@r.example` });
    const strangers = [(await aShop()).owner, { userId: colleague.userId, resellerId }];
    for (const stranger of strangers) {
      expect(await shop.draft(stranger, id)).toBeUndefined();
      expect(await shop.changeDraft(stranger, id, { lines: [] })).toBe('gone');
      await shop.clearBought(stranger, id);
    }
    for (const nothing of ['', '\u0000', 'NOTHING']) {
      expect(await shop.draft(owner, nothing)).toBeUndefined();
      expect(await shop.changeDraft(owner, nothing, { lines: [] })).toBe('gone');
    }
    expect((await shop.draft(owner, id))?.lines).toEqual([line]);
  });

  test('a draft that was bought names its order, changes no more, and takes its lines out of the cart once', async () => {
    const { shop, store, owner, product, line, order, draftId } = await aShop();
    const id = await draftId();
    await shop.addToCart(owner.userId, product.productId);
    const { orderId } = await placed(store, order({ idempotencyKey: `panel-${id}` }));
    expect(await shop.draft(owner, id)).toMatchObject({ orderId, lines: [line] });
    expect(await shop.changeDraft(owner, id, { lines: [] })).toBe('bought');
    await shop.clearBought(owner, id);
    expect(await shop.cartCount(owner.userId)).toBe(0);
    await shop.addToCart(owner.userId, product.productId);
    await shop.clearBought(owner, id);
    expect(await shop.cartCount(owner.userId)).toBe(1);
  });

  test('a customer that is added for a draft is chosen, and sent twice it is still one', async () => {
    const { shop, store, owner, draftId } = await aShop();
    const { name, address, contacts } = aCustomer('');
    const given = { name: `Twice ${randomUUID()}`, address, contacts: { ...contacts, billing: contacts.admin } };
    const id = await draftId();
    const both = await Promise.all([shop.addDraftCustomer(owner, id, given), shop.addDraftCustomer(owner, id, given)]);
    expect(both).toEqual(['changed', 'changed']);
    const found = await shop.searchCustomers(owner.resellerId, { query: given.name, page: 1, size: 10 });
    expect(found.total).toBe(1);
    expect((await shop.draft(owner, id))?.customerId).toBe(found.items[0]?.customerId);
    await shop.addDraftCustomer(owner, id, { ...given, name: `${name} again` });
    const renamed = (await shop.draft(owner, id))?.customerId;
    expect(renamed).not.toBe(found.items[0]?.customerId);
    const admin = { ...given.contacts.admin, language: 'de' };
    await shop.addDraftCustomer(owner, id, { ...given, name: `${name} again`, contacts: { ...given.contacts, admin } });
    expect((await shop.draft(owner, id))?.customerId).not.toBe(renamed);
    expect(await shop.addDraftCustomer((await aShop()).owner, id, given)).toBe('gone');
    expect(await store.market.getCustomer(owner.resellerId, found.items[0]?.customerId ?? '')).toMatchObject(given);
  });

  test('drafts that were left alone for 90 days are forgotten when the next one begins', async () => {
    const { shop, owner, draftId } = await aShop();
    const [old, young] = [await draftId(), await draftId()];
    const stale = (id: string, days: number) =>
      opened()
        .db.updateTable('order_drafts')
        .set({ touched_at: sql<string>`now() - make_interval(days => ${days}::int)` })
        .where('draft_id', '=', id)
        .execute();
    await stale(old, 91);
    await stale(young, 89);
    await draftId();
    expect(await shop.draft(owner, old)).toBeUndefined();
    expect(await shop.draft(owner, young)).toBeDefined();
  });

  test('unfinished orders are those with a customer, not bought, of the last days, newest first; one can be discarded', async () => {
    const { shop, store, owner, line, customer, order, draftId } = await aShop();
    const [bare, first, second, bought] = [await draftId(), await draftId(), await draftId(), await draftId()];
    for (const id of [first, second, bought]) await shop.changeDraft(owner, id, { customerId: customer.customerId });
    await placed(store, order({ idempotencyKey: `panel-${bought}` }));
    const listed = async (of: DraftOwner = owner) => (await shop.unfinished(of)).map(({ draftId: id }) => id);
    expect((await listed()).toSorted()).toEqual([first, second].toSorted());
    expect(await shop.unfinished(owner)).toContainEqual({
      draftId: first,
      customerName: customer.name,
      lines: [line],
      touchedAt: expect.stringMatching(/Z$/),
    });
    const stranger = (await aShop()).owner;
    expect(await listed(stranger)).toEqual([]);
    await shop.discardDraft(stranger, first);
    expect(await listed()).toContain(first);
    for (const id of [first, '\u0000', bare]) await shop.discardDraft(owner, id);
    expect(await listed()).toEqual([second]);
    const old = sql<string>`now() - interval '8 days'`;
    await opened().db.updateTable('order_drafts').set({ touched_at: old }).where('draft_id', '=', second).execute();
    expect(await listed()).toEqual([]);
  });

  test('customers are found by every word in name, address or contacts, in any case, also after a change', async () => {
    const { shop, store, owner } = await aShop();
    const { resellerId } = owner;
    const ulm = aCustomer(resellerId, {
      name: 'Müller 100%',
      contacts: { admin: { name: 'Zoe', email: 'zoe@m.example' } },
    });
    await store.market.putCustomer(ulm);
    await store.market.putCustomer(aCustomer((await aShop()).owner.resellerId, { name: 'Müller 100%' }));
    const found = async (query: string) =>
      (await shop.searchCustomers(resellerId, { query, page: 1, size: 10 })).items.map(({ name }) => name);
    expect(await found('')).toEqual(['Bäckerei Süß', 'Müller 100%']);
    expect(await found('  MÜLLER ulm ')).toEqual(['Müller 100%']);
    expect(await found('89073 zoe@')).toEqual(['Müller 100%']);
    expect(await found('100%')).toEqual(['Müller 100%']);
    expect(await found('1_0')).toEqual([]);
    expect(await found('ulm\u0000zoe')).toEqual(['Müller 100%']);
    await store.market.setAdminContact(resellerId, ulm.customerId, { name: 'Kim', email: 'kim@m.example' });
    expect(await found('zoe')).toEqual([]);
    expect(await found('kim@m')).toEqual(['Müller 100%']);
  });

  test('pages of a search show every match once, and say how many there are', async () => {
    const { shop, store, owner, customer } = await aShop();
    const all: Customer[] = [customer];
    for (const name of ['b', 'a', 'c', 'b', 'd']) all.push(aCustomer(owner.resellerId, { name }));
    for (const added of all.slice(1)) await store.market.putCustomer(added);
    for (const size of [1, 2, 4, 6, 10]) {
      const seen: string[] = [];
      for (let page = 1; page <= Math.ceil(all.length / size); page++) {
        const { items, total } = await shop.searchCustomers(owner.resellerId, { query: '', page, size });
        expect(total).toBe(all.length);
        seen.push(...items.map(({ customerId }) => customerId));
      }
      expect(seen.toSorted()).toEqual(all.map(({ customerId }) => customerId).toSorted());
    }
    const beyond = await shop.searchCustomers(owner.resellerId, { query: '', page: 99, size: 2 });
    expect(beyond).toEqual({ items: [], total: all.length });
  });

  test('terms are found by version and language, and never change once written', async () => {
    const { shop } = opened().store;
    const version = randomUUID();
    const inLanguage = (language: string, title: string) => ({
      version,
      language,
      title,
      sections: [{ heading: 'One', paragraphs: ['Text'] }],
    });
    expect(await shop.terms(version, 'de')).toBeUndefined();
    await shop.putTerms(inLanguage('fr', 'Conditions'));
    expect((await shop.terms(version, 'de'))?.title).toBe('Conditions');
    await shop.putTerms(inLanguage('en', 'Terms'));
    await shop.putTerms(inLanguage('de', 'Bedingungen'));
    await shop.putTerms(inLanguage('en', 'Other terms'));
    expect(await shop.terms(version, 'de')).toEqual(inLanguage('de', 'Bedingungen'));
    expect((await shop.terms(version, 'it'))?.title).toBe('Terms');
    expect(await shop.terms('\u0000', 'de')).toBeUndefined();
  });
});

test('a quantity is sold if it is the minimum and any number of steps, up to the maximum', () => {
  const rule = fc.record({
    minimum: fc.integer({ min: 1, max: 500 }),
    span: fc.nat({ max: 500 }),
    step: fc.integer({ min: 1, max: 50 }),
  });
  fc.assert(
    fc.property(rule, fc.integer({ min: -10, max: 1100 }), ({ minimum, span, step }, quantity) => {
      const maximum = minimum + span;
      const sold = new Set<number>();
      for (let count = minimum; count <= maximum; count += step) sold.add(count);
      expect(allowsQuantity({ minimum, maximum, step }, quantity)).toBe(sold.has(quantity));
      expect(allowsQuantity({ minimum, maximum, step }, quantity + 0.5)).toBe(false);
    }),
  );
  for (const quantity of [Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(allowsQuantity({ minimum: 1, maximum: 9, step: 1 }, quantity)).toBe(false);
  }
});
