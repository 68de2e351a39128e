import { useEdge } from './support/edge.ts';

const edge = useEdge();

describe('catalogue and customers', () => {
  test('the catalogue is searched, with prices as decimals', async () => {
    const { call } = await edge();
    expect((await call('GET', '/api/catalogue?q=office')).json).toEqual({
      items: [
        {
          productId: 'veritas-o365-backup',
          name: 'Office 365 Backup',
          vendor: 'Veritas',
          description: 'Backs up mail, files and sites.',
          price: { amount: '3.50', currency: 'EUR', per: 'seat/month' },
          quantity: { minimum: 1, maximum: 2000, step: 1 },
          termsVersion: '2026-01',
        },
      ],
      nextCursor: null,
    });
    expect((await call('GET', '/api/catalogue?q=%00')).status).toBe(400);
    expect((await call('GET', '/api/catalogue')).json.items).toHaveLength(1);
  });

  test('a customer is added, read, listed, and its admin contact changed', async () => {
    const { call } = await edge();
    const address = { street: 'Hauptstr. 1', city: 'Köln', postalCode: '50667', country: 'DE' };
    const body = { name: 'Mühle GmbH', address, contacts: { admin: { name: 'Jo', email: 'jo@muehle.example' } } };
    const added = await call('POST', '/api/customers', body);
    const own = `/api/customers/${added.json.customerId}`;
    expect([added.status, added.headers.get('location')]).toEqual([201, own]);
    expect(added.json).toEqual({ customerId: expect.any(String), ...body, onHold: false });
    const contact = { name: 'Kim', email: 'kim@muehle.example' };
    const changed = await call('PUT', `${own}/admin-contact`, contact);
    expect([changed.status, changed.json.contacts.admin]).toEqual([200, contact]);
    expect((await call('GET', own)).json).toEqual(changed.json);
    expect((await call('GET', '/api/customers')).json.items).toHaveLength(2);
  });

  test('a contact may have a language, and it is a language', async () => {
    const { call, world } = await edge();
    const contact = { name: 'Kim', email: 'kim@muehle.example', language: 'de-AT' };
    const changed = await call('PUT', `/api/customers/${world.customer.customerId}/admin-contact`, contact);
    expect([changed.status, changed.json.contacts.admin]).toEqual([200, contact]);
    const wrong = await call('PUT', `/api/customers/${world.customer.customerId}/admin-contact`, {
      ...contact,
      language: 'German, please',
    });
    expect([wrong.status, wrong.json.errors[0].pointer]).toEqual([400, '/language']);
    const { orderId } = await world.asking();
    const again = await call('POST', `/api/orders/${orderId}/information-request`, {
      to: { email: 'kim@muehle.example', language: 'de' },
    });
    expect(again.status).toBe(202);
    expect(world.messages).toEqual([{ by: 'reseller', to: { email: 'kim@muehle.example', language: 'de' } }]);
  });

  test("another reseller's customer is 404 and unchanged", async () => {
    const { call, world, asBeta } = await edge();
    expect((await call('GET', `/api/customers/${world.customer.customerId}`, undefined, asBeta)).status).toBe(404);
    const contact = { name: 'Eve', email: 'eve@beta.example' };
    expect(
      (await call('PUT', `/api/customers/${world.customer.customerId}/admin-contact`, contact, asBeta)).status,
    ).toBe(404);
    expect(await world.store.market.getCustomer(world.alpha, world.customer.customerId)).toEqual(world.customer);
  });

  test('a customer without an admin contact, or in no country, is refused', async () => {
    const { call } = await edge();
    const address = { street: 'a', city: 'b', postalCode: 'c', country: 'Germany' };
    const { json } = await call('POST', '/api/customers', { name: 'x', address, contacts: {} });
    expect(json.errors.map((error: { pointer: string }) => error.pointer)).toEqual([
      '/address/country',
      '/contacts/admin',
    ]);
  });
});
