/** What operators ask the API. */
import type { Difference } from '../../workflows/contract/reconciliation.ts';
import { useEdge } from './support/edge.ts';
import type { World } from './support/world.ts';

const edge = useEdge();

let runs = 0;

/** A comparison that has found these, and has ended. */
async function compared({ store: { comparison } }: World, differences: Difference[]): Promise<void> {
  const runId = `run-${++runs}`;
  await comparison.beginRun(runId);
  for (const difference of differences) await comparison.found({ runId, scope: 'all' }, difference);
  await comparison.scopeCompared({ runId, scope: 'all' });
  await comparison.endRun(runId, { accounts: 3, lines: 2, orders: 1 }, ['keepit/us-dc']);
}

const missing = (lineId: string): Difference => ({
  kind: 'accountMissing',
  subject: lineId,
  orderId: lineId.slice(0, 10),
  details: { lineId },
});

test('operators see what is not as it should be, in words too, page by page and by kind; what is gone leaves the list', async () => {
  const { call, world, asOperator } = await edge();
  const get = async (query: string) =>
    (await call('GET', `/api/operator/findings${query}`, undefined, asOperator)).json;
  const { orderId } = await world.order();
  await world.store.orders.markStarted(orderId);
  const [open] = (await world.store.reconciliation.nextOfRound(100)).filter((one) => one.orderId === orderId);
  const details = { state: 'acknowledged' as const, sentLines: [] };
  const reported = { startedAt: open?.startedAt ?? '', patienceMs: 0 };
  await world.store.reconciliation.report({ orderId, kind: 'timedOut', details }, reported);
  await compared(world, [missing('0000000001-1'), missing('0000000002-1')]);

  expect(await get('')).toEqual({
    items: [
      {
        kind: 'workflowTimedOut',
        text: 'The workflow has ended without undoing anything, since its time was over.',
        advice: expect.stringContaining('ends by itself'),
        subject: orderId,
        orderId,
        details,
        firstSeen: expect.any(String),
        lastSeen: expect.any(String),
      },
      expect.objectContaining({ kind: 'accountMissing', subject: '0000000001-1', details: { lineId: '0000000001-1' } }),
      expect.objectContaining({ kind: 'accountMissing', subject: '0000000002-1', orderId: '0000000002' }),
    ],
    nextCursor: null,
  });
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await get(`?limit=1${cursor && `&cursor=${cursor}`}`);
    seen.push(...page.items.map(({ subject }: { subject: string }) => subject));
    cursor = page.nextCursor;
  }
  expect(seen).toEqual([orderId, '0000000001-1', '0000000002-1']);
  expect((await get('?kind=workflowTimedOut')).items).toHaveLength(1);

  await compared(world, [missing('0000000002-1')]);
  expect((await get('?kind=accountMissing')).items).toMatchObject([{ subject: '0000000002-1' }]);
});

test('operators ask for a comparison and read how the last one went; nobody else does', async () => {
  const { call, world, asOperator } = await edge();
  const address = '/api/operator/reconciliation';
  await compared(world, [missing('0000000003-1')]);
  const read = await call('GET', address, undefined, asOperator);
  expect([read.status, read.json]).toEqual([
    200,
    {
      lastRun: {
        ...{ accounts: 3, lines: 2, orders: 1, found: 1, repaired: 0, incomplete: ['keepit/us-dc'] },
        ...{ startedAt: expect.any(String), endedAt: expect.any(String) },
      },
    },
  ]);
  expect((await call('POST', address)).status).toBe(403);
  expect(world.comparisons).toBe(0);
  expect(await call('POST', address, undefined, asOperator)).toMatchObject({ status: 202, json: read.json });
  expect(world.comparisons).toBe(1);

  world.temporalUp = false;
  const away = await call('POST', address, undefined, asOperator);
  expect([away.status, away.json.code, away.json.safeToRepeat]).toEqual([503, 'unavailable', true]);
  expect(away.text).not.toContain('10.0.0.8');
});
