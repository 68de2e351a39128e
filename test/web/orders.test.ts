import { ADA, CUSTOMER, edge, GRACE, ORDER, OTHER_TOKEN } from './doubles.ts';

const key = (value: string) => ({ 'idempotency-key': value });
const asBeta = { authorization: `Bearer ${OTHER_TOKEN}` };

describe('POST /api/orders', () => {
  test('an order is accepted with its address and everything that is known of it', async () => {
    const { call } = edge();
    const answer = await call('POST', '/api/orders', ORDER, key('k1'));
    expect(answer.status).toBe(202);
    expect(answer.headers.get('location')).toBe('/api/orders/o-1');
    expect(answer.json).toMatchObject({
      orderId: 'o-1',
      state: 'acknowledged',
      customerId: 'c-1',
      lines: [
        {
          lineId: 'o-1-1',
          productId: 'veritas-o365-backup',
          quantity: 25,
          state: 'draft',
          price: { amount: '3.50', currency: 'EUR', per: 'seat/month' },
        },
      ],
      total: { amount: '87.50', currency: 'EUR' },
      administrator: { mode: 'email' },
      informationRequest: { deadline: 'P14D', reminders: ['P2D', 'P5D', 'P9D'] },
    });
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  test('the same key with the same body is the same order, however the members are arranged', async () => {
    const { call, world } = edge();
    const first = await call('POST', '/api/orders', ORDER, key('k1'));
    const { customerId, ...rest } = ORDER;
    const again = await call('POST', '/api/orders', { ...rest, customerId }, key('k1'));
    expect(again.status).toBe(202);
    expect(again.json.orderId).toBe(first.json.orderId);
    expect(world.orders.size).toBe(1);
  });

  test('the same key with another body is a conflict', async () => {
    const { call, world } = edge();
    await call('POST', '/api/orders', ORDER, key('k1'));
    const other = await call(
      'POST',
      '/api/orders',
      { ...ORDER, lines: [{ ...ORDER.lines[0], quantity: 26 }] },
      key('k1'),
    );
    expect([other.status, other.json.code]).toEqual([409, 'idempotency-key-reused']);
    expect(world.orders.size).toBe(1);
  });

  test('two resellers may use the same key', async () => {
    const { call, world } = edge();
    world.customers.set('c-9', { ...CUSTOMER, customerId: 'c-9', resellerId: 'beta' });
    await call('POST', '/api/orders', ORDER, key('k1'));
    const other = await call('POST', '/api/orders', { ...ORDER, customerId: 'c-9' }, { ...asBeta, ...key('k1') });
    expect([other.status, world.orders.size]).toEqual([202, 2]);
  });

  test.each([
    [{}, 'idempotency-key-missing'],
    [key(''), 'idempotency-key-invalid'],
    [key('a b'), 'idempotency-key-invalid'],
    [key('ä'), 'idempotency-key-invalid'],
    [key('x'.repeat(256)), 'idempotency-key-invalid'],
  ])('a key that cannot be one is refused: %j', async (headers, code) => {
    const { call } = edge();
    const answer = await call('POST', '/api/orders', ORDER, headers as Record<string, string>);
    expect([answer.status, answer.json.code]).toEqual([400, code]);
  });

  test('a key may be 255 characters long', async () => {
    const { call } = edge();
    expect((await call('POST', '/api/orders', ORDER, key('~'.repeat(255)))).status).toBe(202);
  });

  test.each<[string, unknown, string, RegExp]>([
    [
      'a quantity of nothing',
      { ...ORDER, lines: [{ productId: 'p', quantity: 0 }] },
      '/lines/0/quantity',
      /at least 1/,
    ],
    ['half a seat', { ...ORDER, lines: [{ productId: 'p', quantity: 1.5 }] }, '/lines/0/quantity', /whole number/],
    [
      'a quantity in words',
      { ...ORDER, lines: [{ productId: 'p', quantity: '3' }] },
      '/lines/0/quantity',
      /whole number/,
    ],
    ['no lines', { ...ORDER, lines: [] }, '/lines', /at least one/],
    ['a misspelt field', { ...ORDER, purchaseOrder: '7' }, '/purchaseOrder', /Unknown field: purchaseOrder/],
    [
      'a misspelt field inside',
      { ...ORDER, lines: [{ ...ORDER.lines[0], seats: 1 }] },
      '/lines/0/seats',
      /Unknown field/,
    ],
    ['an unknown mode', { ...ORDER, administrator: { mode: 'fax' } }, '/administrator/mode', /"email"/],
    [
      'details that are wrong',
      { ...ORDER, administrator: { mode: 'provided', details: { ...ADA, email: 'x' } } },
      '/administrator/details/email',
      /name@example.com/,
    ],
    [
      'a deadline of a month',
      { ...ORDER, informationRequest: { deadline: 'P1M' } },
      '/informationRequest/deadline',
      /ISO 8601/,
    ],
    [
      'a reminder after the end',
      { ...ORDER, informationRequest: { deadline: 'P2D', reminders: ['P3D'] } },
      '/informationRequest/reminders',
      /shorter/,
    ],
    ['a list for a body', [], '', /expected object/i],
  ])('%s is refused beside its place', async (_what, body, pointer, detail) => {
    const { call, world } = edge();
    const answer = await call('POST', '/api/orders', body, key('k'));
    expect([answer.status, answer.json.code]).toEqual([400, 'invalid-request']);
    expect(answer.json.errors).toEqual([{ pointer, detail: expect.stringMatching(detail) }]);
    expect(world.orders.size).toBe(0);
  });

  test('every wrong place is named at once', async () => {
    const { call } = edge();
    const answer = await call(
      'POST',
      '/api/orders',
      { ...ORDER, termsVersion: '', lines: [{ productId: 'p', quantity: -1 }] },
      key('k'),
    );
    expect(answer.json.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual([
      '/lines/0/quantity',
      '/termsVersion',
    ]);
  });

  test('reminders that were left out are the usual ones that fall before the deadline', async () => {
    const { call } = edge();
    const answer = await call('POST', '/api/orders', { ...ORDER, informationRequest: { deadline: 'P4D' } }, key('k'));
    expect(answer.json.informationRequest).toEqual({ deadline: 'P4D', reminders: ['P2D'] });
  });

  test.each<[object, number, string, string]>([
    [{ customerId: 'c-404' }, 404, 'customer-not-found', '/customerId'],
    [{ lines: [{ productId: 'nothing', quantity: 1 }] }, 422, 'unknown-product', '/lines/0/productId'],
    [{ lines: [{ ...ORDER.lines[0], quantity: 5000 }] }, 422, 'quantity-not-allowed', '/lines/0/quantity'],
    [{ termsVersion: '1999-12' }, 409, 'terms-outdated', '/termsVersion'],
  ])('what the market refuses is named: %j', async (change, status, code, pointer) => {
    const { call } = edge();
    const answer = await call('POST', '/api/orders', { ...ORDER, ...change }, key('k'));
    expect([answer.status, answer.json.code, answer.json.errors[0].pointer]).toEqual([status, code, pointer]);
  });

  test("an order for another reseller's customer finds no customer", async () => {
    const { call, world } = edge();
    const answer = await call('POST', '/api/orders', ORDER, { ...asBeta, ...key('k') });
    expect([answer.status, answer.json.code, world.orders.size]).toEqual([404, 'customer-not-found', 0]);
  });
});

describe('an order that exists', () => {
  test("another reseller's order is 404 for every call, like one that does not exist", async () => {
    const { call, world } = edge();
    world.asking({ orderId: 'o-1' });
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['POST', '/administrator', ADA],
      ['POST', '/information-request', undefined],
      ['POST', '/cancellation', undefined],
    ] as const) {
      const foreign = await call(method, `/api/orders/o-1${path}`, body, asBeta);
      const missing = await call(method, `/api/orders/o-2${path}`, body, asBeta);
      expect([foreign.status, missing.status]).toEqual([404, 404]);
      expect(foreign.json.detail).toBe(missing.json.detail);
    }
    expect([world.answers, world.messages]).toEqual([[], []]);
  });

  test('an id that cannot be one is 404 and never reaches the database', async () => {
    const { call } = edge();
    for (const id of ['%00', '..%2F..', '%F0%9F%98%80', 'x'.repeat(200)]) {
      expect((await call('GET', `/api/orders/${id}`)).status).toBe(404);
    }
  });

  test('it says what it waits on and what happened', async () => {
    const { call, world } = edge();
    world.asking({ orderId: 'o-1' });
    const { json } = await call('GET', '/api/orders/o-1');
    expect(json).toMatchObject({ state: 'inquiring', waitingOn: { who: 'customer', until: '2026-11-27T16:00:00Z' } });
    expect(json.waitingOn).toMatchObject({ kind: 'administratorDetails', then: expect.stringContaining('expires') });
    const event = { kind: 'orderAccepted' };
    expect(json.timeline).toEqual([{ at: '2026-11-13T16:00:00Z', what: 'Order accepted', by: 'reseller', event }]);
  });

  test('a list goes on from its cursor to a last page', async () => {
    const { call, world } = edge();
    for (let index = 0; index < 3; index++) world.addOrder();
    const first = await call('GET', '/api/orders?limit=2');
    expect(first.json.items.map((order: { orderId: string }) => order.orderId)).toEqual(['o-3', 'o-2']);
    const last = await call('GET', `/api/orders?limit=2&cursor=${first.json.nextCursor}`);
    expect(last.json.items).toHaveLength(1);
    expect(last.json.nextCursor).toBeNull();
  });

  test.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=many', 'limit'],
    ['state=lost', 'state'],
    ['status=held', 'status'],
  ])('a query that means nothing is refused: %s', async (query, parameter) => {
    const { call } = edge();
    const answer = await call('GET', `/api/orders?${query}`);
    expect([answer.status, answer.json.errors[0].parameter]).toEqual([400, parameter]);
  });

  test('a cursor of somebody else’s making is refused', async () => {
    const { call } = edge();
    const answer = await call('GET', '/api/orders?cursor=bad');
    expect([answer.status, answer.json.code]).toEqual([400, 'bad-cursor']);
  });
});

