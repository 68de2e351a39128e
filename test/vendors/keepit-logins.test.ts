/** Under which login an account is asked for, and what is known of accounts by our record. */
import fc from 'fast-check';
import { ownLoginOf } from '../../activities/vendors/keepit/creation.ts';
import type { CreateSubscription } from '../../activities/vendors/port.ts';
import { EMAIL } from '../../workflows/contract/details.ts';
import { ADMINISTRATOR, callOf, orderOf } from './contract.ts';
import { KeepitBench, SOURCE } from './keepit-bench.ts';

let vendor: KeepitBench;
beforeEach(async () => {
  vendor = await KeepitBench.start();
});
afterEach(() => vendor.close());

const never = new AbortController().signal;
const order = orderOf(SOURCE, 'line-1');
const later = orderOf(SOURCE, 'line-2');
const ofOneCustomer = () => {
  for (const { key } of [order, later]) vendor.accounts.customers.set(key, 'customer');
};
const logins = async () => (await vendor.subscriptions()).map(({ login }) => login).sort();
const refused = { name: 'VendorRefused', field: 'email', code: 'addressInUse' };
const ownLogin = ownLoginOf(later);

describe('for the same administrator,', () => {
  test('a second order of the same customer gets a login of its own, and mails go to the address all the same', async () => {
    ofOneCustomer();
    await vendor.adapter.create(order, callOf());
    await vendor.adapter.create({ ...later, administratorEmail: ADMINISTRATOR.email.toUpperCase() }, callOf());
    const [first, second] = await vendor.subscriptions();
    expect(first).toMatchObject({ externalId: 'line-1', login: ADMINISTRATOR.email });
    expect(second?.login.toLowerCase()).toBe(ownLogin);
    expect(second?.email).toBe(ADMINISTRATOR.email.toUpperCase());
    await vendor.adapter.remove(later, never);
    expect(await logins()).toEqual([ADMINISTRATOR.email]);
  });

  test('two orders of one customer at the same instant both get a subscription', async () => {
    ofOneCustomer();
    await vendor.arm({ operation: 'create', fault: 'hold', times: 2 });
    const both = [order, later].map((one) => vendor.adapter.create(one, callOf()));
    await vendor.untilHeld(2);
    await vendor.letGo();
    const [one, other] = await Promise.all(both);
    expect(one?.subscriptionId).not.toBe(other?.subscriptionId);
    expect((await logins()).filter((login) => login === ADMINISTRATOR.email)).toHaveLength(1);
    expect(await vendor.held()).toHaveLength(2);
  });

  test('an order after one whose account is still being deleted gets a login of its own', async () => {
    ofOneCustomer();
    await vendor.set({ products: [{ id: SOURCE.vendorProductId, name: 'Business', deleteRetentionDays: 30 }] });
    await vendor.adapter.create(order, callOf());
    await vendor.adapter.remove(order, never);
    await vendor.adapter.create(later, callOf());
    expect(await logins()).toEqual([ownLogin, ADMINISTRATOR.email].sort());
  });

  test('an address of somebody else is refused to every order of a customer, also after one that was asked for it', async () => {
    ofOneCustomer();
    await vendor.control('POST', 'outsiders', { login: ADMINISTRATOR.email });
    await vendor.arm({ operation: 'login', fault: 'status', status: 202 });
    await expect(vendor.adapter.create(order, callOf())).rejects.toMatchObject(refused);
    await expect(vendor.adapter.create(later, callOf())).rejects.toMatchObject(refused);
    expect(await vendor.held()).toEqual([]);
  });

  test('in doubt, only an account that surely exists explains a taken login: ours may be the one', async () => {
    ofOneCustomer();
    await vendor.set({ listLagMs: 60_000 });
    await vendor.arm({ operation: 'create', fault: 'dropReply' });
    await expect(vendor.adapter.create(order, callOf())).rejects.toMatchObject({ name: 'VendorUnavailable' });
    vendor.accounts.sent(later.key, ADMINISTRATOR.email);
    const call = callOf({ doubt: true });
    await expect(vendor.adapter.create(order, call)).rejects.toMatchObject({ name: 'VendorUncertain' });
    expect(call.creations).toBe(0);
    expect(await vendor.held()).toHaveLength(1);
  });
});

