/**
 * Orders under acts and misfortunes in any drawn order. All tests together take the same few cases each time; `RACES=1000 npx
 * jest test/saga/races` draws that many others. A case that fails says its seed and path, which `RACES_SEED` and `RACES_PATH`
 * draw again.
 */
import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { openDatabase } from '../../store/database/open.ts';
import type { Database } from '../../store/database/schema.ts';
import { storeOn } from '../../store/index.ts';
import type { Store } from '../../store/store.ts';
import { type LiveOrder, type Order, RULES } from '../../workflows/contract/order.ts';
import { isTerminal } from '../../workflows/contract/states.ts';
import { aMarket, placed } from '../store/market.ts';
import { newDataDir } from '../support/data-directories.ts';
import { ADMINISTRATOR, AT_HAND, type World } from '../support/doubles.ts';
import { type Behaviour, CALLS, Outside, type Plan } from '../support/outside.ts';
import { ACTS, Play } from '../support/play.ts';
import { ServerStuck, useSaga } from '../support/saga.ts';

const { RACES, RACES_SEED, RACES_PATH } = process.env;
/** What all tests together draw, within the time that they have for it. */
const FEW = { seed: 1, cases: 25, forMs: 25_000 };
jest.setTimeout(Number(RACES ?? 60) * 20_000);

const saga = useSaga({ keepsHistories: false, patienceMs: 12_000 });

let dataDir: string;
let db: Database;
let store: Store;
beforeAll(async () => {
  dataDir = await newDataDir('order-saga-races-');
  const database = await openDatabase({ dataDir });
  db = database.db;
  store = storeOn(database);
});
afterAll(async () => {
  await store.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Credit that does not suffice ends an order at once, so it is drawn less often. */
const behaviourOf = (call: keyof Plan) =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constant<Behaviour>('ok') },
    { weight: 8, arbitrary: fc.constantFrom<Behaviour[]>('held', 'slow', 'failsBefore', 'replyLost') },
    { weight: call === 'reserve' ? 1 : 4, arbitrary: fc.constantFrom<Behaviour[]>('refuses', 'refusesForGood') },
  );
const aPlan = fc.record(
  Object.fromEntries(CALLS.map((call) => [call, fc.array(behaviourOf(call), { maxLength: 3 })])),
) as unknown as fc.Arbitrary<Plan>;
const aCase = fc.record({
  mode: fc.constantFrom('email' as const, 'email' as const, 'provided' as const),
  lines: fc.constantFrom(1, 2),
  rules: fc.constantFrom(1, RULES),
  lineFailure: fc.constantFrom('undoAll' as const, 'keepOthers' as const),
  looksUntilActive: fc.constantFrom(0, 2),
  acts: fc.array(fc.constantFrom(...ACTS), { maxLength: 6 }),
  plan: aPlan,
});