describe('messages to an order', () => {
  test.each([
    ['as they are', ADA],
    ['wrapped as in an order', { mode: 'provided', details: ADA }],
    ['wrapped', { details: ADA }],
  ])('the reseller gives the details %s', async (_how, body) => {
    const { call, world } = edge();
    world.asking({ orderId: 'o-1' });
    const answer = await call('POST', '/api/orders/o-1/administrator', body);
    expect([answer.status, answer.json.state]).toEqual([202, 'pending']);
    expect(world.answers).toEqual([{ details: ADA, by: 'reseller' }]);
  });

  test('an accepted answer never reads as still being asked for, even before the record follows', async () => {
    const { call, world } = edge();
    world.asking({ orderId: 'o-1' });
    world.recordFollows = false;
    const { json } = await call('POST', '/api/orders/o-1/administrator', ADA);
    expect(json.state).toBe('pending');
    expect(json.waitingOn).toBeUndefined();
  });

  test('whoever answers second learns who won, and what was accepted', async () => {
    const { call, world } = edge();
    world.asking({ orderId: 'o-1' });
    await call('POST', '/api/orders/o-1/administrator', ADA);
    const second = await call('POST', '/api/orders/o-1/administrator', GRACE);
    expect([second.status, second.json.code]).toEqual([409, 'already-answered']);
    expect(second.json.accepted).toEqual({ by: 'reseller', at: '2026-11-20T10:00:00Z', details: ADA });
  });

  test.each([
    [{ ...ADA, phone: '030-1' }, '/phone'],
    [{ ...ADA, nickname: 'A' }, '/nickname'],
    [{ details: { ...ADA, phone: '030-1' } }, '/details/phone'],
    [{ ...ADA, country: 'XX' }, '/country'],
  ])('details with a mistake are refused beside it: %j', async (body, pointer) => {
    const { call, world } = edge();
    world.asking({ orderId: 'o-1' });
    const answer = await call('POST', '/api/orders/o-1/administrator', body);
    expect(answer.status).toBe(400);
    expect(answer.json.errors.map((error: { pointer: string }) => error.pointer)).toEqual([pointer]);
    expect(world.answers).toEqual([]);
  });

  test('the request is sent again to the current contact, or to another one', async () => {
    const { call, world } = edge();
    world.asking({ orderId: 'o-1' });
    const to = { name: 'Grace', email: 'grace@engines.example' };
    for (const body of [undefined, '', {}, { to }]) {
      expect((await call('POST', '/api/orders/o-1/information-request', body)).status).toBe(202);
    }
    expect(world.messages).toEqual([
      { by: 'reseller' },
      { by: 'reseller' },
      { by: 'reseller' },
      { by: 'reseller', to },
    ]);
  });

  test('a cancellation carries its reason', async () => {
    const { call, world } = edge();
    world.asking({ orderId: 'o-1' });
    const answer = await call('POST', '/api/orders/o-1/cancellation', { reason: 'Changed their mind' });
    expect([answer.status, answer.json.state]).toEqual([202, 'cancelled']);
    expect(world.messages).toEqual([{ by: 'reseller', reason: 'Changed their mind' }]);
  });

  test('an order that has ended refuses, and says what it is', async () => {
    const { call, world } = edge();
    world.addOrder({ orderId: 'o-1', state: 'completed' });
    world.nextMessage = { kind: 'notPossible', state: 'completed' };
    const answer = await call('POST', '/api/orders/o-1/cancellation');
    expect([answer.status, answer.json.code, answer.json.state]).toEqual([409, 'order-state', 'completed']);
  });

  test('an order refuses a cancellation once it is being provisioned, as the documentation of the operation says', async () => {
    const { call, world, open } = edge();
    const { paths } = JSON.parse((await open('/api/openapi.json')).text);
    const cancelling = paths['/api/orders/{orderId}/cancellation'].post;
    expect(cancelling.description).toMatch(/At once while it waits for the customer or is on hold\./);
    expect(cancelling.description).toMatch(/provisioning begins, and a cancellation is refused with `order-state`/);
    expect(cancelling.responses[409].description).toContain('`order-state`');

    world.addOrder({ orderId: 'o-1', state: 'inProgress' });
    world.nextMessage = { kind: 'notPossible', state: 'inProgress' };
    const refused = await call('POST', '/api/orders/o-1/cancellation');
    expect([refused.status, refused.json.code, refused.json.state]).toEqual([409, 'order-state', 'inProgress']);
  });

  test('when the order system does not answer, the caller may repeat the request', async () => {
    const { call, world } = edge();
    world.asking({ orderId: 'o-1' });
    world.nextAnswer = { kind: 'unavailable' };
    const answer = await call('POST', '/api/orders/o-1/administrator', ADA);
    expect([answer.status, answer.json.code, answer.headers.get('retry-after')]).toEqual([503, 'unavailable', '5']);
    expect(answer.json.detail).toMatch(/safe to repeat/);
  });
});
