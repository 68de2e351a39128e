/** One run: the product started, the plan carried out round by round, everything compared afterwards. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Caller } from './caller.ts';
import { differencesIn } from './differences.ts';
import { observe, timelineOf } from './observe.ts';
import { partsOf } from './parts.ts';
import { Dealing } from './people.ts';
import { BOUNCING, PARTS, type Plan } from './plan.ts';
import { makeProduct } from './product.ts';
import { Strikes } from './strikes.ts';
import type { Setting } from './voice.ts';
import { Watch } from './watch.ts';
import type { Difference, World } from './world.ts';

export interface RoundReport {
  plan: Plan;
  /** The faults that struck. */
  hit: number;
  world: World;
  differences: Difference[];
  /** The orders of the differences, as the API tells them. */
  timelines: unknown[];
}

/** A product under chaos. */
export interface Chaos {
  round(plan: Plan): Promise<RoundReport>;
  /** Where things stand, for whoever watches. */
  progress(): string;
  /** The process of each part. */
  pids(): Record<string, number>;
}

/** How long nothing may move, though not everything has ended, before that is a difference. */
const STUCK_MS = 360_000;
const MUCH_CREDIT = 1_000_000_000_000;

/** Starts everything in a folder. What is to be stopped in the end, last first, is pushed to `running`. */
export async function startChaos(
  folder: string,
  running: (() => Promise<unknown>)[],
  signal: AbortSignal,
): Promise<Chaos> {
  const product = await makeProduct(folder, running, { WORKFLOW_CACHE_MB: '50' });
  const { apiUrls, apis, client, database, inbox, inboxUrl, store, temporal, vendor, vendorUrl, workers } = product;
  await Promise.all([temporal.start(), inbox.start(), vendor.start(), ...apis.map((api) => api.start())]);
  await Promise.all(workers.map((worker) => worker.start()));
  const market = await marketOf(product.store);
  const poor = await store.tokens.createToken('southgate', 'chaos');
  const tokens = { rich: product.token, poor: poor.token };
  const parts = partsOf(product);
  const caller = new Caller({ apiUrls, signal });
  const watch = new Watch({ apiUrl: caller.nextUrl, inboxUrl, tokens: Object.values(tokens), signal });
  void watch.run();
  const dealings: Dealing[] = [];
  const strikes = new Strikes({ parts, inboxUrl, vendorUrl, signal });
  let phase = 'starting';

  /** What is done at each look, while orders are on their way. */
  async function tendUntil(over: Promise<unknown>): Promise<void> {
    let done = false;
    const ended = over.finally(() => {
      done = true;
    });
    ended.catch(() => undefined);
    while (!done && !signal.aborted) {
      strikes.look();
      await Promise.race([Promise.allSettled(dealings.map((dealing) => dealing.tend())), ended]);
      await Promise.race([watch.look(), ended]);
    }
    await ended;
  }

  /** @param bought whether everybody has bought and said what there was to say */
  async function allEnded(bought: () => boolean): Promise<void> {
    const openOf = () =>
      dealings.flatMap(({ placed }) => placed).filter(({ orderIds: [id] }) => id !== undefined && !watch.hasEnded(id));
    const running = "WorkflowType = 'orderSaga' AND ExecutionStatus = 'Running'";
    const since = Date.now();
    for (;;) {
      const quiet = Date.now() - Math.max(watch.changedAt, since);
      if (quiet > STUCK_MS) return;
      if (bought() && openOf().length === 0) {
        const count = await client.workflow.count(running).catch(() => undefined);
        if (count?.count === 0) return;
      }
      await watch.look();
    }
  }

  return {
    progress() {
      const states = new Map<string, number>();
      for (const { state } of watch.orders.values()) states.set(state, (states.get(state) ?? 0) + 1);
      const orders = [...states].map(([state, count]) => `${count} ${state}`).join(', ');
      return `${phase}: ${orders || 'no orders yet'}; last fault: ${strikes.inHand || 'none'}`;
    },
    pids: () => Object.fromEntries(PARTS.map((name) => [name, parts[name].pid])),
    async round(plan) {
      watch.newRound();
      const hitBefore = strikes.hit.length;
      const setting: Setting = {
        ...{ caller, watch, temporal: client, tokens, customers: market, signal },
        round: `${plan.seed}`,
      };
      await fetch(`${vendorUrl}/sandbox/settings`, {
        method: 'PUT',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(plan.vendor),
      });
      phase = 'placing';
      const begin = async (at: number, act: () => Promise<void>) => {
        await sleep(at, undefined, { signal });
        await act();
      };
      const ours = plan.orders.map((order) => ({ order, dealing: new Dealing(setting, order) }));
      dealings.push(...ours.map(({ dealing }) => dealing));
      const bought = Promise.all(ours.map(({ order, dealing }) => begin(order.at, () => dealing.run())));
      const struck = Promise.all(plan.faults.map((fault) => begin(fault.at, () => strikes.carryOut(fault))));
      const over = struck.then(async () => {
        await strikes.over();
        phase = 'settling';
      });
      let allBought = false;
      const settled = over.then(() => allEnded(() => allBought));
      const talked = bought.then(() => {
        allBought = true;
        return settled;
      });
      await tendUntil(Promise.race([settled, talked]));
      phase = 'comparing';
      const placed = dealings.flatMap((dealing) => dealing.placed);
      for (const one of placed) one.endsSeen = one.orderIds.flatMap((id) => watch.endsOf(id));
      // Mails are sent before the workflows end, so one more look has all of them.
      await watch.look();
      const mails = [...watch.mails];
      const asked = { placed, caller, tokens, databaseUrl: database.url, mails, vendorUrl, temporal: client };
      const world = await observe(asked);
      const differences: Difference[] = [
        ...differencesIn(world),
        ...strikes.ended.map((name) => ({ kind: 'process ended by itself', says: name })),
        ...caller.failures.map((says) => ({ kind: 'answered 500', says })),
      ];
      const ids = new Set(differences.flatMap(({ orderId }) => orderId ?? []));
      const timelines = await Promise.all([...ids].slice(0, 10).map((id) => timelineOf(id, asked)));
      return { plan, hit: strikes.hit.length - hitBefore, world, differences, timelines };
    },
  };
}

/** Credit without end for one reseller and none for the other, and a customer whose mailbox does not exist. */
async function marketOf({ market }: Awaited<ReturnType<typeof makeProduct>>['store']): Promise<Setting['customers']> {
  const EUR = (minor: number) => ({ minor, currency: 'EUR' });
  const reseller = (resellerId: string, minor: number) => ({
    ...{ resellerId, name: resellerId, email: `orders@${resellerId}.example`, creditLimit: EUR(minor) },
  });
  await market.putReseller(reseller('nordwind', MUCH_CREDIT));
  await market.putReseller(reseller('southgate', 100));
  const like = await market.getCustomer('nordwind', 'cust-hafen');
  if (like === undefined) throw new Error('the demo data have this customer');
  const admin = { ...like.contacts.admin, email: BOUNCING };
  await market.putCustomer({ ...like, customerId: 'cust-bouncing', contacts: { ...like.contacts, admin } });
  return { usual: ['cust-hafen', 'cust-alpin', 'cust-fjord'], bouncing: 'cust-bouncing', ofPoor: 'cust-mill' };
}
