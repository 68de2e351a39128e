/** The product's figures beside their targets; see docs/performance.md. */

import type { ProductFigures } from './figures.ts';
import type { Cpu, DatabaseKind } from './parts.ts';

type Figures = Partial<Record<DatabaseKind, ProductFigures>>;

interface Row {
  name: string;
  of(figures: ProductFigures, kind: DatabaseKind): number | undefined;
  digits: number;
  target?: string | Record<DatabaseKind, string>;
}

const cpu = (name: string, part: keyof Cpu): Row => ({
  name: `CPU, ms an order: ${name}`,
  of: ({ manyResellers }, kind) => (part === 'database' && kind === 'embedded' ? undefined : manyResellers.cpu[part]),
  digits: 1,
});

const ROWS: readonly Row[] = [
  {
    name: 'orders/s, one reseller',
    of: ({ oneReseller }) => oneReseller.ordersPerSecond,
    digits: 1,
    target: { embedded: '≥ 20', server: '≥ 28' },
  },
  { name: 'orders/s, twenty resellers', of: ({ manyResellers }) => manyResellers.ordersPerSecond, digits: 1 },
  { name: 'twenty ÷ one', of: ({ manyByOne }) => manyByOne, digits: 2, target: '0.83 to 1.20' },
  { name: 'orders/s, by mail', of: ({ byMail }) => byMail.ordersPerSecond, digits: 1 },
  {
    name: 'answers that got 503 and were sent again',
    of: ({ answersSentAgain }) => answersSentAgain,
    digits: 0,
    target: '0',
  },
  { name: 'Buy at 10 orders/s: p50, ms', of: ({ buys }) => buys.p50, digits: 1, target: '≤ 25' },
  { name: 'Buy at 10 orders/s: p95, ms', of: ({ buys }) => buys.p95, digits: 1, target: '≤ 80' },
  cpu('API and worker', 'product'),
  cpu('Temporal', 'temporal'),
  cpu('database', 'database'),
  cpu('vendor sandbox (not ours)', 'vendor'),
  cpu('inbox (not ours)', 'inbox'),
  {
    name: 'SQL statements an order, details at hand',
    of: ({ manyResellers }) => manyResellers.statements,
    digits: 1,
    target: '≤ 22',
  },
  { name: 'SQL statements an order, by mail', of: ({ byMail }) => byMail.statements, digits: 1, target: '≤ 30' },
  { name: 'SQL statements a second, idle', of: ({ idle }) => idle.statementsPerSecond, digits: 1 },
  { name: 'CPU, ms a second, idle: API and worker', of: ({ idle }) => idle.cpuPerSecond, digits: 1 },
  { name: 'vendor calls an order', of: ({ oneReseller }) => oneReseller.vendorCalls, digits: 2, target: '≤ 4' },
  {
    name: '… with 20,000 subscriptions there',
    of: ({ filledVendor }) => filledVendor.vendorCalls,
    digits: 2,
    target: '≤ 4',
  },
  { name: 'orders/s, … with them', of: ({ filledVendor }) => filledVendor.ordersPerSecond, digits: 1 },
];

const NAMES: Record<DatabaseKind, string> = { embedded: 'embedded', server: 'PostgreSQL' };

export function rowsOf(figures: Figures, rounds: number): string[][] {
  const measured = Object.entries(figures) as [DatabaseKind, ProductFigures][];
  return [
    [`product, middle of ${rounds} rounds`, ...measured.flatMap(([kind]) => [NAMES[kind], 'target'])],
    ...ROWS.map(({ name, of, digits, target = '' }) => [
      name,
      ...measured.flatMap(([kind, one]) => [
        of(one, kind)?.toFixed(digits) ?? '–',
        typeof target === 'string' ? target : target[kind],
      ]),
    ]),
  ];
}
