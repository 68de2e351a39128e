/** A worker that is stopped at the one moment at which its next step would create a subscription, and goes on much later. */
import pg from 'pg';
import { until, useProduct } from '../support/processes.ts';
import { administrator, Dealings } from './dealings.ts';
import { expectCompletedOnce, expectUndone, ledgerOf } from './endings.ts';

jest.setTimeout(150_000);

const product = useProduct();
const dealings = new Dealings(product);
const ledger = (orderId: string) => ledgerOf(product().database.url, orderId);

/** Holds the mark of a line up, which is written right before the creating request is sent. */
async function holdMark(lineId: string): Promise<{ reached: () => Promise<unknown>; letGo: () => Promise<void> }> {
  const client = new pg.Client({ connectionString: product().database.url });
  await client.connect();
  await client.query('begin');
  await client.query('select 1 from order_lines where line_id = $1 for update', [lineId]);
  const waiting = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%creation_sent_at%'`;
  return {
    reached: () => until('the mark to be on its way', async () => (await client.query(waiting)).rowCount === 1),
    async letGo() {
      await client.query('commit');
      await client.end();
    },
  };
}

/** How many creating requests the vendor has had. */
async function creations(): Promise<number> {
  const calls = (await (await fetch(`${product().vendorUrl}/sandbox/calls`)).json()) as { method: string }[];
  return calls.filter(({ method }) => method === 'POST').length;
}

test('a worker that is stopped right before it sends a creating request, and goes on after the undo, sends nothing', async () => {
  const { worker, otherWorker, vendorUrl } = product();
  await dealings.arm({ operation: 'login', fault: 'hold' });
  const asked = await dealings.watchVendor('HEAD');
  const { orderId, lines } = await dealings.buy(administrator());
  await asked(1);
  const mark = await holdMark(lines[0]?.lineId ?? '');
  await fetch(`${vendorUrl}/sandbox/held`, { method: 'DELETE' });
  await mark.reached();
  worker.signal('SIGSTOP');
  // Written now, and the worker does not learn of it: the next that it would do is to send.
  await mark.letGo();

  await otherWorker.start();
  await until('the cancellation to be taken', async () => (await dealings.cancel(orderId)).status === 202);
  const cancelled = await dealings.becomes(orderId, 'cancelled');
  await dealings.closed(orderId);
  await expectUndone(dealings, cancelled, ledger);

  // The other worker may have tried as well, and has undone it.
  const before = await creations();
  // It is alone again, so when it has carried another order out, it is past what it had in hand.
  await otherWorker.kill();
  worker.signal('SIGCONT');
  const next = await dealings.buy(administrator());
  await expectCompletedOnce(dealings, next.orderId, ledger);
  await expectUndone(dealings, await dealings.order(orderId), ledger);
  expect(await creations()).toBe(before + 1);
});
