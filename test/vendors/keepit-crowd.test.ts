/** A vendor that has long been in use: what it already holds must not make anything dearer. */
import type { VendorBench } from './contract.ts';
import { callOf, describeVendorContract, orderOf } from './contract.ts';
import { KeepitBench, SOURCE } from './keepit-bench.ts';

/** `ACCOUNTS=50000 npx jest test/vendors/keepit-crowd` tries more of them. */
const ACCOUNTS = Number(process.env.ACCOUNTS ?? 5_000);

const never = new AbortController().signal;

async function crowded(count = ACCOUNTS): Promise<KeepitBench> {
  const vendor = await KeepitBench.start();
  if (count > 0) expect((await vendor.control('POST', 'strangers', { count })).status).toBe(201);
  return vendor;
}

describeVendorContract(`Keepit with ${ACCOUNTS} accounts`, async (): Promise<VendorBench> => {
  const { adapter, source, close, held } = await crowded();
  return { adapter, source, close, held };
});

describe('what is asked of the vendor', () => {
  let vendor: KeepitBench;
  beforeEach(async () => {
    vendor = await crowded();
  });
  afterEach(() => vendor.close());

  const linesOf = (order: string, count: number) =>
    Array.from({ length: count }, (_, index) => {
      const line = { ...orderOf(SOURCE, `${order}-${index + 1}`, `${order}@customer.example`), ordinal: index + 1 };
      vendor.accounts.customers.set(line.key, order);
      return line;
    });
  const create = (lines: ReturnType<typeof linesOf>) =>
    Promise.all(lines.map((line) => vendor.adapter.create(line, callOf())));

  test('a creation is as few calls and bytes as at a vendor without any account', async () => {
    const empty = await crowded(0);
    const costs = [];
    for (const one of [empty, vendor]) {
      await one.set({ createAnswers: 'location' });
      costs.push(await costOf(one, () => one.adapter.create(orderOf(SOURCE, 'line-1'), callOf())));
    }
    await empty.close();
    expect(costs[1]).toEqual(costs[0]);
    expect(costs[1]).toMatchObject({ calls: ['HEAD', 'POST', 'GET'] });
  });

  test('a line after the first costs what the first does', async () => {
    await vendor.set({ createAnswers: 'location' });
    const [one, other] = linesOf('o1', 2);
    if (!one || !other) throw new Error('there are two');
    for (const line of [one, other]) {
      const { calls } = await costOf(vendor, () => vendor.adapter.create(line, callOf()));
      expect(calls).toEqual(['HEAD', 'POST', 'GET']);
    }
  });

  test('an account that the answer to its creation does not name costs one list and one reading', async () => {
    const { calls } = await costOf(vendor, () => create(linesOf('o1', 1)));
    expect(calls).toEqual(['HEAD', 'POST', 'GET', 'GET']);
    expect(await vendor.lists()).toBe(1);
  });

  test('fifty lines with one administrator, whom each of their accounts is listed with, read these together', async () => {
    const lines = linesOf('o1', 50);
    const made = await create(lines);
    expect(new Set(made.map(({ subscriptionId }) => subscriptionId)).size).toBe(lines.length);
    const [lists, gets] = [await vendor.lists(), await vendor.calls('GET')];
    expect(gets - lists).toBeLessThanOrEqual(lists * lines.length);
    expect(lists).toBeLessThanOrEqual(10);
  });

  test('finding a line’s account by its id is one call', async () => {
    const [line] = linesOf('o1', 1);
    if (!line) throw new Error('there is one');
    await vendor.adapter.create(line, callOf());
    expect((await costOf(vendor, () => vendor.adapter.find(line, never))).calls).toEqual(['GET']);
  });
});

/** The calls that something makes, and how many bytes their answers have. */
async function costOf(vendor: KeepitBench, act: () => Promise<unknown>): Promise<{ calls: string[]; bytes: number }> {
  const before = (await vendor.log()).length;
  performance.clearResourceTimings();
  await act();
  const answers = performance.getEntriesByType('resource') as unknown as { name: string; decodedBodySize: number }[];
  const ofThisVendor = answers.filter(({ name }) => name.startsWith(vendor.url));
  const bytes = ofThisVendor.reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0);
  return { calls: (await vendor.log()).slice(before).map(({ method }) => method), bytes };
}
