import { growthOf } from '../../chaos/memory.ts';
import { KINDS, PARTS, planOf } from '../../chaos/plan.ts';
import { FAULTS as MAIL_FAULTS } from '../../dev/inbox/faults.ts';
import { faultSchema, OPERATIONS } from '../../dev/vendor-sandbox/faults.ts';

const options = { seed: 7, orders: 100, faults: 500, lengthMs: 60_000 };

test('the same seed draws the same plan, another seed another one', () => {
  expect(planOf(options)).toEqual(planOf(options));
  expect(planOf({ ...options, seed: 8 })).not.toEqual(planOf(options));
});

test('a long plan has orders of every kind, and every fault of every part, each of them one that the part takes', () => {
  const { faults, orders } = planOf(options);
  expect(new Set(orders.map(({ kind }) => kind))).toEqual(new Set(Object.keys(KINDS)));
  const struck = new Set(faults.flatMap((fault) => ('part' in fault ? [`${fault.what} ${fault.part}`] : [])));
  expect([...struck].sort()).toEqual(
    ['freeze', 'kill', 'restart'].flatMap((what) => PARTS.map((part) => `${what} ${part}`)).sort(),
  );
  const vendor = faults.flatMap((fault) => (fault.what === 'vendor' ? [faultSchema.parse(fault.fault)] : []));
  const kinds = faultSchema.options.map(({ shape }) => shape.fault.value);
  expect(new Set(vendor.map((one) => `${one.operation} ${one.fault}`))).toEqual(
    new Set(OPERATIONS.flatMap((operation) => kinds.map((kind) => `${operation} ${kind}`))),
  );
  const mail = faults.flatMap((fault) => (fault.what === 'mail' ? [fault.fault.fault] : []));
  expect(new Set(mail)).toEqual(new Set(Object.keys(MAIL_FAULTS)));
  expect(faults.some(({ what }) => what === 'killAll')).toBe(true);
});

test('what a soak watches is frozen, and never killed or restarted', () => {
  const { faults } = planOf({ ...options, spared: ['worker-1'] });
  const ofIt = faults.flatMap((fault) => ('part' in fault && fault.part === 'worker-1' ? [fault.what] : []));
  expect(new Set(ofIt)).toEqual(new Set(['freeze']));
  expect(faults.some(({ what }) => what === 'killAll')).toBe(false);
});

test('memory that grows beyond the bound after the warm-up is too much; that it once grew is not', () => {
  const looks = (mb: number[]) => mb.map((one, at) => ({ part: 'api-1', pid: 1, at: at * 60_000, mb: one }));
  expect(growthOf(looks([10, 80, 150, 150, 151, 150]))).toMatchObject([{ tooMuch: false, grownMb: 0 }]);
  expect(growthOf(looks([10, 10, 10, 10, 50, 90]))).toMatchObject([{ tooMuch: true, grownMb: 80 }]);
});
