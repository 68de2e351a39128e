import type { ProductFigures } from '../../bench/product/figures.ts';
import type { Load } from '../../bench/product/measure.ts';
import { runProgram } from '../support/product.ts';

const ORDERS = 4;
/** Whoever comes first on a machine builds. */
const WITHIN = 300_000;
const bench = (...args: string[]) => runProgram('dist/bench/main.js', args, {});

const positive = (load: Load) => [load.ordersPerSecond, load.cpu.product, load.cpu.temporal].every((one) => one > 0);

test(
  'the whole product is measured over HTTP: each figure is there, and is what such an order can cost',
  async () => {
    const args = ['product', '--database', 'embedded', '--rounds', '1', '--orders', `${ORDERS}`, '--json'];
    const { code, stdout, stderr } = await bench(...args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('20000 subscriptions at the vendor') });
    const { sections } = JSON.parse(stdout) as { sections: { product: { embedded: ProductFigures } } };
    const { idle, oneReseller, manyResellers, byMail, buys, filledVendor, manyByOne } = sections.product.embedded;
    const loads = [oneReseller, manyResellers, byMail, filledVendor];
    expect(loads.map(({ orders }) => orders)).toEqual([ORDERS, ORDERS, ORDERS, ORDERS]);
    expect(loads.filter((load) => !positive(load))).toEqual([]);
    expect(manyByOne).toBeGreaterThan(0);
    // Credit, order, lines, timeline and mails are written: with fewer statements the hook would not count. The embedded database is in the process.
    for (const { statements, cpu } of loads) {
      expect(statements).toBeGreaterThan(10);
      expect(cpu.database).toBe(0);
    }
    expect(oneReseller.statementsByText.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/insert into "orders"/),
    );
    // It is created, and not by many calls.
    for (const { callsByKind, vendorCalls } of loads) {
      expect(callsByKind['POST /users/_/users']).toBe(1);
      expect(vendorCalls).toBeLessThan(10);
    }
    expect(idle.statementsPerSecond).toBeGreaterThanOrEqual(0);
    expect(buys.p50).toBeGreaterThan(0);
    expect(buys.p50).toBeLessThanOrEqual(buys.p95);
    expect(buys.p95).toBeLessThanOrEqual(buys.slowest);
  },
  WITHIN,
);

test.each([
  [['nothing'], 'there is no section nothing, but saga, memory, pages, product, cluster'],
  [['--rounds', '0'], '--rounds: a whole number from 1, not 0'],
  [['--database', 'other'], '--database: embedded or server, not other'],
])('what nobody can measure is refused before anything starts: %j', async (args, says) => {
  const { code, stdout, stderr } = await bench(...args);
  expect({ code, stdout, stderr: stderr.trim().split('\n').at(-1) }).toEqual({ code: 1, stdout: '', stderr: says });
});
