/** Accounts that an operator names, and those that show up late. */
import { DEMO_ACCOUNT } from '../../dev/vendor-sandbox/app.ts';
import { callOf, orderOf } from './contract.ts';
import { KeepitBench, SOURCE } from './keepit-bench.ts';

let vendor: KeepitBench;
beforeEach(async () => {
  vendor = await KeepitBench.start();
});
afterEach(() => vendor.close());

const never = new AbortController().signal;
const line = orderOf(SOURCE, 'line-1');
const other = orderOf(SOURCE, 'line-2', 'other@customer.example');

/** An account that was made past us; under a line's key, with its administrator's address, as we make them. */
async function madeByHand(login: string, key?: string): Promise<string> {
  const before = new Set((await vendor.subscriptions()).map(({ id }) => id));
  const ours = `<email>${line.administratorEmail}</email><external_id>${key}</external_id>`;
  const child = `<user_create><login>${login}</login>${key === undefined ? '' : ours}</user_create>`;
  await vendor.vendor('POST', `/users/${DEMO_ACCOUNT.parentAccount}/users`, child);
  const made = (await vendor.subscriptions()).find(({ id }) => !before.has(id));
  if (made === undefined) throw new Error('the vendor made no account');
  return made.id;
}

const enabled = async () =>
  (await vendor.subscriptions()).filter(({ deletion }) => deletion === undefined).map(({ id }) => id);

describe('an account that is adopted', () => {
  test('gets our key and the product that was ordered, and is from then on the line’s: found, and removed by the undo', async () => {
    const id = await madeByHand(line.administratorEmail);
    expect(await vendor.adapter.adopt(line, id, never)).toMatchObject({ subscriptionId: id });
    expect(await vendor.subscriptions()).toMatchObject([{ id, externalId: 'line-1', product: SOURCE.vendorProductId }]);
    expect(await vendor.adapter.find(line, never)).toMatchObject({ subscriptionId: id });
    expect(await vendor.adapter.adopt(line, id, never)).toMatchObject({ subscriptionId: id });
    await vendor.adapter.remove(line, never);
    expect(await enabled()).toEqual([]);
  });

  test('is never another line’s, nor one that is not there or is being deleted, and nothing is changed by the try', async () => {
    const theirs = await vendor.adapter.create(other, callOf());
    const leaving = await madeByHand('leaving@customer.example', line.key);
    await vendor.vendor('DELETE', `/users/${leaving}`);
    const before = await vendor.subscriptions();
    for (const id of [theirs.subscriptionId, leaving, 'no-such-account', '../users']) {
      await expect(vendor.adapter.adopt(line, id, never)).rejects.toMatchObject({ name: 'VendorRefused' });
    }
    expect(await vendor.subscriptions()).toEqual(before);
    expect(await vendor.accounts.accountOf(line.key)).toBeUndefined();
  });
});

describe('an account that an operator has removed by name', () => {
  test('is gone, also if that is said twice, and no other is', async () => {
    const [one, kept] = [await madeByHand('one@customer.example'), await madeByHand('kept@customer.example')];
    await vendor.adapter.removeNamed(line, one, never);
    await vendor.adapter.removeNamed(line, one, never);
    await vendor.adapter.removeNamed(line, 'no-such-account', never);
    expect(await enabled()).toEqual([kept]);
  });

  test('is never another line’s', async () => {
    const { subscriptionId } = await vendor.adapter.create(other, callOf());
    await expect(vendor.adapter.removeNamed(line, subscriptionId, never)).rejects.toMatchObject({
      name: 'VendorRefused',
    });
    expect(await enabled()).toEqual([subscriptionId]);
  });

  test('beside the line’s own leaves that one the line’s', async () => {
    const { subscriptionId } = await vendor.adapter.create(line, callOf());
    await vendor.adapter.removeNamed(line, await madeByHand('second@customer.example', line.key), never);
    expect(await enabled()).toEqual([subscriptionId]);
    expect(await vendor.accounts.accountOf(line.key)).toMatchObject({ subscriptionId, removed: false });
  });
});

describe('what shows up late under the key of a line', () => {
  test('that was given up is removed, all of it, and named', async () => {
    vendor.accounts.sent(line.key, line.administratorEmail);
    await vendor.adapter.remove(line, never);
    const late = [
      await madeByHand(line.administratorEmail, line.key),
      await madeByHand('late@customer.example', line.key),
    ];
    const { removed, kept } = await vendor.adapter.removeStrays(line, never);
    expect([removed.sort(), kept]).toEqual([late.sort(), []]);
    expect(await enabled()).toEqual([]);
    expect(await vendor.adapter.removeStrays(line, never)).toEqual({ removed: [], kept: [] });
  });

  test('that has an account is named and left alone, and so is the account', async () => {
    const { subscriptionId } = await vendor.adapter.create(line, callOf());
    const second = await madeByHand('second@customer.example', line.key);
    expect(await vendor.adapter.removeStrays(line, never)).toEqual({ removed: [], kept: [second] });
    expect((await enabled()).sort()).toEqual([subscriptionId, second].sort());
  });

  test('for which a creation is under way is left alone', async () => {
    vendor.accounts.sent(line.key, line.administratorEmail);
    const late = await madeByHand(line.administratorEmail, line.key);
    expect(await vendor.adapter.removeStrays(line, never)).toEqual({ removed: [], kept: [] });
    expect(await enabled()).toEqual([late]);
  });

  test('never counts what is another line’s', async () => {
    const { subscriptionId } = await vendor.adapter.create(other, callOf());
    vendor.accounts.sent(line.key, line.administratorEmail);
    await vendor.adapter.remove(line, never);
    expect(await vendor.adapter.removeStrays(line, never)).toEqual({ removed: [], kept: [] });
    expect(await enabled()).toEqual([subscriptionId]);
  });
});