describe('a sibling line is never another customer:', () => {
  const sibling: CreateSubscription = { ...later, ordinal: 2 };
  const taken = async () => {
    await vendor.adapter.create(sibling, callOf());
    await vendor.control('POST', 'outsiders', { login: ADMINISTRATOR.email });
  };

  test('where nothing was sent for a line, its address is refused, and there is nothing to undo', async () => {
    ofOneCustomer();
    await taken();
    const refusal = await vendor.adapter.create(order, callOf()).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ ...refused, cause: { message: 'somebody outside our orders has it' } });
    const lists = await vendor.lists();
    await vendor.adapter.remove(order, never);
    expect(await vendor.lists()).toBe(lists);
  });

  test('where something may have been sent for a line, it is uncertain, and not refused with false words', async () => {
    ofOneCustomer();
    await taken();
    vendor.accounts.sent(order.key, ADMINISTRATOR.email);
    const call = callOf({ doubt: true });
    await expect(vendor.adapter.create(order, call)).rejects.toMatchObject({ name: 'VendorUncertain' });
    expect(call.creations).toBe(0);
  });
});

describe('by our record,', () => {
  test('a fresh order asks whether the login is free and creates: nothing is listed, then or later', async () => {
    await vendor.set({ createAnswers: 'location' });
    await vendor.adapter.create(order, callOf());
    expect([await vendor.calls('HEAD'), await vendor.calls('POST'), await vendor.calls('GET')]).toEqual([1, 1, 1]);
    await vendor.adapter.create(order, callOf({ doubt: true }));
    await vendor.adapter.find(order, never);
    await vendor.adapter.remove(order, never);
    await vendor.adapter.remove(order, never);
    expect(await vendor.lists()).toBe(0);
    expect(await vendor.held()).toEqual([]);
  });

  test('an id that the vendor does not know any more is looked for in the list', async () => {
    const made = await vendor.adapter.create(order, callOf());
    const known = { subscriptionId: 'nobody-nobody-nobody', login: ADMINISTRATOR.email };
    await vendor.accounts.accountLearnt(order.key, known);
    expect(await vendor.adapter.find(order, never)).toEqual(made);
    expect(await vendor.adapter.create(order, callOf({ doubt: true }))).toEqual(made);
    await vendor.accounts.accountLearnt(order.key, known);
    await vendor.adapter.remove(order, never);
    expect(await vendor.held()).toEqual([]);
  });
});

test.each([401, 403, 409])('a %i to a removal is told as what it is, at once', async (status) => {
  await vendor.adapter.create(order, callOf());
  await vendor.arm({ operation: 'delete', fault: 'status', status });
  const [{ subscriptionId } = { subscriptionId: '' }] = await vendor.held();
  await expect(vendor.adapter.remove(order, never)).rejects.toMatchObject({
    name: 'VendorMisconfigured',
    message: expect.stringContaining(`the vendor answered ${status} to "delete the account ${subscriptionId}"`),
  });
  await vendor.adapter.remove(order, never);
  expect(await vendor.held()).toEqual([]);
});

describe('the login that only one line can have', () => {
  const name = fc.oneof(
    fc.stringMatching(/^[a-z0-9][a-z0-9._+-]{0,30}[a-z0-9]$/),
    // So long that there is no room for a subaddress.
    fc.stringMatching(/^[a-z0-9][a-z0-9._+-]{46,62}[a-z0-9]$/),
  );
  const domain = fc.array(fc.stringMatching(/^[a-z0-9]{1,40}$/), { minLength: 1, maxLength: 5 });
  const address = fc
    .tuple(name, domain)
    .map(([mailbox, labels]) => `${mailbox}@${labels.join('.')}.example`)
    .filter((text) => EMAIL.test(text) && text.length <= 254);
  const key = fc
    .tuple(fc.stringMatching(/^[0-9A-HJKMNP-TV-Z]{10}$/), fc.integer({ min: 1, max: 50 }))
    .map((parts) => parts.join('-'));
  const loginFor = (administratorEmail: string, line: string) =>
    ownLoginOf({ ...order, key: line, administratorEmail });

  test('is an address that any mail server takes, the same each time, and no other mailbox', () => {
    fc.assert(
      fc.property(address, key, (email, line) => {
        const login = loginFor(email, line);
        expect(login).toMatch(EMAIL);
        expect(login.length).toBeLessThanOrEqual(254);
        expect(loginFor(email, line)).toBe(login);
        const [mailbox = ''] = email.split('@');
        // A subaddress of the same mailbox, or one that begins with the key.
        expect(login.startsWith(`${mailbox}+${line}@`) || login.startsWith(`${line}.`)).toBe(true);
      }),
    );
  });

  test('is what earlier releases made, wherever that fits', () => {
    expect(loginFor('zoe@customer.example', 'ABCDEFGHJK-2')).toBe('zoe+ABCDEFGHJK-2@customer.example');
    expect(loginFor(`${'z'.repeat(64)}@customer.example`, 'ABCDEFGHJK-2')).toBe(
      `ABCDEFGHJK-2.${'z'.repeat(51)}@customer.example`,
    );
  });
});
