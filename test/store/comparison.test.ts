/** What the comparison of vendors, record and ledger reads of the database, and what it keeps, on both databases. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Difference } from '../../workflows/contract/reconciliation.ts';
import type { OrderStateName } from '../../workflows/contract/states.ts';
import { onEachDatabase } from './databases.ts';
import { aMarket, placed } from './market.ts';

const QUARTER = 15 * 60_000;
const at = { vendor: 'keepit', region: 'eu-west' };

onEachDatabase((opened) => {
  const store = () => opened().store;

  async function aRun(): Promise<string> {
    const runId = `run-${randomUUID()}`;
    await store().comparison.beginRun(runId);
    return runId;
  }

  interface Given {
    state: OrderStateName;
    line: 'draft' | 'active' | 'terminated';
    accountId?: string;
    hoursAgo?: number;
    leftOver?: boolean;
  }

  async function anOrder({ state, line, accountId, hoursAgo = 1, leftOver = false }: Given) {
    const { orderId, lines } = await placed(store(), (await aMarket(store())).order());
    const lineId = lines[0]?.lineId ?? '';
    const { db } = opened();
    await db
      .updateTable('orders')
      .set({ state, updated_at: sql`now() - ${hoursAgo} * interval '1 hour'` })
      .where('order_id', '=', orderId)
      .execute();
    await db.updateTable('order_lines').set({ state: line }).where('line_id', '=', lineId).execute();
    if (accountId) {
      await store().worker.creationSent(lineId, `${lineId}@example.com`);
      await store().worker.accountLearnt(lineId, { subscriptionId: accountId, login: `${lineId}@example.com` });
    }
    const leftovers = leftOver ? [{ kind: 'credit' }] : [];
    const event = JSON.stringify({ kind: 'orderEnded', end: { state: 'failed', cause: 'givenUp' }, leftovers });
    await db.insertInto('timeline').values({ order_id: orderId, key: 'ended', event, by: 'system' }).execute();
    return { orderId, lineId };
  }

  const difference = (subject: string): Difference => ({ kind: 'orphan', subject, details: { accountId: subject } });
  const rows = async (subject: string) =>
    (
      await opened()
        .db.selectFrom('findings')
        .select(['run_id', 'resolution', 'details'])
        .where('subject', '=', subject)
        .orderBy('finding_id')
        .execute()
    ).map(({ run_id, ...row }) => ({ runId: run_id, ...row }));

  test('a difference is one finding until it is gone; if it comes back, it is another', async () => {
    const { comparison } = store();
    const [subject, other] = [randomUUID(), randomUUID()];
    const scope = `accounts:${randomUUID()}`;
    const first = { runId: await aRun(), scope };
    await comparison.found(first, difference(subject));
    await comparison.found(first, { ...difference(subject), details: { accountId: 'again' } });
    await comparison.found(first, difference(other));
    await comparison.scopeCompared(first);
    expect(await rows(subject)).toEqual([{ runId: first.runId, resolution: null, details: { accountId: 'again' } }]);

    const second = { runId: await aRun(), scope };
    await comparison.found(second, difference(other));
    // Another scope says nothing of this one.
    await comparison.scopeCompared({ ...second, scope: 'ledger' });
    expect(await rows(subject)).toMatchObject([{ resolution: null }]);
    await comparison.scopeCompared(second);
    expect([await rows(subject), await rows(other)]).toMatchObject([[{ resolution: 'gone' }], [{ resolution: null }]]);

    const third = { runId: await aRun(), scope };
    await comparison.found(third, difference(subject));
    expect(await rows(subject)).toMatchObject([{ resolution: 'gone' }, { runId: third.runId, resolution: null }]);
  });

  test('what was repaired is kept as repaired, also when whoever did it died before saying so', async () => {
    const { comparison } = store();
    const [said, unsaid, failed] = [randomUUID(), randomUUID(), randomUUID()];
    const look = { runId: await aRun(), scope: `accounts:${randomUUID()}` };
    for (const subject of [said, unsaid, failed]) await comparison.found(look, difference(subject), true);
    await comparison.repaired(difference(said));
    await comparison.found(look, difference(failed));
    await comparison.scopeCompared(look);
    const resolutions = await Promise.all([said, unsaid, failed].map(rows));
    expect(resolutions.flat().map(({ resolution }) => resolution)).toEqual(['repaired', 'repaired', null]);
    const ended = await comparison.endRun(look.runId, { accounts: 3, lines: 2, orders: 1 }, ['keepit/us']);
    expect(ended).toEqual({ accounts: 3, lines: 2, orders: 1, found: 1, repaired: 2, incomplete: ['keepit/us'] });
    expect(await store().findings.lastRun()).toMatchObject({ ...ended, runId: look.runId });
  });

  test('listed accounts come in order, page by page, each once; a run that has ended leaves none behind', async () => {
    const { comparison } = store();
    const listing = { runId: await aRun(), ...at };
    await comparison.keepListed(listing, ['b', 'a', 'Z']);
    await comparison.keepListed(listing, ['a', 'c']);
    await comparison.keepListed({ ...listing, region: 'elsewhere' }, ['d']);
    expect(await comparison.listedAfter(listing, '', 3)).toEqual(['Z', 'a', 'b']);
    expect(await comparison.listedAfter(listing, 'b', 3)).toEqual(['c']);
    await comparison.endRun(listing.runId, { accounts: 4, lines: 0, orders: 0 }, []);
    expect(await comparison.listedAfter(listing, '', 3)).toEqual([]);
  });

  test('an account belongs to the line whose key it carries, else to the one that the record knows it of', async () => {
    const { comparison } = store();
    const [one, other] = [randomUUID(), randomUUID()];
    const active = await anOrder({ state: 'completed', line: 'active', accountId: one });
    const undone = await anOrder({ state: 'failed', line: 'terminated', accountId: other, hoursAgo: 25 });
    const claims = [
      { id: one },
      { id: other, key: active.lineId },
      { id: 'unknown' },
      { id: 'x', key: '0000000000-9' },
    ];
    const lines = await comparison.linesOf(at, claims, QUARTER);
    expect(lines).toEqual({
      [one]: {
        ...active,
        ...{
          state: 'active',
          active: true,
          vendorProductId: 'o365',
          accounts: [one],
          settled: true,
          longUndone: false,
        },
      },
      [other]: expect.objectContaining({ lineId: active.lineId }),
    });
    const { [other]: its } = await comparison.linesOf(at, [{ id: other }], QUARTER);
    expect(its).toMatchObject({ lineId: undone.lineId, active: false, settled: true, longUndone: true });
    // In another region ids mean something else.
    expect(await comparison.linesOf({ ...at, region: 'elsewhere' }, [{ id: one }], QUARTER)).toEqual({});
  });

  test.each<[string, Given, { settled: boolean; longUndone: boolean; active?: boolean }]>([
    ['goes on', { state: 'inProgress', line: 'active' }, { settled: false, longUndone: false, active: false }],
    ['ended just now', { state: 'failed', line: 'terminated', hoursAgo: 0 }, { settled: false, longUndone: false }],
    ['ended an hour ago', { state: 'failed', line: 'terminated' }, { settled: true, longUndone: false }],
    [
      'has leftovers',
      { state: 'failed', line: 'terminated', hoursAgo: 25, leftOver: true },
      { settled: true, longUndone: false },
    ],
    ['never got to the line', { state: 'failed', line: 'draft', hoursAgo: 25 }, { settled: true, longUndone: false }],
    [
      'could not undo the line',
      { state: 'failed', line: 'active', hoursAgo: 25 },
      { settled: true, longUndone: false, active: false },
    ],
  ])('of an order that %s', async (_what, given, expected) => {
    const accountId = randomUUID();
    await anOrder({ ...given, accountId });
    expect((await store().comparison.linesOf(at, [{ id: accountId }], QUARTER))[accountId]).toMatchObject(expected);
  });

  test('active lines come page by page, with whether the vendor has listed their account', async () => {
    const { comparison } = store();
    const accounts = [randomUUID(), randomUUID()];
    const [listed, missing] = await Promise.all(
      accounts.map((accountId) => anOrder({ state: 'completed', line: 'active', accountId })),
    );
    await anOrder({ state: 'failed', line: 'active', accountId: randomUUID() });
    const listing = { runId: await aRun(), ...at };
    await comparison.keepListed(listing, accounts.slice(0, 1));
    const all = [];
    for (let after = ''; ; ) {
      const [line] = await comparison.activeLines(listing, after, 1, QUARTER);
      if (!line) break;
      all.push(line);
      after = line.lineId;
    }
    const ours = all.filter(({ accountId }) => accounts.some((one) => one === accountId));
    expect(ours.sort((a, b) => Number(b.listed) - Number(a.listed))).toEqual([
      { ...listed, accountId: accounts[0], listed: true },
      { ...missing, accountId: accounts[1], listed: false },
    ]);
  });

  test('of orders that have ended the entries are read with their lines, and sums that are off are seen', async () => {
    const { comparison, worker } = store();
    const { db } = opened();
    const { orderId, lineId } = await anOrder({ state: 'completed', line: 'active' });
    await worker.reserveCredit(orderId);
    await worker.openBilling(lineId);
    const find = async () => {
      for (let after = ''; ; ) {
        const orders = await comparison.endedOrders(after, 7, QUARTER);
        const found = orders.find((order) => order.orderId === orderId);
        if (found || orders.length === 0) return found;
        after = orders.at(-1)?.orderId ?? '';
      }
    };
    expect(await find()).toEqual({
      orderId,
      lines: [{ lineId, active: true, price: 1250 }],
      entries: expect.arrayContaining([
        { key: `reserve:${orderId}`, reserved: 1250, charged: 0 },
        { key: `open:${lineId}`, reserved: -1250, charged: 1250 },
      ]),
    });
    expect(await comparison.balancesOff()).toEqual([]);
    const { reseller_id: resellerId } = await db
      .selectFrom('orders')
      .select('reseller_id')
      .where('order_id', '=', orderId)
      .executeTakeFirstOrThrow();
    await db.deleteFrom('ledger').where('order_id', '=', orderId).execute();
    expect(await comparison.balancesOff()).toEqual([
      { resellerId, currency: 'EUR', reserved: 0, charged: 1250, entriesReserved: 0, entriesCharged: 0 },
    ]);
    await db.deleteFrom('balances').where('reseller_id', '=', resellerId).execute();
  });
});
