import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { transaction } from '../../store/database/transactions.ts';
import { type Customer, UnknownReseller } from '../../store/store.ts';
import { onEachDatabase } from './databases.ts';
import { aCustomer, aMarket, aProduct } from './market.ts';

onEachDatabase((opened) => {
  test('a search finds what has every word in name, vendor or description, in any case', async () => {
    const { market } = opened().store;
    const mark = randomUUID();
    const put = async (name: string, vendorName: string, description: string, withdrawn = false) => {
      const product = aProduct({ name, vendorName, description: `${description} ${mark}`, withdrawn });
      await market.putProduct(product);
      return product;
    };
    const backup = await put('Office 365 Backup', 'Veritas', 'Keeps mail');
    const percent = await put('100% Uptime_Guard', 'Back\\slash Ltd', 'Übersicht für Größen');
    await put('Office 365 Backup (old)', 'Veritas', 'Keeps mail', true);
    const found = async (query: string) =>
      (await market.searchCatalogue(`${query} ${mark}`)).map((item) => item.productId);
    expect(await found('')).toEqual([percent.productId, backup.productId]);
    expect(await found('  backup\tVERITAS mail ')).toEqual([backup.productId]);
    expect(await found('backup uptime')).toEqual([]);
    expect(await found('übersicht GRÖSSEN'.replace('SS', 'ß'))).toEqual([percent.productId]);
    expect(await found('100%')).toEqual([percent.productId]);
    expect(await found('e_g')).toEqual([percent.productId]);
    expect(await found('f_ice')).toEqual([]);
    expect(await found('3%5')).toEqual([]);
    expect(await found('k\\s')).toEqual([percent.productId]);
    expect(await found('office\u0000backup')).toEqual([backup.productId]);
    expect(await market.searchCatalogue(mark)).toContainEqual(backup);
  });

  test('a product that is put again replaces the first', async () => {
    const { market } = opened().store;
    const product = aProduct({ name: randomUUID() });
    await market.putProduct(product);
    const changed = { ...product, price: { minor: 1, currency: 'USD' }, quantity: { minimum: 1, maximum: 2, step: 1 } };
    await market.putProduct(changed);
    expect(await market.searchCatalogue(product.name)).toEqual([changed]);
  });

  test("a customer is seen and changed by its own reseller, and by nobody else's", async () => {
    const { store } = opened();
    const [one, other] = [(await aMarket(store)).reseller.resellerId, (await aMarket(store)).reseller.resellerId];
    const { customerId, onHold, ...given } = aCustomer(one);
    const added = await store.market.addCustomer(given);
    expect(added).toEqual({ ...given, customerId: expect.stringMatching(/^cust-[0-9A-Z]{10}$/), onHold: false });
    const contact = { name: 'Neu', email: 'neu@example.com' };
    expect(await store.market.getCustomer(other, added.customerId)).toBeUndefined();
    expect(await store.market.setAdminContact(other, added.customerId, contact)).toBe(false);
    expect(await store.market.setOnHold(other, added.customerId, true)).toBe(false);
    expect(await store.market.getCustomer(one, added.customerId)).toEqual(added);
    expect(await store.market.setAdminContact(one, added.customerId, contact)).toBe(true);
    expect(await store.market.setOnHold(one, added.customerId, true)).toBe(true);
    const changed = { ...added, contacts: { ...added.contacts, admin: contact }, onHold: true };
    expect(await store.market.getCustomer(one, added.customerId)).toEqual(changed);
    for (const id of ['', 'nobody', '\u0000']) {
      expect(await store.market.getCustomer(one, id)).toBeUndefined();
      expect(await store.market.setOnHold(one, id, true)).toBe(false);
    }
  });

  test('paging shows every customer exactly once, by name', async () => {
    const { store } = opened();
    const { reseller, customer } = await aMarket(store);
    const { resellerId } = reseller;
    const names = ['b', 'a', 'c', 'b', 'b', 'd'];
    const all: Customer[] = [customer, ...names.map((name) => aCustomer(resellerId, { name }))];
    for (const added of all) await store.market.putCustomer(added);
    for (const limit of [1, 2, 3, 7, 100]) {
      const shown: Customer[] = [];
      let cursor: string | undefined;
      do {
        const page = await store.market.listCustomers(resellerId, { limit, ...(cursor ? { cursor } : {}) });
        shown.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor);
      const key = ({ name, customerId }: Customer) => `${name} ${customerId}`;
      expect(shown.map(key)).toEqual(all.map(key).sort());
    }
  });

  test('a customer or token of a reseller that does not exist is refused', async () => {
    const { market, tokens } = opened().store;
    await expect(market.putCustomer(aCustomer('nobody'))).rejects.toThrow(UnknownReseller);
    await expect(market.addCustomer(aCustomer('nobody'))).rejects.toThrow(UnknownReseller);
    await expect(tokens.createToken('nobody', 'x')).rejects.toThrow('There is no reseller nobody.');
  });

  test('a token names its reseller until it is revoked, and is nowhere in the database', async () => {
    const { store, db } = opened();
    const { resellerId } = (await aMarket(store)).reseller;
    const { token, record } = await store.tokens.createToken(resellerId, 'ERP');
    expect(token).toMatch(/^os_[A-Za-z0-9_-]{43}$/);
    expect(record).toMatchObject({ resellerId, label: 'ERP', createdAt: expect.stringMatching(/^\d{4}-.*Z$/) });
    const rows = await db.selectFrom('api_tokens').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(token.slice(3));
    expect(await store.tokens.resellerOf(token)).toBe(resellerId);
    for (const wrong of ['', 'os_', `${token}x`, token.slice(0, -1), '\u0000']) {
      expect(await store.tokens.resellerOf(wrong)).toBeUndefined();
    }
    expect(await store.tokens.revokeToken(record.tokenId)).toBe(true);
    expect(await store.tokens.revokeToken(record.tokenId)).toBe(false);
    expect(await store.tokens.revokeToken('nothing')).toBe(false);
    expect(await store.tokens.resellerOf(token)).toBeUndefined();
    const listed = (await store.tokens.listTokens()).find(({ tokenId }) => tokenId === record.tokenId);
    expect(listed).toEqual({ ...record, revokedAt: expect.stringMatching(/^\d{4}-.*Z$/) });
  });

  test('an operator’s token is no reseller’s, neither here nor for an earlier release, until it is revoked and after', async () => {
    const { store, db } = opened();
    const { token, record } = await store.tokens.createOperatorToken('night shift');
    expect(await store.tokens.operatorOf(token)).toBe('night shift');
    expect(await store.tokens.resellerOf(token)).toBeUndefined();
    // All that an earlier release knows of tokens.
    const known = await db.selectFrom('api_tokens').select('token_id').execute();
    expect(known).not.toContainEqual({ token_id: record.tokenId });
    expect(await store.tokens.listTokens()).toContainEqual(record);
    expect(await store.tokens.revokeToken(record.tokenId)).toBe(true);
    expect(await store.tokens.revokeToken(record.tokenId)).toBe(false);
    expect(await store.tokens.operatorOf(token)).toBeUndefined();
  });

  test('text that PostgreSQL cannot hold as JSON is kept as far as it can be, and not refused', async () => {
    const { store } = opened();
    const { resellerId } = (await aMarket(store)).reseller;
    const put = aCustomer(resellerId, {
      contacts: { admin: { name: 'A\u0000\ud800 \ud83d\ude00 \\u0000', email: 'a@b.de' } },
    });
    await store.market.putCustomer(put);
    const read = await store.market.getCustomer(resellerId, put.customerId);
    expect(read?.contacts.admin.name).toBe('A\ufffd\ufffd \ud83d\ude00 \\u0000');
  });

  test('asking past a transaction from inside it is an error on the embedded database, not a wait for ever', async () => {
    const { db } = opened();
    const embedded = expect.getState().currentTestName?.startsWith('on the embedded');
    const outcome = transaction(db, () => sql`select 1 as one`.execute(db));
    if (embedded) await expect(outcome).rejects.toThrow('inside a transaction, pass the transaction on');
    else await outcome;
    expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
  });

  test('both drivers answer the same JavaScript types', async () => {
    const { rows } = await sql`
      select count(*) as count, 9007199254740991::int8 as int8, 5::int4 as int4, true as bool, null as nothing,
        '{"a":[1,"x"]}'::jsonb as jsonb, '2026-03-29 02:30:00.5+05:30'::timestamptz(3) as instant
    `.execute(opened().db);
    expect(rows).toEqual([
      {
        count: 1,
        int8: Number.MAX_SAFE_INTEGER,
        int4: 5,
        bool: true,
        nothing: null,
        jsonb: { a: [1, 'x'] },
        instant: '2026-03-28T21:00:00.500Z',
      },
    ]);
    await expect(sql`select 9007199254740993::int8 as big`.execute(opened().db)).rejects.toThrow(
      'beyond what a number',
    );
  });
});
