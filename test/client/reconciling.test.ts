/** Orders whose workflow is not there any more: on both databases, with a real Temporal server. */
import { randomUUID } from 'node:crypto';
import { Client, Connection, defaultPayloadConverter } from '@temporalio/client';
import { sql } from 'kysely';
import { OrderClient } from '../../client/orders.ts';
import { type ReconcilerOptions, reconcileBatch } from '../../client/reconciler.ts';
import { workflowsOf } from '../../client/workflow-states.ts';
import type { Finding } from '../../store/store.ts';
import { workflowIdOf } from '../../workflows/contract/names.ts';
import { type Opened, onEachDatabase, onServer } from '../store/databases.ts';
import { aMarket, placed } from '../store/market.ts';

let temporal: Client;
beforeAll(async () => {
  temporal = new Client({ connection: await Connection.connect({ address: process.env.TEST_TEMPORAL_ADDRESS }) });
});
afterAll(() => temporal.connection.close());

let taskQueue: string;
const workflowOf = (orderId: string) => temporal.workflow.getHandle(workflowIdOf(orderId));

/** The orders and findings of earlier tests are settled, and a round begins. */
async function afresh({ db }: Opened): Promise<void> {
  await db.updateTable('orders').set({ state: 'cancelled', started_at: sql<string>`now()` }).execute();
  await db.deleteFrom('unreconciled').execute();
  await newRound(db);
}

async function newRound(db: Opened['db']): Promise<void> {
  await db.updateTable('reconciliation').set({ next_at: sql<string>`now() - interval '1 minute'` }).execute();
}

/** As if what was found had been found an hour before. */
async function anHourLater(db: Opened['db']): Promise<void> {
  await sql`update unreconciled set
    first_seen = first_seen - interval '1 hour', last_seen = last_seen - interval '1 hour'`.execute(db);
}

