/** Parts that go away and come back while orders are on their way. */
import { randomUUID } from 'node:crypto';
import { workflowIdOf } from '../../workflows/contract/names.ts';
import { until, useProduct } from '../support/processes.ts';
import { administrator, Dealings } from './dealings.ts';
import { expectCompletedOnce, ledgerOf } from './endings.ts';

jest.setTimeout(150_000);

const product = useProduct();
const dealings = new Dealings(product);
const ledger = (orderId: string) => ledgerOf(product().database.url, orderId);
const requestsIn = async (orderId: string) =>
  (await dealings.mails(orderId)).filter(({ messageId }) => messageId.includes('.request.'));

test('Temporal down at Buy: the order is accepted at once and started when Temporal is back', async () => {
  await product().temporal.kill();
  const response = await dealings.buyOnce(randomUUID());
  expect(response.status).toBe(202);
  const { orderId } = (await response.json()) as { orderId: string };
  expect((await dealings.order(orderId)).state).toBe('acknowledged');
  expect(await dealings.mails(orderId)).toEqual([]);

  await product().temporal.start();
  await dealings.becomes(orderId, 'inquiring');
  await dealings.answer(await dealings.link(orderId), administrator());
  await expectCompletedOnce(dealings, orderId, ledger);
  expect(await requestsIn(orderId)).toHaveLength(1);
});

test('the database restarted while orders wait: they end as they would have', async () => {
  const waiting = await dealings.buy();
  const link = await dealings.link(waiting.orderId);
  await dealings.becomes(waiting.orderId, 'inquiring');
  // Whatever the vendor's reply leads to happens before, while or after the database is away.
  const delays = [20, 100, 200, 300, 500];
  for (const delayMs of delays) await dealings.arm({ operation: 'create', fault: 'delay', delayMs });
  const inHand = await dealings.watchVendor('POST');
  const provisioning = await Promise.all(delays.map(() => dealings.buy(administrator())));
  await inHand(1);

  await product().database.restart();
  await dealings.answer(link, administrator());
  for (const { orderId } of [waiting, ...provisioning]) await expectCompletedOnce(dealings, orderId, ledger);
});

test('the vendor killed before and after it has created the account, and started again: one account', async () => {
  await dealings.arm({ operation: 'create', fault: 'hangAfterCreate' });
  await dealings.arm({ operation: 'create', fault: 'hang' });
  const inHand = await dealings.watchVendor('POST');
  const orders = [await dealings.buy(administrator()), await dealings.buy(administrator())];
  await inHand(2);

  await product().vendor.kill();
  await product().vendor.start();
  for (const { orderId } of orders) await expectCompletedOnce(dealings, orderId, ledger);
});

test('API killed between accepting the order and starting its workflow: whichever API starts next starts it, once', async () => {
  await Promise.all([product().api.kill(), product().worker.kill()]);
  const accepted = await Promise.all(Array.from({ length: 10 }, acceptedButNotStarted));

  // Both look for orders without a workflow, at the same time.
  await Promise.all([product().api.start(), product().otherApi.start(), product().worker.start()]);
  await Promise.all(accepted.map((orderId) => dealings.becomes(orderId, 'inquiring')));
  await product().otherApi.kill();
  for (const orderId of accepted) {
    expect(await requestsIn(orderId)).toHaveLength(1);
    expect(await runsOf(orderId)).toBe(1);
  }
});

test('worker and API started before the database and Temporal wait for both, and then work', async () => {
  const { worker, api, temporal, database } = product();
  await Promise.all([worker.kill(), api.kill()]);
  await Promise.all([temporal.kill(), database.down()]);
  for (const program of [worker, api]) program.launch();
  const saying = (what: string) => () => worker.output.includes(`Waiting up to 300 s for ${what}`);
  await until('the worker to wait for the database', saying('the database'));
  await database.up();
  await until('the worker to wait for Temporal', saying('Temporal at'));
  await temporal.start();
  await Promise.all([worker.ready(), api.ready()]);
  const { orderId } = await dealings.buy(administrator());
  await expectCompletedOnce(dealings, orderId, ledger);
});

/** What the API does last before it is killed. */
async function acceptedButNotStarted(): Promise<string> {
  const result = await product().store.orders.place({
    resellerId: 'nordwind',
    customerId: 'cust-fjord',
    lines: [{ productId: 'veritas-o365-backup', quantity: 5 }],
    administrator: { mode: 'email' },
    termsVersion: '2026-01',
    informationRequest: { deadline: 'P14D', reminders: [] },
    idempotencyKey: randomUUID(),
    digest: 'digest',
  });
  if (result.kind !== 'placed') throw new Error(JSON.stringify(result));
  return result.order.orderId;
}

/** Visibility follows in a moment. */
async function runsOf(orderId: string): Promise<number> {
  const query = `WorkflowId = '${workflowIdOf(orderId)}'`;
  return until(`the runs of ${orderId}`, async () => (await product().client.workflow.count(query)).count);
}
