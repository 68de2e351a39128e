import { useEdge } from './support/edge.ts';
import { ADA, GRACE, PRODUCT, UNTIL } from './support/world.ts';

const edge = useEdge();

/** A body in which only what a test changes is wrong. */
const ORDER = {
  customerId: 'c',
  lines: [{ productId: PRODUCT.productId, quantity: 25 }],
  administrator: { mode: 'email' },
  termsVersion: PRODUCT.termsVersion,
};

const key = (value: string) => ({ 'idempotency-key': value });

describe('POST /api/orders', () => {
  test('an order is accepted with its address and everything that is known of it', async () => {
    const { call, world } = await edge();
    const answer = await call('POST', '/api/orders', world.buy, key('k1'));
    expect(answer.status).toBe(202);
    const { orderId } = answer.json;
    expect(answer.headers.get('location')).toBe(`/api/orders/${orderId}`);
    expect((await world.read(orderId)).resellerId).toBe(world.alpha);
    expect(answer.json).toMatchObject({
      state: 'acknowledged',
      customerId: world.customer.customerId,
      lines: [
        {
          lineId: `${orderId}-1`,
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

  test('a line says what the administrator logs in with at the vendor, where that is not the address', async () => {
    const { call, world } = await edge();
    const { orderId } = await world.order({ state: 'inProgress', answer: { by: 'customer', at: UNTIL, details: ADA } });
    const login = ADA.email.replace('@', `+${orderId}-1@`);
    for (const [learnt, shown] of [
      [ADA.email.toUpperCase(), undefined],
      [login, login],
    ]) {
      await world.store.worker.accountLearnt(`${orderId}-1`, { subscriptionId: 'a-1', login: learnt as string });
      const { json } = await call('GET', `/api/orders/${orderId}`);
      expect(json.lines[0].login).toBe(shown);
    }
  });

  test('the same key with the same body is the same order, however the members are arranged', async () => {
    const { call, world } = await edge();
    const first = await call('POST', '/api/orders', world.buy, key('k1'));
    const { customerId, ...rest } = world.buy;
    const again = await call('POST', '/api/orders', { ...rest, customerId }, key('k1'));
    expect(again.status).toBe(202);
    expect(again.json.orderId).toBe(first.json.orderId);
    expect(await world.placed()).toBe(1);
  });

  test('the same key with another body is a conflict', async () => {
    const { call, world } = await edge();
    await call('POST', '/api/orders', world.buy, key('k1'));
    const other = await call(
      'POST',
      '/api/orders',
      { ...world.buy, lines: [{ ...world.buy.lines[0], quantity: 26 }] },
      key('k1'),
    );
    expect([other.status, other.json.code]).toEqual([409, 'idempotency-key-reused']);
    expect(await world.placed()).toBe(1);
  });

  test('two resellers may use the same key', async () => {
    const { call, world, asBeta } = await edge();
    const { customerId, ...customer } = world.customer;
    const theirs = await world.store.market.addCustomer({ ...customer, resellerId: world.beta });
    await call('POST', '/api/orders', world.buy, key('k1'));
    const other = await call(
      'POST',
      '/api/orders',
      { ...world.buy, customerId: theirs.customerId },
      { ...asBeta, ...key('k1') },
    );
    expect([other.status, await world.placed()]).toEqual([202, 2]);
  });

  test.each([
    [{}, 'idempotency-key-missing'],
    [key(''), 'idempotency-key-invalid'],
    [key('a b'), 'idempotency-key-invalid'],
    [key('ä'), 'idempotency-key-invalid'],
    [key('x'.repeat(256)), 'idempotency-key-invalid'],
  ])('a key that cannot be one is refused: %j', async (headers, code) => {
    const { call, world } = await edge();
    const answer = await call('POST', '/api/orders', world.buy, headers as Record<string, string>);
    expect([answer.status, answer.json.code]).toEqual([400, code]);
  });

  test('a key may be 255 characters long', async () => {
    const { call, world } = await edge();
    expect((await call('POST', '/api/orders', world.buy, key('~'.repeat(255)))).status).toBe(202);
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
    ['a list for a body', [], '', /expected object/i],
  ])('%s is refused beside its place', async (_what, body, pointer, detail) => {
    const { call, world } = await edge();
    const answer = await call('POST', '/api/orders', body, key('k'));
    expect([answer.status, answer.json.code]).toEqual([400, 'invalid-request']);
    expect(answer.json.errors).toEqual([{ pointer, detail: expect.stringMatching(detail) }]);
    expect(await world.placed()).toBe(0);
  });

  test('a body with thousands of mistakes is told of some of them, and that there are more', async () => {
    const { call } = await edge();
    const unknown = Object.fromEntries(Array.from({ length: 6000 }, (_, index) => [`f${index}`, 1]));
    const { status, json } = await call('POST', '/api/orders', { ...ORDER, ...unknown }, { 'idempotency-key': 'k' });
    expect([status, json.code, json.errors.length]).toEqual([400, 'invalid-request', 50]);
    expect(json.detail).toMatch(/and more\.$/);
  });

  test('every wrong place is named at once', async () => {
    const { call } = await edge();
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
    const { call, world } = await edge();
    const answer = await call(
      'POST',
      '/api/orders',
      { ...world.buy, informationRequest: { deadline: 'P4D' } },
      key('k'),
    );
    expect(answer.json.informationRequest).toEqual({ deadline: 'P4D', reminders: ['P2D'] });
  });

  test.each<[string, object, string, RegExp]>([
    ['a reminder after the end', { deadline: 'P2D', reminders: ['P3D'] }, '/informationRequest/reminders', /shorter/],
    ['a wait of more than a year', { deadline: 'P367D' }, '/informationRequest/deadline', /P366D/],
  ])(
    '%s is refused beside its place, and not as invalid: no schema says that',
    async (_what, terms, pointer, detail) => {
      const { call, world } = await edge();
      const answer = await call('POST', '/api/orders', { ...world.buy, informationRequest: terms }, key('k'));
      expect([answer.status, answer.json.code]).toEqual([422, 'deadline-not-allowed']);
      expect(answer.json.errors).toEqual([{ pointer, detail: expect.stringMatching(detail) }]);
      expect(await world.placed()).toBe(0);
    },
  );

  test.each<[object, number, string, string]>([
    [{ customerId: 'c-404' }, 404, 'customer-not-found', '/customerId'],
    [{ lines: [{ productId: 'nothing', quantity: 1 }] }, 422, 'unknown-product', '/lines/0/productId'],
    [{ lines: [{ ...ORDER.lines[0], quantity: 5000 }] }, 422, 'quantity-not-allowed', '/lines/0/quantity'],
    [{ termsVersion: '1999-12' }, 409, 'terms-outdated', '/termsVersion'],
  ])('what the market refuses is named: %j', async (change, status, code, pointer) => {
    const { call, world } = await edge();
    const answer = await call('POST', '/api/orders', { ...world.buy, ...change }, key('k'));
    expect([answer.status, answer.json.code, answer.json.errors[0].pointer]).toEqual([status, code, pointer]);
  });

  test("an order for another reseller's customer finds no customer", async () => {
    const { call, world, asBeta } = await edge();
    const answer = await call('POST', '/api/orders', world.buy, { ...asBeta, ...key('k') });
    expect([answer.status, answer.json.code, await world.placed()]).toEqual([404, 'customer-not-found', 0]);
  });
});

describe('an order that exists', () => {
  test("another reseller's order is 404 for every call, like one that does not exist", async () => {
    const { call, world, asBeta } = await edge();
    const { orderId } = await world.asking();
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['POST', '/administrator', ADA],
      ['POST', '/information-request', undefined],
      ['POST', '/cancellation', undefined],
    ] as const) {
      const foreign = await call(method, `/api/orders/${orderId}${path}`, body, asBeta);
      const missing = await call(method, `/api/orders/0000000000${path}`, body, asBeta);
      expect([foreign.status, missing.status]).toEqual([404, 404]);
      expect(foreign.json.detail).toBe(missing.json.detail);
    }
    expect([world.answers, world.messages]).toEqual([[], []]);
  });

  test('an id that cannot be one is 404 and never reaches the database', async () => {
    const { call, world } = await edge();
    world.databaseUp = false;
    for (const id of ['%00', '..%2F..', '%F0%9F%98%80', 'x'.repeat(200)]) {
      expect((await call('GET', `/api/orders/${id}`)).status).toBe(404);
    }
  });

  test('it says what it waits on and what happened', async () => {
    const { call, world } = await edge();
    const { orderId } = await world.asking();
    const { json } = await call('GET', `/api/orders/${orderId}`);
    expect(json).toMatchObject({ state: 'inquiring', waitingOn: { who: 'customer', until: UNTIL } });
    expect(json.timeline.map(({ by }: { by: string }) => by)).toEqual(['reseller', 'system', 'system']);
  });

  test('a list goes on from its cursor to a last page', async () => {
    const { call, world } = await edge();
    const placed: string[] = [];
    for (let index = 0; index < 3; index++) placed.unshift((await world.order()).orderId);
    const first = await call('GET', '/api/orders?limit=2');
    expect(first.json.items.map((order: { orderId: string }) => order.orderId)).toEqual(placed.slice(0, 2));
    const last = await call('GET', `/api/orders?limit=2&cursor=${first.json.nextCursor}`);
    expect(last.json.items.map((order: { orderId: string }) => order.orderId)).toEqual(placed.slice(2));
    expect(last.json.nextCursor).toBeNull();
  });

  test.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=many', 'limit'],
    ['state=lost', 'state'],
    ['status=held', 'status'],
  ])('a query that means nothing is refused: %s', async (query, parameter) => {
    const { call } = await edge();
    const answer = await call('GET', `/api/orders?${query}`);
    expect([answer.status, answer.json.errors[0].parameter]).toEqual([400, parameter]);
  });

  test('a cursor of somebody else’s making is refused', async () => {
    const { call } = await edge();
    const answer = await call('GET', '/api/orders?cursor=bad');
    expect([answer.status, answer.json.code]).toEqual([400, 'bad-cursor']);
  });
});

describe('an order of several lines', () => {
  test.each([undefined, 'keepOthers', 'undoAll'])(
    'says what becomes of the others when one is refused: %s',
    async (lineFailure) => {
      const { call, world } = await edge();
      const body = { ...world.buy, lines: [...world.buy.lines, ...world.buy.lines], lineFailure };
      const placed = await call('POST', '/api/orders', body, { 'Idempotency-Key': 'lines' });
      expect([placed.status, placed.json.lineFailure]).toEqual([202, lineFailure ?? 'keepOthers']);
      expect((await call('GET', `/api/orders/${placed.json.orderId}`)).json.lineFailure).toBe(
        lineFailure ?? 'keepOthers',
      );
    },
  );

  test('takes no other word for it', async () => {
    const { call, world } = await edge();
    const answer = await call('POST', '/api/orders', { ...world.buy, lineFailure: 'some' }, { 'Idempotency-Key': 'x' });
    expect([answer.status, answer.json.errors[0]]).toEqual([
      400,
      { pointer: '/lineFailure', detail: 'Enter one of keepOthers, undoAll' },
    ]);
  });

  test('that was carried out in part says which of them failed and why', async () => {
    const { call, world } = await edge();
    const { orderId } = await world.order({ state: 'inProgress' });
    const refusal = { field: 'order', code: 'other', said: 'no more seats here' } as const;
    const failed = [{ lineId: `${orderId}-1`, cause: 'vendorRefused', refusal } as const];
    const event = { kind: 'orderCompletedInPart', failed } as const;
    const lines = [{ lineId: `${orderId}-1`, state: 'terminated' } as const];
    await world.apply(orderId, 'partial', { event, cause: 'vendorRefused', lines });
    const { json } = await call('GET', `/api/orders/${orderId}`);
    expect(json).toMatchObject({ state: 'partial', cause: 'vendorRefused', lines: [{ state: 'terminated' }] });
    expect(json.timeline.at(-1)).toMatchObject({
      event,
      what: 'The order was carried out in part; what could not be set up is not charged',
    });
    expect((await call('GET', '/api/orders?state=partial')).json.items).toHaveLength(1);
  });
});

describe('messages to an order', () => {
  test.each([
    ['as they are', ADA],
    ['wrapped as in an order', { mode: 'provided', details: ADA }],
    ['wrapped', { details: ADA }],
  ])('the reseller gives the details %s', async (_how, body) => {
    const { call, world } = await edge();
    const { orderId } = await world.asking();
    const answer = await call('POST', `/api/orders/${orderId}/administrator`, body);
    expect([answer.status, answer.json.state]).toEqual([202, 'pending']);
    expect(world.answers).toEqual([{ details: ADA, by: 'reseller' }]);
  });

  test('an accepted answer never reads as still being asked for, even before the record follows', async () => {
    const { call, world } = await edge();
    const { orderId } = await world.asking();
    world.recordFollows = false;
    const { json } = await call('POST', `/api/orders/${orderId}/administrator`, ADA);
    expect(json.state).toBe('pending');
    expect(json.waitingOn).toBeUndefined();
  });

  test('whoever answers second learns who won, and what was accepted', async () => {
    const { call, world } = await edge();
    const { orderId } = await world.asking();
    await call('POST', `/api/orders/${orderId}/administrator`, ADA);
    const second = await call('POST', `/api/orders/${orderId}/administrator`, GRACE);
    expect([second.status, second.json.code]).toEqual([409, 'already-answered']);
    expect(second.json.accepted).toEqual({ by: 'reseller', at: '2026-11-20T10:00:00.000Z', details: ADA });
  });

  test.each([
    [{ ...ADA, phone: '030-1' }, '/phone'],
    [{ ...ADA, nickname: 'A' }, '/nickname'],
    [{ details: { ...ADA, phone: '030-1' } }, '/details/phone'],
    [{ ...ADA, country: 'XX' }, '/country'],
  ])('details with a mistake are refused beside it: %j', async (body, pointer) => {
    const { call, world } = await edge();
    const { orderId } = await world.asking();
    const answer = await call('POST', `/api/orders/${orderId}/administrator`, body);
    expect(answer.status).toBe(400);
    expect(answer.json.errors.map((error: { pointer: string }) => error.pointer)).toEqual([pointer]);
    expect(world.answers).toEqual([]);
  });

  test('the request is sent again to the current contact, or to another one', async () => {
    const { call, world } = await edge();
    const { orderId } = await world.asking();
    const to = { name: 'Grace', email: 'grace@engines.example' };
    for (const body of [undefined, '', {}, { to }]) {
      expect((await call('POST', `/api/orders/${orderId}/information-request`, body)).status).toBe(202);
    }
    expect(world.messages).toEqual([
      { by: 'reseller' },
      { by: 'reseller' },
      { by: 'reseller' },
      { by: 'reseller', to },
    ]);
  });

  test('a repeat of a request says by its key that it is one', async () => {
    const { call, world } = await edge();
    const { orderId } = await world.asking();
    for (const key of ['k-1', 'k-1', undefined]) {
      const headers: Record<string, string> = key === undefined ? {} : { 'Idempotency-Key': key };
      expect((await call('POST', `/api/orders/${orderId}/information-request`, {}, headers)).status).toBe(202);
    }
    expect(world.keys).toEqual(['k-1', 'k-1', undefined]);
    const bad = await call('POST', `/api/orders/${orderId}/information-request`, {}, { 'Idempotency-Key': 'ä b' });
    expect([bad.status, bad.json.code]).toEqual([400, 'idempotency-key-invalid']);
  });

  test('an order that has been asked for as often as it may says so', async () => {
    const { call, world } = await edge();
    const { orderId } = await world.asking();
    world.nextSending = { kind: 'limitReached', most: 20 };
    const answer = await call('POST', `/api/orders/${orderId}/information-request`, {});
    expect([answer.status, answer.json.code, answer.json.limit]).toEqual([409, 'limit-reached', 20]);
  });

  test('a cancellation carries its reason', async () => {
    const { call, world } = await edge();
    const { orderId } = await world.asking();
    const answer = await call('POST', `/api/orders/${orderId}/cancellation`, { reason: 'Changed their mind' });
    expect([answer.status, answer.json.state]).toEqual([202, 'cancelled']);
    expect(world.messages).toEqual([{ by: 'reseller', reason: 'Changed their mind' }]);
  });

  test('cancelled while it is being set up, an order says what it waits on, and a repeat is accepted', async () => {
    const { call, world } = await edge();
    const { orderId } = await world.order({ state: 'inProgress' });
    for (let times = 0; times < 2; times++) {
      const { status, json } = await call('POST', `/api/orders/${orderId}/cancellation`);
      expect([status, json.state, json.waitingOn]).toEqual([
        202,
        'assessingCancellation',
        expect.objectContaining({
          who: 'vendor',
          kind: 'stepInHand',
          what: 'the step in hand to end, since the order is being cancelled',
        }),
      ]);
      expect(json.timeline.at(-1).event).toEqual({ kind: 'cancellationAsked' });
    }
  });

  test('an order that has ended refuses, and says what it is', async () => {
    const { call, world } = await edge();
    const { orderId } = await world.order({ state: 'completed' });
    world.nextMessage = { kind: 'notPossible', state: 'completed' };
    const answer = await call('POST', `/api/orders/${orderId}/cancellation`);
    expect([answer.status, answer.json.code, answer.json.state]).toEqual([409, 'order-state', 'completed']);
  });

  test('when the order system does not answer, the caller may repeat the request', async () => {
    const { call, world } = await edge();
    const { orderId } = await world.asking();
    world.nextAnswer = { kind: 'unavailable' };
    const answer = await call('POST', `/api/orders/${orderId}/administrator`, ADA);
    expect([answer.status, answer.json.code, answer.headers.get('retry-after')]).toEqual([503, 'unavailable', '5']);
    expect(answer.json.detail).toMatch(/safe to repeat/);
  });
});
