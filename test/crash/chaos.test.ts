/** The short form of `npm run chaos`: the same parts, with a seed of its own. */
import { setMaxListeners } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planOf } from '../../chaos/plan.ts';
import { differencesAsText, reportAsText } from '../../chaos/report.ts';
import { type Chaos, startChaos } from '../../chaos/run.ts';
import { build } from '../support/processes.ts';

jest.setTimeout(300_000);

const PLAN = planOf({ seed: 2026, orders: 20, faults: 8, lengthMs: 10_000 });

const running: (() => Promise<unknown>)[] = [];
const over = new AbortController();
setMaxListeners(0, over.signal);
let chaos: Chaos;

beforeAll(async () => {
  build();
  const folder = mkdtempSync(join(tmpdir(), 'order-saga-chaos-'));
  running.push(async () => rmSync(folder, { recursive: true, force: true }));
  chaos = await startChaos(folder, running, over.signal);
}, 300_000);
afterAll(async () => {
  over.abort();
  const ends = [];
  for (let stop = running.pop(); stop; stop = running.pop()) ends.push(...(await Promise.allSettled([stop()])));
  expect(ends.filter(({ status }) => status === 'rejected')).toEqual([]);
}, 60_000);

test('processes killed, frozen and restarted while orders of all kinds are on their way, one by one and all at once: all parts agree on every order', async () => {
  const killed = { number: 0, at: 5_000, what: 'killAll', forMs: 500 } as const;
  const report = await chaos.round({ ...PLAN, faults: [...PLAN.faults, killed] });
  expect(report.world.record.length).toBeGreaterThanOrEqual(PLAN.orders.length);
  if (report.differences.length > 0) throw new Error(`${reportAsText(report)}\n${differencesAsText(report)}`);
});
