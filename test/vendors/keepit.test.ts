import { DEMO_ACCOUNT } from '../../dev/vendor-sandbox/app.ts';
import { ADMINISTRATOR, callOf, describeVendorContract, orderOf } from './contract.ts';
import { adapterAt, KeepitBench, SOURCE } from './keepit-bench.ts';

describeVendorContract('the Keepit adapter', () => KeepitBench.start());

describe('the Keepit adapter', () => {
  let vendor: KeepitBench;
  let clock: number;
  /** How much later it is whenever the vendor looks at its clock again. */
  let step: number;
  beforeEach(async () => {
    clock = Date.UTC(2026, 10, 2);
    step = 0;
    vendor = await KeepitBench.start({
      now: () => {
        clock += step;
        return clock;
      },
    });
  });
  afterEach(() => vendor.close());

  const never = new AbortController().signal;
  const order = orderOf(SOURCE, 'line-1');
  const impatient = () => vendor.adapterWith({ timeoutMs: { create: 100 } });

  test('the vendor gets the details as they were given, the seats, and no password', async () => {
    await vendor.adapter.create(order, callOf());
    expect(await vendor.subscriptions()).toEqual([
      expect.objectContaining({
        externalId: 'line-1',
        login: ADMINISTRATOR.email,
        email: ADMINISTRATOR.email,
        fullname: `${ADMINISTRATOR.firstName} ${ADMINISTRATOR.lastName}`,
        companyname: ADMINISTRATOR.companyName,
        country: 'DE',
        language: 'de-AT',
        phone: '+4930123456',
        product: SOURCE.vendorProductId,
        seats: 25,
        attributes: { orderLine: 'line-1', seats: '25' },
      }),
    ]);
    const mails = (await (await vendor.control('GET', 'activation-mails')).json()) as { to: string }[];
    expect(mails.map(({ to }) => to)).toEqual([ADMINISTRATOR.email]);
  });

  describe('when the outcome of a creation is unknown:', () => {
    test('a vendor that hangs after creating ends with one account, adopted', async () => {
      vendor.adapter = impatient();
      await vendor.arm({ operation: 'create', fault: 'hangAfterCreate', times: 1 });
      const made = await vendor.adapter.create(order, callOf());
      expect(await vendor.held()).toEqual([{ key: 'line-1', subscriptionId: made.subscriptionId }]);
    });

    test('a reply dropped after creating ends with one account, adopted', async () => {
      await vendor.arm({ operation: 'create', fault: 'dropReply', times: 1 });
      const made = await vendor.adapter.create(order, callOf());
      expect(await vendor.held()).toEqual([{ key: 'line-1', subscriptionId: made.subscriptionId }]);
    });

    test('a 503 after creating ends with one account, adopted', async () => {
      await vendor.arm({ operation: 'create', fault: 'status', status: 503, performed: true });
      const made = await vendor.adapter.create(order, callOf());
      expect(await vendor.held()).toEqual([{ key: 'line-1', subscriptionId: made.subscriptionId }]);
    });

    test('a vendor that creates only after we gave up is adopted by the next attempt', async () => {
      vendor.adapter = impatient();
      await vendor.arm({ operation: 'create', fault: 'delay', delayMs: 400, times: 1 });
      await expect(vendor.adapter.create(order, callOf())).rejects.toMatchObject({ name: 'VendorUnavailable' });
      while ((await vendor.held()).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      const again = callOf({ doubt: true });
      expect(await vendor.adapter.create(order, again)).toMatchObject({ active: true });
      expect(again.creations).toBe(0);
      expect(await vendor.held()).toHaveLength(1);
    });

    test('a vendor that creates nothing and hangs is weather, and the next attempt creates', async () => {
      vendor.adapter = impatient();
      await vendor.arm({ operation: 'create', fault: 'hang', times: 1 });
      const call = callOf();
      await expect(vendor.adapter.create(order, call)).rejects.toMatchObject({ name: 'VendorUnavailable' });
      expect(call.creations).toBe(1);
      await vendor.adapter.create(order, callOf({ doubt: true }));
      expect(await vendor.held()).toHaveLength(1);
    });

    test('a list that lags leaves the next attempt uncertain, never makes a second account, and is adopted later', async () => {
      await vendor.set({ listLagMs: 60_000 });
      await vendor.arm({ operation: 'create', fault: 'dropReply' });
      await expect(vendor.adapter.create(order, callOf())).rejects.toMatchObject({ name: 'VendorUnavailable' });
      const again = callOf({ doubt: true });
      await expect(vendor.adapter.create(order, again)).rejects.toMatchObject({ name: 'VendorUncertain' });
      expect(again.creations).toBe(0);
      clock += 60_000;
      expect(await vendor.adapter.create(order, callOf({ doubt: true }))).toMatchObject({ active: true });
      expect(await vendor.held()).toHaveLength(1);
    });

    test('removing while the list lags is not taken for "nothing there"', async () => {
      await vendor.set({ listLagMs: 60_000 });
      await vendor.arm({ operation: 'create', fault: 'dropReply' });
      await expect(vendor.adapter.create(order, callOf())).rejects.toMatchObject({ name: 'VendorUnavailable' });
      await expect(vendor.adapter.remove(order, never)).rejects.toMatchObject({ name: 'VendorUncertain' });
      clock += 60_000;
      await vendor.adapter.remove(order, never);
      expect(await vendor.held()).toEqual([]);
    });

    test('in doubt, a visible namesake does not hide our own account that the list shows only later', async () => {
      const child = `<user_create><login>other@customer.example</login><email>${ADMINISTRATOR.email}</email></user_create>`;
      await vendor.vendor('POST', `/users/${DEMO_ACCOUNT.parentAccount}/users`, child);
      clock += 60_000;
      await vendor.set({ listLagMs: 60_000 });
      await vendor.arm({ operation: 'create', fault: 'dropReply' });
      await expect(vendor.adapter.create(order, callOf())).rejects.toMatchObject({ name: 'VendorUnavailable' });
      // Late enough for a look or two that show the namesake alone.
      step = 4_000;
      expect(await vendor.adapter.create(order, callOf({ doubt: true }))).toMatchObject({ active: true });
      expect(await vendor.calls('POST')).toBe(2);
    });
  });

  test('an account of ours is adopted without a second request, even if the vendor calls its login free', async () => {
    await vendor.adapter.create(order, callOf());
    await vendor.arm({ operation: 'login', fault: 'status', status: 202 });
    await vendor.adapter.create(order, callOf({ doubt: true }));
    expect(await vendor.calls('POST')).toBe(1);
  });

  describe('when the vendor says where the new account is:', () => {
    test.each(['location', 'body'])('the %s is enough, even if the list lags', async (createAnswers) => {
      await vendor.set({ createAnswers, listLagMs: 60_000 });
      const made = await vendor.adapter.create(order, callOf());
      expect(await vendor.held()).toEqual([{ key: 'line-1', subscriptionId: made.subscriptionId }]);
    });

    test('neither is needed', async () => {
      await vendor.set({ createAnswers: 'empty' });
      const made = await vendor.adapter.create(order, callOf());
      expect(await vendor.held()).toEqual([{ key: 'line-1', subscriptionId: made.subscriptionId }]);
    });
  });

  describe('refuses:', () => {
    test.each([409, 400, 422])('an address taken between our question and the creation (%i)', async (status) => {
      await vendor.set({ takenLoginStatus: status });
      await vendor.control('POST', 'outsiders', { login: ADMINISTRATOR.email });
      await vendor.arm({ operation: 'login', fault: 'status', status: 202, times: 1 });
      await expect(vendor.adapter.create(order, callOf())).rejects.toMatchObject({
        name: 'VendorRefused',
        field: 'email',
        code: 'addressInUse',
      });
      expect(await vendor.held()).toEqual([]);
    });

    test('a 409 to a creation as an address in use, whatever it says', async () => {
      await vendor.arm({ operation: 'create', fault: 'status', status: 409, reason: 'Conflict' });
      await expect(vendor.adapter.create(order, callOf())).rejects.toMatchObject({
        field: 'email',
        code: 'addressInUse',
      });
    });

    test('an address in use outside our accounts, for the field email', async () => {
      await vendor.control('POST', 'outsiders', { login: ADMINISTRATOR.email.toUpperCase() });
      const call = callOf();
      await expect(vendor.adapter.create(order, call)).rejects.toMatchObject({ field: 'email', code: 'addressInUse' });
      expect(call.creations).toBe(0);
    });

    test.each([
      ['email', 'is not deliverable', 'email', 'invalid'],
      ['login', 'already exists', 'email', 'addressInUse'],
      ['fullname', 'is too long', 'firstName', 'tooLong'],
      ['lastName', 'exceeds 64 characters', 'lastName', 'tooLong'],
      ['companyname', 'has bad characters', 'companyName', 'invalid'],
      ['phone', 'is no number', 'phone', 'invalid'],
      ['country', 'is not served', 'country', 'invalid'],
      ['language', 'is unknown', 'language', 'invalid'],
      ['zipcode', 'is wrong', 'order', 'invalid'],
    ])('what the vendor says of %s, "%s", beside our field', async (named, reason, field, code) => {
      await vendor.arm({ operation: 'create', fault: 'refuseField', field: named, reason });
      const refusal = vendor.adapter.create(order, callOf());
      await expect(refusal).rejects.toMatchObject({ name: 'VendorRefused', field, code });
      await expect(refusal).rejects.toThrow(reason);
    });

    test('without repeating an e-mail address that the vendor mentions', async () => {
      const reason = 'is used by somebody.else@customer.example already';
      await vendor.arm({ operation: 'create', fault: 'refuseField', field: 'login', reason });
      await expect(vendor.adapter.create(order, callOf())).rejects.toThrow('is used by […] already');
    });

    test('an address whose old account is still being deleted', async () => {
      await vendor.set({ products: [{ id: SOURCE.vendorProductId, name: 'Business', deleteRetentionDays: 30 }] });
      await vendor.adapter.create(order, callOf());
      await vendor.adapter.remove(order, never);
      await expect(vendor.adapter.create(order, callOf())).rejects.toMatchObject({
        field: 'email',
        code: 'addressInUse',
      });
    });
  });

  describe('leaves to an operator:', () => {
    test.each([401, 403, 404])('a %i of our own account, whatever is asked of it', async (status) => {
      const misconfigured = { name: 'VendorMisconfigured' };
      vendor.accounts.sent(order.key);
      await vendor.arm({ operation: 'list', fault: 'status', status, times: 3 });
      await expect(vendor.adapter.create(order, callOf())).rejects.toMatchObject(misconfigured);
      await expect(vendor.adapter.find(order, never)).rejects.toMatchObject(misconfigured);
      await expect(vendor.adapter.remove(order, never)).rejects.toMatchObject(misconfigured);
      await vendor.arm({ operation: 'create', fault: 'status', status });
      await expect(vendor.adapter.create(order, callOf())).rejects.toMatchObject(misconfigured);
    });

    test.each([
      ['password', { password: 'wrong' }],
      ['parent account', { parentAccount: 'nobody-nobody-nobody' }],
    ])('a wrong %s', async (_, wrong) => {
      const adapter = adapterAt(vendor.url, {
        regions: { 'dk-co': { baseUrl: vendor.url, ...DEMO_ACCOUNT, ...wrong } },
      });
      await expect(adapter.create(order, callOf())).rejects.toMatchObject({ name: 'VendorMisconfigured' });
    });

    test.each([400, 404])('a product that the vendor does not know (%i)', async (unknownProductStatus) => {
      await vendor.set({ products: [], unknownProductStatus });
      await expect(vendor.adapter.create(order, callOf())).rejects.toMatchObject({ name: 'VendorMisconfigured' });
    });

    test.each([
      'http://keepit.example',
      'https://user:secret@keepit.example',
      'https://keepit.example/path',
      'ftp://127.0.0.1',
      'nonsense',
    ])('a base URL that no password should be sent to: %s', (baseUrl) => {
      expect(() => adapterAt(baseUrl)).toThrow(/base URL/);
      expect(() => adapterAt(baseUrl)).not.toThrow(/secret/);
    });
  });

  describe('takes for weather:', () => {
    test.each([
      ['seconds', 7, 7_000],
      ['an HTTP date that is past', 'Sun, 06 Nov 1994 08:49:37 GMT', 0],
      ['an HTTP date too far away to be meant', 'Fri, 06 Nov 2099 08:49:37 GMT', 3_600_000],
      ['nothing', undefined, undefined],
      ['nonsense', 'soon', undefined],
    ])('a 429 whose Retry-After is %s', async (_, retryAfter, expected) => {
      await vendor.arm({ operation: 'create', fault: 'status', status: 429, retryAfter });
      const failed = vendor.adapter.create(order, callOf());
      await expect(failed).rejects.toMatchObject({ name: 'VendorUnavailable', retryAfter: expected });
    });

    test('a 429 to a creation, without asking anything more', async () => {
      await vendor.arm({ operation: 'create', fault: 'status', status: 429 });
      await expect(vendor.adapter.create(order, callOf())).rejects.toMatchObject({ name: 'VendorUnavailable' });
      expect([await vendor.calls('GET'), await vendor.calls('HEAD')]).toEqual([0, 1]);
    });

    test.each([408, 425, 429, 500, 502, 503, 504, 301])('a %i to every call', async (status) => {
      const unavailable = { name: 'VendorUnavailable' };
      for (const operation of ['list', 'login', 'create']) {
        await vendor.arm({ operation, fault: 'status', status });
        await expect(vendor.adapter.create(order, callOf({ doubt: true }))).rejects.toMatchObject(unavailable);
      }
      await vendor.adapter.create(order, callOf({ doubt: true }));
      for (const operation of ['get', 'delete']) {
        await vendor.arm({ operation, fault: 'status', status });
        await expect(vendor.adapter.remove(order, never)).rejects.toMatchObject(unavailable);
      }
      await vendor.adapter.remove(order, never);
      expect(await vendor.held()).toEqual([]);
    });

    test('a vendor that is not there', async () => {
      vendor.accounts.sent(order.key);
      await vendor.close();
      await expect(vendor.adapter.find(order, never)).rejects.toMatchObject({ name: 'VendorUnavailable' });
      vendor = await KeepitBench.start();
    });
  });

  describe('activation and removal:', () => {
    test('an account is found even if the vendor writes its address in other letters', async () => {
      vendor.accounts.sent(order.key);
      const login = ADMINISTRATOR.email.toUpperCase();
      const child = `<user_create><login>${login}</login><external_id>line-1</external_id></user_create>`;
      await vendor.vendor('POST', `/users/${DEMO_ACCOUNT.parentAccount}/users`, child);
      expect(await vendor.adapter.find(order, never)).toMatchObject({ active: false });
    });

    test('an account that is not enabled yet is found, but is not active', async () => {
      await vendor.set({ activationDelayMs: 60_000 });
      expect(await vendor.adapter.create(order, callOf())).toMatchObject({ active: false });
      expect(await vendor.adapter.find(order, never)).toMatchObject({ active: false });
      clock += 60_000;
      expect(await vendor.adapter.find(order, never)).toMatchObject({ active: true });
    });

    test('an adopted account gets the product that was ordered', async () => {
      await vendor.adapter.create({ ...order, source: { ...SOURCE, vendorProductId: 'another' } }, callOf());
      expect(await vendor.adapter.find(order, never)).toMatchObject({ active: false });
      expect(await vendor.adapter.create(order, callOf({ doubt: true }))).toMatchObject({ active: true });
      expect(await vendor.subscriptions()).toMatchObject([{ product: SOURCE.vendorProductId }]);
    });

    test.each([404, 200])(
      'an account scheduled for deletion counts as removed (second DELETE: %i)',
      async (secondDeleteStatus) => {
        const products = [{ id: SOURCE.vendorProductId, name: 'Business', deleteRetentionDays: 30 }];
        await vendor.set({ products, secondDeleteStatus });
        await vendor.adapter.create(order, callOf());
        await vendor.adapter.remove(order, never);
        expect(await vendor.subscriptions()).toMatchObject([{ deletion: '2026-12-02T00:00:00.000Z' }]);
        expect(await vendor.adapter.find(order, never)).toBeUndefined();
        await vendor.adapter.remove(order, never);
        expect(await vendor.calls('DELETE')).toBe(1);
      },
    );

    test.each(['dropReply', 'hangAfterCreate'])(
      'a removal whose reply is lost (%s) is finished by the next',
      async (fault) => {
        const hasty = vendor.adapterWith({ timeoutMs: { remove: 100 } });
        await vendor.adapter.create(order, callOf());
        await vendor.arm({ operation: 'delete', fault });
        await expect(hasty.remove(order, never)).rejects.toMatchObject({ name: 'VendorUnavailable' });
        await vendor.adapter.remove(order, never);
        expect(await vendor.held()).toEqual([]);
      },
    );

    test('a caller that gives up in the middle of a creation gets its own reason', async () => {
      await vendor.arm({ operation: 'create', fault: 'hang' });
      const giveUp = new AbortController();
      const reason = new Error('the worker shuts down');
      const onCreating = async () => {
        setTimeout(() => giveUp.abort(reason), 50);
      };
      const call = callOf({ signal: giveUp.signal, onCreating });
      await expect(vendor.adapter.create(order, call)).rejects.toBe(reason);
    });
  });
});