onEachDatabase((opened) => {
  let found: Finding[];
  beforeEach(async () => {
    found = [];
    taskQueue = randomUUID();
    await afresh(opened());
  });

  const client = () => new OrderClient({ client: temporal, orders: opened().store.orders, taskQueue });

  function look(changes: Partial<ReconcilerOptions> = {}): Promise<number> {
    const { reconciliation, worker } = opened().store;
    return reconcileBatch({
      reconciliation,
      worker,
      client: client(),
      workflows: workflowsOf(temporal),
      onFinding: (finding) => found.push(finding),
      onError: (error) => {
        throw error;
      },
      ...changes,
    });
  }

  /** Accepted, with its credit reserved, and as far as the record knows carried on by a workflow. */
  async function open({ workflow }: { workflow: boolean }): Promise<{ orderId: string; lineId: string }> {
    const { store } = opened();
    const { orderId, lines } = await placed(store, (await aMarket(store)).order());
    if (workflow) await client().start(orderId);
    else await store.orders.markStarted(orderId);
    await store.worker.reserveCredit(orderId);
    return { orderId, lineId: lines[0]?.lineId ?? '' };
  }

  const reserved = async (orderId: string) => {
    const { rows } = await sql<{ sum: number }>`
      select sum(reserved_minor)::int as sum from ledger where order_id = ${orderId}`.execute(opened().db);
    return rows[0]?.sum;
  };
  const record = (orderId: string) => opened().store.orders.getAny(orderId);
  const findings = () => opened().store.reconciliation.unreconciled();

  test('a workflow that is terminated before anything left for the vendor: the order ends and its credit is free', async () => {
    const { orderId } = await open({ workflow: true });
    await workflowOf(orderId).terminate('wrong customer');
    await look();
    // Not yet: it may be on its way back.
    expect(await findings()).toMatchObject([{ orderId, kind: 'terminated', details: { state: 'acknowledged' } }]);
    expect([(await record(orderId))?.state, await reserved(orderId)]).toEqual(['acknowledged', 1250]);

    await anHourLater(opened().db);
    await look();
    const ended = await record(orderId);
    expect(ended).toMatchObject({ state: 'failed', cause: 'unexpected' });
    const end = { state: 'failed', cause: 'unexpected', reported: 'the workflow was terminated' };
    expect(ended?.timeline?.at(-1)).toMatchObject({ event: { kind: 'orderEnded', end, leftovers: [] }, by: 'system' });
    expect(await reserved(orderId)).toBe(0);
    expect(await findings()).toEqual([]);
    expect(found.map(({ kind, details }) => [kind, details.done])).toEqual([
      ['terminated', undefined],
      ['terminated', 'ended'],
    ]);
  });

  test('an order whose workflow is gone is started again once, though two reconcilers look at it at once', async () => {
    const { store, db } = opened();
    const { orderId } = await open({ workflow: false });
    const [seen] = await store.reconciliation.nextOfRound(2);
    const startedAt = seen?.startedAt ?? '';
    await newRound(db);
    await look();
    expect(await findings()).toMatchObject([{ orderId, kind: 'gone' }]);
    await anHourLater(db);

    // The second one takes the order while the first one has it in hand, as when the first was stopped for long.
    const workflows = workflowsOf(temporal);
    let arrived = 0;
    let letGo = () => {};
    const both = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const stateOf = async (id: string) => {
      const state = await workflows.stateOf(id);
      if (++arrived === 1) {
        await anHourLater(db);
        second = look({ workflows: { ...workflows, stateOf } });
      } else letGo();
      await both;
      return state;
    };
    let second: Promise<number> | undefined;
    expect(await look({ workflows: { ...workflows, stateOf } })).toBe(1);
    expect(await second).toBe(1);

    expect(found.map(({ details }) => details.done)).toEqual([undefined, 'startedAgain']);
    // Nor does one count that comes even later.
    const finding: Finding = { orderId, kind: 'gone', details: { state: 'acknowledged', sentLines: [] } };
    const late = await store.reconciliation.report(finding, { startedAt, patienceMs: 0 });
    expect([late, await findings()]).toEqual([{ isNew: false, hasLasted: false }, []]);
    expect(await store.reconciliation.acceptAgain({ orderId, startedAt })).toBe(false);
    expect(await record(orderId)).toMatchObject({ state: 'acknowledged', lines: [{ state: 'draft' }] });
    expect(await store.orders.claimToStart(10)).toEqual([orderId]);
    await client().start(orderId);
    expect((await workflowOf(orderId).describe()).status.name).toBe('RUNNING');
    await newRound(db);
    await look();
    expect([await findings(), found.length, await reserved(orderId)]).toEqual([[], 2, 1250]);
  });

  test('an order that is started again keeps its accepted answer, and its record follows the new workflow', async () => {
    const { store, db } = opened();
    const { orderId } = await open({ workflow: false });
    const details = { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@engines.example' };
    const answer = { details, by: 'customer', at: '2026-11-20T10:00:00.000Z' } as const;
    const event = { kind: 'provisioningStarted', lineId: '1' } as const;
    const change = { orderId, key: 'pending', state: 'pending', answer, event, by: 'customer' } as const;
    expect(await store.worker.apply({ ...change, turn: 7 })).toBe('applied');
    await look();
    await anHourLater(db);
    await look();
    expect((await store.orders.workflowInput(orderId)).administrator).toEqual({ mode: 'provided', details });
    expect((await record(orderId))?.state).toBe('acknowledged');
    // The new workflow counts its turns from the first.
    expect(await store.worker.apply({ ...change, turn: 1 })).toBe('applied');
    expect(await record(orderId)).toMatchObject({ state: 'pending', answer });
  });

  test('an order that is started again asks its customer anew, and never lets a replaced link count again', async () => {
    const { store, db } = opened();
    const to = { email: 'ada@example.com' };
    const until = '2027-01-01T00:00:00.000Z';
    const [once, replaced] = [await open({ workflow: false }), await open({ workflow: false })];
    for (const { orderId } of [once, replaced, replaced]) {
      const revision = ((await store.orders.informationRequest(orderId))?.revision ?? 0) + 1;
      const mail = { messageId: `${orderId}.${revision}`, orderId, kind: 'request.first', at: until };
      await store.worker.mailSent(mail, 'a worker');
      await store.worker.informationRequestSent({ orderId, revision, to, until });
    }
    await look();
    await anHourLater(db);
    await look();
    expect(await findings()).toMatchObject([{ orderId: replaced.orderId, kind: 'gone' }]);
    expect(await store.orders.claimToStart(10)).toEqual([once.orderId]);
    expect(await store.worker.claimMail(`${once.orderId}.1`, 'the next', 1000)).toEqual({ kind: 'claimed' });
    expect(await store.orders.informationRequest(once.orderId)).toBeUndefined();
    expect(await store.orders.informationRequest(replaced.orderId)).toMatchObject({ revision: 2, state: 'sent' });
  });

  test.each([true, false])(
    'an order of which something may be at the vendor is only reported, its workflow terminated: %s',
    async (workflow) => {
      const { store, db } = opened();
      const { orderId, lineId } = await open({ workflow });
      if (workflow) await workflowOf(orderId).terminate();
      await store.worker.creationSent(lineId);
      const before = await record(orderId);
      for (let looks = 0; looks < 3; looks++) {
        await look();
        await anHourLater(db);
      }
      expect([await record(orderId), await reserved(orderId)]).toEqual([before, 1250]);
      const kind = workflow ? 'terminated' : 'gone';
      expect(await findings()).toMatchObject([{ orderId, kind, details: { sentLines: [lineId] } }]);
      expect(found).toHaveLength(1);
      // Nor if the request left between the look and the act.
      const [seen] = await store.reconciliation.toLookAtAgain(1, 0);
      expect(await store.reconciliation.acceptAgain({ orderId, startedAt: seen?.startedAt ?? '' })).toBe(false);
    },
  );

  test('a workflow that has completed while the record says otherwise is reported with its result, and stays so when it is gone', async () => {
    const { db } = opened();
    const { orderId } = await open({ workflow: true });
    await completeWith({ orderId, state: 'expired', cause: 'customerNoResponse', lines: [], revision: 1 });
    const ended = { state: 'expired', cause: 'customerNoResponse' };
    await look();
    await anHourLater(db);
    await look();
    expect(await findings()).toMatchObject([{ orderId, kind: 'completed', details: { state: 'acknowledged', ended } }]);
    // After the retention Temporal has forgotten it; the order must not begin anew.
    const workflows = { ...workflowsOf(temporal), stateOf: async () => ({ kind: 'gone' }) as const };
    for (let looks = 0; looks < 3; looks++) {
      await anHourLater(db);
      await look({ workflows });
    }
    expect(await findings()).toHaveLength(2);
    expect(await record(orderId)).toMatchObject({ state: 'acknowledged', timeline: [{ by: 'reseller' }] });
    expect(await opened().store.orders.claimToStart(10)).toEqual([]);
  });

  /** Does a worker’s part: takes the only task there is, and ends its workflow with a result. */
  async function completeWith(result: object): Promise<void> {
    const { workflowService } = temporal;
    const { taskToken } = await temporal.withDeadline(Date.now() + 30_000, () =>
      workflowService.pollWorkflowTaskQueue({ namespace: 'default', taskQueue: { name: taskQueue }, identity: 'test' }),
    );
    await workflowService.respondWorkflowTaskCompleted({
      namespace: 'default',
      taskToken,
      commands: [
        {
          // COMMAND_TYPE_COMPLETE_WORKFLOW_EXECUTION
          commandType: 4,
          completeWorkflowExecutionCommandAttributes: {
            result: { payloads: [defaultPayloadConverter.toPayload(result)] },
          },
        },
      ],
    });
  }

  test('what was found is settled as soon as the workflow runs again, or the order has ended', async () => {
    const { store, db } = opened();
    const [back, over] = [await open({ workflow: false }), await open({ workflow: false })];
    await look();
    expect(await findings()).toHaveLength(2);
    await client().start(back.orderId);
    const event = { kind: 'recorded', text: 'over' } as const;
    await store.worker.apply({ orderId: over.orderId, key: 'over', state: 'cancelled', event, by: 'operator' });
    await anHourLater(db);
    await look();
    expect(await findings()).toEqual([]);
    expect((await record(back.orderId))?.state).toBe('acknowledged');
  });

  test('each open order comes once in a round, the oldest first, and a round begins an hour after the last', async () => {
    const { store, db } = opened();
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.push((await open({ workflow: false })).orderId);
    await db
      .updateTable('orders')
      .set({ state: 'completed' })
      .where('order_id', '=', ids[1] ?? '')
      .execute();
    const next = async () => (await store.reconciliation.nextOfRound(2)).map(({ orderId }) => orderId).sort();
    const [a = '', , b = '', c = '', d = ''] = ids;
    expect([await next(), await next(), await next(), await next()]).toEqual([[a, b].sort(), [c, d].sort(), [], []]);
    const { rows } = await sql<{ wait: number }>`
      select round(extract(epoch from next_at - now()) / 60)::int as wait from reconciliation`.execute(db);
    expect(rows).toEqual([{ wait: 60 }]);
    await newRound(db);
    expect(await next()).toEqual([a, b].sort());
  });

  test('while Temporal is away no order’s turn is taken', async () => {
    const { orderId } = await open({ workflow: false });
    const ping = async () => {
      throw new Error('Temporal is away');
    };
    await expect(look({ client: { ping } })).rejects.toThrow('Temporal is away');
    await look();
    expect(await findings()).toMatchObject([{ orderId }]);
  });
});

onServer((opened) => {
  test('two reconcilers get different orders, and neither waits for the other', async () => {
    const { store, db } = opened();
    await afresh(opened());
    const ids: string[] = [];
    const { order } = await aMarket(store);
    for (let n = 0; n < 12; n++) ids.push((await placed(store, order())).orderId);
    for (const id of ids) await store.orders.markStarted(id);
    await db.transaction().execute(async (tx) => {
      await tx.selectFrom('reconciliation').selectAll().forUpdate().execute();
      expect(await store.reconciliation.nextOfRound(3)).toEqual([]);
    });
    const batches: string[] = [];
    for (let n = 0; n < 5; n++) {
      const both = await Promise.all([store.reconciliation.nextOfRound(3), store.reconciliation.nextOfRound(3)]);
      batches.push(...both.flat().map(({ orderId }) => orderId));
    }
    expect(batches.sort()).toEqual([...ids].sort());
  });
});
