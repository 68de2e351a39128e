/** Corrected details, and accounts that are adopted while others look for strays. */
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
const enabled = async () =>
  (await vendor.subscriptions()).filter(({ deletion }) => deletion === undefined).map(({ id }) => id);

/** An account that was made past us. */
async function madeByHand(login: string): Promise<string> {
  await vendor.vendor(
    'POST',
    `/users/${DEMO_ACCOUNT.parentAccount}/users`,
    `<user_create><login>${login}</login></user_create>`,
  );
  const made = (await vendor.subscriptions()).find((account) => account.login === login);
  if (made === undefined) throw new Error('the vendor made no account');
  return made.id;
}

test.each(['email', 'phone'])(
  'details that are corrected after the vendor has refused the %s: the login is the corrected address',
  async (field) => {
    await vendor.arm({ operation: 'create', fault: 'refuseField', field });
    const call = callOf();
    await expect(vendor.adapter.create(line, call)).rejects.toMatchObject({ name: 'VendorRefused', field });
    expect(call.creations).toBe(1);
    // The mark on the line stays, so the next round is in doubt.
    const corrected = orderOf(SOURCE, 'line-1', 'corrected@customer.example');
    await vendor.adapter.create(corrected, callOf({ doubt: true }));
    expect(await vendor.subscriptions()).toMatchObject([{ login: 'corrected@customer.example' }]);
  },
);

test('an account that is being adopted is no stray, whenever somebody looks for strays of its line', async () => {
  vendor.accounts.sent(line.key, line.administratorEmail);
  await vendor.adapter.remove(line, never);
  const id = await madeByHand(line.administratorEmail);
  const learnt = vendor.accounts.accountLearnt.bind(vendor.accounts);
  vendor.accounts.accountLearnt = async (key, account) => {
    await vendor.adapter.removeStrays(line, never);
    await learnt(key, account);
  };
  await vendor.adapter.adopt(line, id, never);
  expect(await enabled()).toEqual([id]);
});

test('an account whose adoption was cut off after it was marked is found by the undo', async () => {
  const id = await madeByHand('by-hand@customer.example');
  await vendor.arm({ operation: 'update', fault: 'status', status: 503, performed: true });
  await expect(vendor.adapter.adopt(line, id, never)).rejects.toMatchObject({ name: 'VendorUnavailable' });
  expect(await vendor.subscriptions()).toMatchObject([{ externalId: line.key }]);
  await vendor.adapter.remove(line, never);
  expect(await enabled()).toEqual([]);
});
