/** In which language to write to whom. */
import { onEachDatabase } from './databases.ts';
import { aMarket, placed } from './market.ts';

onEachDatabase((opened) => {
  test('mails know the languages of now, not those at Buy, and none where none is known', async () => {
    const { store } = opened();
    const { reseller, customer, order } = await aMarket(store);
    const { orderId } = await placed(store, order());
    const languages = async () => {
      const brief = await store.worker.brief(orderId);
      return [brief.reseller.language, brief.adminContact.language];
    };
    expect(await languages()).toEqual([undefined, undefined]);
    await store.market.putReseller({ ...reseller, language: 'de' });
    const contact = { name: 'Reto', email: 'reto@example.com', language: 'de-CH' };
    await store.market.setAdminContact(reseller.resellerId, customer.customerId, contact);
    expect(await languages()).toEqual(['de', 'de-CH']);
    const { language: _, ...silent } = contact;
    await store.market.setAdminContact(reseller.resellerId, customer.customerId, silent);
    await store.market.putReseller(reseller);
    expect(await languages()).toEqual([undefined, undefined]);
    expect((await store.worker.brief(orderId)).adminContact).toEqual(silent);
  });

  test('a customer’s contacts keep their languages', async () => {
    const { store } = opened();
    const { reseller } = await aMarket(store);
    const contacts = {
      admin: { name: 'A', email: 'a@example.com', language: 'de' },
      billing: { name: 'B', email: 'b@example.com' },
    };
    const address = { street: 'Am Kai 7', city: 'Hamburg', postalCode: '20457', country: 'DE' };
    const added = await store.market.addCustomer({ resellerId: reseller.resellerId, name: 'X', address, contacts });
    expect((await store.market.getCustomer(reseller.resellerId, added.customerId))?.contacts).toEqual(contacts);
  });
});
