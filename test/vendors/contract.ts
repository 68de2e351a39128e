/** What every vendor adapter promises, whoever the vendor is. */

import type { CallContext, CreateSubscription, VendorAdapter } from '../../activities/vendors/port.ts';
import type { AdministratorDetails, VendorProduct } from '../../workflows/contract/order.ts';

export interface VendorBench {
  adapter: VendorAdapter;
  source: VendorProduct;
  /** What the vendor holds, looked at past the adapter. */
  held: () => Promise<{ key: string; subscriptionId: string }[]>;
  close: () => Promise<void>;
}

export const ADMINISTRATOR: AdministratorDetails = {
  firstName: 'Zoë',
  lastName: 'O’Brien <zoe@example.com> & Sons',
  email: 'zoe@customer.example',
  phone: '+4930123456',
  companyName: 'Müller & Söhne "Bau" GmbH',
  country: 'DE',
  language: 'de-AT',
};

export function orderOf(source: VendorProduct, key: string, email: string = ADMINISTRATOR.email): CreateSubscription {
  return {
    key,
    ordinal: 1,
    source,
    administratorEmail: email,
    administrator: { ...ADMINISTRATOR, email },
    quantity: 25,
  };
}

/** A call that nobody aborts and that may take a minute, first of its line, which counts the creating requests it lets through. */
export function callOf(given: Partial<CallContext> = {}): CallContext & { creations: number } {
  const call = {
    signal: new AbortController().signal,
    deadline: Date.now() + 60_000,
    doubt: false,
    creations: 0,
    onCreating: async () => {
      call.creations++;
    },
    ...given,
  };
  return call;
}

export function describeVendorContract(name: string, setup: () => Promise<VendorBench>): void {
  describe(`${name} keeps the vendor contract:`, () => {
    let bench: VendorBench;
    beforeEach(async () => {
      bench = await setup();
    });
    afterEach(() => bench.close());
    const never = new AbortController().signal;

    test('the lines of one order, for one administrator, become one subscription each, and are removed each by itself', async () => {
      const first = orderOf(bench.source, 'order-1');
      const second = { ...orderOf(bench.source, 'order-2'), ordinal: 2 };
      const [one, two] = [await bench.adapter.create(first, callOf()), await bench.adapter.create(second, callOf())];
      expect(one.subscriptionId).not.toBe(two.subscriptionId);
      expect((await bench.adapter.create(second, callOf())).subscriptionId).toBe(two.subscriptionId);
      await bench.adapter.remove(second, never);
      expect((await bench.held()).map(({ key }) => key)).toEqual(['order-1']);
    });

    test('a created subscription is active and is found by our key', async () => {
      const order = orderOf(bench.source, 'line-1');
      const made = await bench.adapter.create(order, callOf());
      expect(made.active).toBe(true);
      expect(await bench.adapter.find(order, never)).toEqual(made);
      expect(await bench.held()).toEqual([{ key: 'line-1', subscriptionId: made.subscriptionId }]);
    });

    test('creating again under the same key adopts, asks for no second creation and makes no second subscription', async () => {
      const order = orderOf(bench.source, 'line-1');
      const first = callOf();
      const made = await bench.adapter.create(order, first);
      for (const doubt of [false, true]) {
        const again = callOf({ doubt });
        expect(await bench.adapter.create(order, again)).toEqual(made);
        expect(again.creations).toBe(0);
      }
      expect(first.creations).toBe(1);
      expect(await bench.held()).toHaveLength(1);
    });

    test('two lines at once for one key end with one subscription, and both callers hold it', async () => {
      const order = orderOf(bench.source, 'line-1');
      const [one, other] = await Promise.all([
        bench.adapter.create(order, callOf()),
        bench.adapter.create(order, callOf()),
      ]);
      expect(one.subscriptionId).toBe(other.subscriptionId);
      expect(await bench.held()).toHaveLength(1);
    });

    test('lines with different administrators get a subscription each', async () => {
      await bench.adapter.create(orderOf(bench.source, 'line-1', 'one@customer.example'), callOf());
      await bench.adapter.create(orderOf(bench.source, 'line-2', 'two@customer.example'), callOf());
      expect((await bench.held()).map(({ key }) => key).sort()).toEqual(['line-1', 'line-2']);
    });

    test('an address in use by somebody else is refused for the field email, and nothing is made', async () => {
      await bench.adapter.create(orderOf(bench.source, 'line-1'), callOf());
      const call = callOf();
      await expect(bench.adapter.create(orderOf(bench.source, 'line-2'), call)).rejects.toMatchObject({
        name: 'VendorRefused',
        field: 'email',
        code: 'addressInUse',
      });
      expect(call.creations).toBe(0);
      expect(await bench.held()).toHaveLength(1);
    });

    test('a key that was never ordered is not found, and removing it succeeds', async () => {
      const order = orderOf(bench.source, 'never');
      expect(await bench.adapter.find(order, never)).toBeUndefined();
      await bench.adapter.remove(order, never);
    });

    test('removing takes away our subscription and no other, and can be repeated', async () => {
      const order = orderOf(bench.source, 'line-1', 'one@customer.example');
      await bench.adapter.create(order, callOf());
      await bench.adapter.create(orderOf(bench.source, 'line-2', 'two@customer.example'), callOf());
      await bench.adapter.remove(order, never);
      await bench.adapter.remove(order, never);
      expect(await bench.adapter.find(order, never)).toBeUndefined();
      expect((await bench.held()).map(({ key }) => key)).toEqual(['line-2']);
    });

    test('removing under our key leaves an account of somebody else with the same address alone', async () => {
      await bench.adapter.create(orderOf(bench.source, 'line-1'), callOf());
      await bench.adapter.remove(orderOf(bench.source, 'line-2'), never);
      expect(await bench.held()).toHaveLength(1);
    });

    test('what was removed can be ordered again', async () => {
      const order = orderOf(bench.source, 'line-1');
      await bench.adapter.create(order, callOf());
      await bench.adapter.remove(order, never);
      expect(await bench.adapter.create(order, callOf())).toMatchObject({ active: true });
    });

    test('a caller who gives up gets back its own reason, and nothing is made', async () => {
      const reason = new Error('the order was cancelled');
      const signal = AbortSignal.abort(reason);
      const order = orderOf(bench.source, 'line-1');
      await expect(bench.adapter.create(order, callOf({ signal }))).rejects.toBe(reason);
      await expect(bench.adapter.find(order, signal)).rejects.toBe(reason);
      await expect(bench.adapter.remove(order, signal)).rejects.toBe(reason);
      expect(await bench.held()).toEqual([]);
    });

    test('a region that is not configured is for an operator', async () => {
      const order = orderOf({ ...bench.source, region: 'atlantis' }, 'line-1');
      const misconfigured = { name: 'VendorMisconfigured' };
      await expect(bench.adapter.create(order, callOf())).rejects.toMatchObject(misconfigured);
      await expect(bench.adapter.find(order, never)).rejects.toMatchObject(misconfigured);
      await expect(bench.adapter.remove(order, never)).rejects.toMatchObject(misconfigured);
    });

    test('text that the vendor cannot carry is refused for its field', async () => {
      const order = orderOf(bench.source, 'line-1');
      order.administrator.firstName = 'half a character: \ud83d';
      await expect(bench.adapter.create(order, callOf())).rejects.toMatchObject({
        name: 'VendorRefused',
        field: 'firstName',
        code: 'invalid',
      });
      expect(await bench.held()).toEqual([]);
    });
  });
}
