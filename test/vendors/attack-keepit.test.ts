/** A refusal whose outcome is known leaves no doubt. */
import { callOf, orderOf } from './contract.ts';
import { KeepitBench, SOURCE } from './keepit-bench.ts';

let vendor: KeepitBench;
beforeEach(async () => {
  vendor = await KeepitBench.start();
});
afterEach(() => vendor.close());

const line = orderOf(SOURCE, 'line-1');
test('attack: corrected details whose address somebody outside has are refused as well, and are no doubt', async () => {
  await vendor.control('POST', 'outsiders', { login: 'outside@customer.example' });
  let marked = false;
  const onCreating = async () => {
    marked = true;
  };
  await vendor.arm({ operation: 'create', fault: 'refuseField', field: 'phone' });
  await expect(vendor.adapter.create(line, callOf({ onCreating }))).rejects.toMatchObject({ name: 'VendorRefused' });
  // As `createSubscription` has it: the line is marked, and nothing takes the mark off.
  const taken = orderOf(SOURCE, 'line-1', 'outside@customer.example');
  await expect(vendor.adapter.create(taken, callOf({ doubt: marked }))).rejects.toMatchObject({
    name: 'VendorRefused',
    field: 'email',
  });
});
