/** Cancellations that meet a dying worker, or a provisioning step that ends in the same instant. */
import { setTimeout as sleep } from 'node:timers/promises';
import { workflowIdOf } from '../../workflows/contract/names.ts';
import { until, useProduct } from '../support/processes.ts';
import { administrator, Dealings, type OrderSeen } from './dealings.ts';
import { expectCompletedOnce, expectUndone, ledgerOf } from './endings.ts';

jest.setTimeout(150_000);

const UNHANDLED_COMMAND = 1;

const product = useProduct();
const dealings = new Dealings(product);
const ledger = (orderId: string) => ledgerOf(product().database.url, orderId);

/** The order ended in one of two ways, and everything about it says the same. */
async function expectOneEnd(orderId: string): Promise<OrderSeen> {
  await dealings.closed(orderId);
  const order = await dealings.order(orderId);
  if (order.state === 'completed') return expectCompletedOnce(dealings, orderId, ledger);
  expect(order.state).toBe('cancelled');
  await expectUndone(dealings, order, ledger);
  return order;
}

test('a workflow cancelled in the Temporal UI while its provisioning step completes in the same instant ends cleanly', async () => {
  for (const after of [0, 100, 150, 170, 180, 190, 200, 210, 220, 240, 300]) {
    await dealings.arm({ operation: 'create', fault: 'delay', delayMs: 200 });
    const inHand = await dealings.watchVendor('POST');
    const { orderId } = await dealings.buy(administrator());
    await inHand(1);
    await sleep(after);
    const handle = product().client.workflow.getHandle(workflowIdOf(orderId));
    await handle.cancel().catch(() => undefined); // closed already

    const status = await dealings.closed(orderId);
    const { state } = await expectOneEnd(orderId);
    expect(`${status} ${state}`).toMatch(/^(CANCELLED cancelled|COMPLETED completed)$/);
    expect(await failedTasks(orderId)).toEqual([]);
  }
});

test('a cancel at the moment the worker dies: cancelled or completed, never both', async () => {
  const orders = await Promise.all(Array.from({ length: 6 }, () => dealings.buy()));
  const links = await Promise.all(orders.map(({ orderId }) => dealings.link(orderId)));

  const sent = orders.flatMap(({ orderId }, index) => {
    const answer = () => dealings.answerOnce(links[index] ?? '', administrator());
    const cancel = async () => (await dealings.cancel(orderId)).status;
    // Which of the two is first must not matter.
    return index % 2 === 0 ? [answer(), cancel()] : [cancel(), answer()];
  });
  await Promise.race(sent);
  await product().worker.kill();
  await product().worker.start();
  await Promise.all(sent);
  for (const { orderId } of orders) {
    const status = await cancelled(orderId);
    const { state } = await expectOneEnd(orderId);
    expect(`${state} ${status}`).toMatch(/^(cancelled 202|completed 409)$/);
  }
});

describe('a worker that is gone for a while', () => {
  let waiting: OrderSeen;
  let completing: OrderSeen;
  let told: number;

  beforeAll(async () => {
    waiting = await dealings.buy();
    await dealings.link(waiting.orderId);
    await dealings.armInbox({ fault: 'hang', address: 'reto@alpin.example' });
    completing = await dealings.buy(administrator(), 'cust-alpin');
    await dealings.inboxStruck();
    await product().worker.kill();
    await product().client.workflow.getHandle(workflowIdOf(completing.orderId)).cancel();
    told = (await dealings.cancel(waiting.orderId)).status;
    await product().worker.start();
  }, 120_000);

  test('a cancel while no worker runs is answered with "unavailable"; sent again when a worker is back, it counts', async () => {
    expect(told).toBe(503);
    expect(await cancelled(waiting.orderId)).toBe(202);
    expect((await expectOneEnd(waiting.orderId)).state).toBe('cancelled');
  });

  test('an order cancelled in the Temporal UI after its worker died while completing it: completed or cancelled, never both', async () => {
    await expectOneEnd(completing.orderId);
  });
});

/**
 * Why tasks of the order's workflow failed. That one could not close it, since a message had just come, is no failure:
 * the next task has the message (UNHANDLED_COMMAND).
 */
async function failedTasks(orderId: string): Promise<unknown[]> {
  const { events } = await product().client.workflow.getHandle(workflowIdOf(orderId)).fetchHistory();
  const causes = (events ?? []).flatMap((event) => event.workflowTaskFailedEventAttributes?.cause ?? []);
  return causes.filter((cause) => cause !== UNHANDLED_COMMAND);
}

/** Cancels as a service does that is told to try again: until it is accepted or refused. */
async function cancelled(orderId: string): Promise<number> {
  return until(`a word on the cancellation of ${orderId}`, async () => {
    const { status } = await dealings.cancel(orderId);
    return status !== 503 && status;
  });
}
