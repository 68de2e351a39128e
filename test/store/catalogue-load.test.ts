/** Loading a whole catalogue. One market each: a load is about every product that there is. */
import type { Product } from '../../store/store.ts';
import { onEachDatabase, onServer } from './databases.ts';
import { aMarket, aProduct, placed } from './market.ts';

const ids = (...products: Product[]) => products.map(({ productId }) => productId);

onEachDatabase((opened) => {
  test('the catalogue becomes what was given: new, changed and as before are told apart', async () => {
    const { market } = opened().store;
    const [one, two, three] = [aProduct(), aProduct(), aProduct()];
    await market.loadCatalogue([one, two]);
    const dearer = { ...two, price: { minor: 251, currency: 'EUR' } };
    const changes = await market.loadCatalogue([three, dearer, one]);
    expect(changes).toEqual({
      added: ids(three),
      changed: ids(two),
      withdrawn: expect.any(Array),
      unchanged: ids(one),
    });
    expect(await market.searchCatalogue('')).toEqual(expect.arrayContaining([one, dearer, three]));
    expect(await market.loadCatalogue([three, dearer, one])).toMatchObject({ added: [], changed: [], withdrawn: [] });
  });

  test('a product that is no longer given is withdrawn and kept, orders of it too, and can come back', async () => {
    const { store } = opened();
    const { product, order } = await aMarket(store);
    const { orderId } = await placed(store, order());
    const other = aProduct();
    expect((await store.market.loadCatalogue([other])).withdrawn).toContain(product.productId);
    expect(ids(...(await store.market.searchCatalogue('')))).toEqual(ids(other));
    expect(await store.orders.place(order())).toMatchObject({ kind: 'refused', problem: { code: 'productWithdrawn' } });
    expect((await store.orders.brief(orderId)).checks.withdrawnProducts).toEqual([product.productId]);
    expect((await store.market.loadCatalogue([other])).withdrawn).toEqual([]);
    expect((await store.market.loadCatalogue([other, product])).changed).toEqual(ids(product));
    expect(await store.orders.place(order())).toMatchObject({ kind: 'placed' });
  });

  test('a product that is given as withdrawn is in the table, and not on sale', async () => {
    const { market } = opened().store;
    const product = aProduct({ withdrawn: true });
    expect((await market.loadCatalogue([product])).added).toEqual(ids(product));
    expect(await market.searchCatalogue('')).toEqual([]);
    expect((await market.loadCatalogue([{ ...product, withdrawn: false }])).changed).toEqual(ids(product));
    expect((await market.loadCatalogue([product])).withdrawn).toEqual(ids(product));
  });

  test('a dry run answers the same and changes nothing', async () => {
    const { market } = opened().store;
    const [one, two] = [aProduct(), aProduct()];
    await market.loadCatalogue([one]);
    const dry = await market.loadCatalogue([two], { dryRun: true });
    expect(dry).toMatchObject({ added: ids(two), withdrawn: ids(one) });
    expect(await market.searchCatalogue('')).toEqual([one]);
    expect(await market.loadCatalogue([two])).toEqual(dry);
  });

  test('if one product cannot be stored, nothing is changed', async () => {
    const { market } = opened().store;
    const [one, two] = [aProduct(), aProduct()];
    await market.loadCatalogue([one]);
    const impossible = { ...aProduct(), quantity: { minimum: 0, maximum: 1, step: 1 } };
    await expect(market.loadCatalogue([two, impossible])).rejects.toThrow();
    expect(await market.searchCatalogue('')).toEqual([one]);
  });
});

onServer((opened) => {
  test('of two loads at once the later one decides, and no product of the other is on sale', async () => {
    const { market } = opened().store;
    const lists = [
      [aProduct(), aProduct()],
      [aProduct(), aProduct()],
    ];
    await Promise.all(lists.map((products) => market.loadCatalogue(products)));
    const onSale = ids(...(await market.searchCatalogue(''))).sort();
    expect(lists.map((products) => ids(...products).sort())).toContainEqual(onSale);
  });
});