/** What is true of every order that has ended, counted at what arrived. */
async function expectSound(world: World, play: Play, outside: Outside, live: LiveOrder): Promise<void> {
  const stored = await store.orders.getAny(live.orderId);
  if (!stored) throw new Error('the order is gone');
  const events = (stored.timeline ?? []).map(({ event }) => event);
  expect(outside.wrongs).toEqual([]);

  // The record says what the workflow says, of an end.
  expect(isTerminal(stored.state)).toBe(true);
  const lines = (order: Pick<LiveOrder, 'lines'>) =>
    order.lines.map(({ lineId, state, subscriptionId }) => ({
      lineId,
      state,
      ...(state === 'active' && { subscriptionId }),
    }));
  const said = ({ state, cause, waitingOn }: Omit<LiveOrder, 'revision'>) => ({ state, cause, waitingOn });
  expect({ ...said(stored), lines: lines(stored) }).toEqual({ ...said(live), lines: lines(live) });

  // One answer is accepted, and one more after each correction that was asked for; no other goes to the vendor.
  const corrections = events.filter(({ kind }) => kind === 'correctionAsked').length;
  expect(play.accepted.size).toBeLessThanOrEqual(1 + corrections);
  const { accounts } = world.vendor;
  for (const { administratorEmail } of accounts.values()) expect([...play.accepted]).toContain(administratorEmail);

  // One subscription a line, one charge a line, and of what was reserved nothing is left; but for leftovers with a name.
  const ended = events.find((event) => event.kind === 'orderEnded');
  const leftovers = ended?.kind === 'orderEnded' ? ended.leftovers : [];
  const good = stored.state === 'completed' || stored.state === 'partial';
  const active = good ? stored.lines.filter(({ state }) => state === 'active') : [];
  if (stored.state === 'completed') expect(active).toHaveLength(stored.lines.length);
  const left = leftovers.flatMap((one) => (one.kind === 'subscription' ? [one.lineId] : []));
  const had = active.map(({ lineId, subscriptionId }) => [lineId, subscriptionId]);
  const there = [...accounts.values()].map(({ key, subscriptionId }) => [key, subscriptionId]);
  expect(there.filter(([key]) => !left.includes(key as string)).sort()).toEqual(had.sort());

  const entries = await db.selectFrom('ledger').selectAll().where('order_id', '=', stored.orderId).execute();
  const sum = (of: 'reserved_minor' | 'charged_minor') => entries.reduce((total, entry) => total + entry[of], 0);
  const price = active.reduce((total, line) => total + line.price.minor * line.quantity, 0);
  const keys = entries.map((entry) => entry.entry_key.split(':')[0]);
  expect(keys.filter((key) => key === 'open')).toHaveLength(active.length);
  const reserved =
    leftovers.some(({ kind }) => kind === 'credit') && keys.includes('reserve') ? sum('reserved_minor') : 0;
  expect({ reserved: sum('reserved_minor'), charged: sum('charged_minor') }).toEqual({ reserved, charged: price });
}

test('whatever happens in whatever order, an order ends once: one subscription and one charge a line, or nothing', () => {
  const timeIsUp = RACES ? Number.POSITIVE_INFINITY : Date.now() + FEW.forMs;
  let judged = 0;
  const races = fc.assert(
    fc.asyncProperty(aCase, async ({ mode, lines, rules, lineFailure, looksUntilActive, acts, plan }) => {
      if (Date.now() > timeIsUp) return;
      const race = saga(async (run) => {
        const outside = new Outside(run.world, store, plan);
        run.world.vendor.looksUntilActive = looksUntilActive;
        const market = await aMarket(store);
        const line = { productId: market.product.productId, quantity: 5 };
        const { orderId } = await placed(
          store,
          market.order({
            administrator: mode === 'provided' ? AT_HAND : { mode },
            lines: Array.from({ length: lines }, () => line),
            informationRequest: { deadline: 'P7D', reminders: ['P2D', 'P5D'] },
          }),
        );
        const order: Order = { ...(await store.orders.workflowInput(orderId)), rules, lineFailure };
        if (rules >= 2) order.holds = { reminder: 'P7D', end: 'P20D' };
        const handle = await run.start(order);
        const play = new Play(run, handle, outside);
        if (mode === 'provided') play.accepted.add(ADMINISTRATOR.email);
        try {
          await play.settled();
          for (const act of acts) await play.act(act);
          await play.end();
        } finally {
          outside.letGo();
        }
        await expectSound(run.world, play, outside, await run.live(handle));
        judged += 1;
      });
      // Stuck twice: of such a case nothing can be said.
      await race.catch((error: unknown) => {
        if (!(error instanceof ServerStuck)) throw error;
      });
    }),
    {
      numRuns: Number(RACES ?? FEW.cases),
      ...(RACES && !RACES_SEED ? {} : { seed: Number(RACES_SEED ?? FEW.seed) }),
      ...(RACES_PATH ? { path: RACES_PATH } : {}),
    },
  );
  return races.then(() => expect(judged).toBeGreaterThan(0));
});
