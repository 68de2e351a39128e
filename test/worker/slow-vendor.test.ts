/** A worker with the product’s slots, on a real server, and more lines at a slow vendor than Temporal’s default allows. */
import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { createActivities } from '../../activities/index.ts';
import { startOptions } from '../../client/start-options.ts';
import { activitySlots } from '../../worker/slots.ts';
import { MESSAGES, ORDER_SAGA, workflowIdOf } from '../../workflows/contract/names.ts';
import { AT_HAND, anOrder, doubles } from '../support/doubles.ts';
import { required } from '../support/saga.ts';

const SLOW = 120;

test('while more orders wait for a slow vendor than a worker has slots by default, another order comes to its end', async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'OFF' } } });
  const address = required('TEST_TEMPORAL_ADDRESS');
  const client = new Client({ connection: await Connection.connect({ address }) });
  const connection = await NativeConnection.connect({ address });
  const { deps, vendor, record } = doubles();
  // The double keeps the record of one order.
  record.apply = async () => 'applied';
  vendor.looksUntilActive = Number.POSITIVE_INFINITY;
  const taskQueue = `slow-vendor-${randomUUID()}`;
  const worker = await Worker.create({
    connection,
    taskQueue,
    workflowBundle: { codePath: required('TEST_WORKFLOW_BUNDLE') },
    activities: createActivities(deps),
    maxConcurrentActivityTaskExecutions: activitySlots(0),
  });
  const start = async (order: Partial<ReturnType<typeof anOrder>>) => {
    const orderId = `S${randomUUID()}`;
    const lines = anOrder().lines.map((line) => ({ ...line, lineId: `${orderId}-1` }));
    await client.workflow.start(ORDER_SAGA, startOptions(anOrder({ orderId, lines, ...order }), taskQueue, new Date()));
    return client.workflow.getHandle(workflowIdOf(orderId));
  };
  await worker.runUntil(async () => {
    const slow = [];
    for (let order = 1; order <= SLOW; order++) {
      const email = `a${order}@customer.example`;
      slow.push(await start({ administrator: { ...AT_HAND, details: { ...AT_HAND.details, email } } }));
    }
    const looking = () => new Set(vendor.calls.filter((call) => call.startsWith('find:'))).size;
    while (looking() < SLOW) await new Promise((resolve) => setTimeout(resolve, 20));
    const waiting = await start({});
    await waiting.signal(MESSAGES.cancelOrder, { by: 'reseller' });
    expect(await waiting.result()).toMatchObject({ state: 'cancelled' });
    vendor.looksUntilActive = 0;
    for (const order of slow) expect(await order.result()).toMatchObject({ state: 'completed' });
  });
  await client.connection.close();
  await connection.close();
});
