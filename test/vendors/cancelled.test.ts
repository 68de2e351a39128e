/** The saga with the adapter and the sandbox: a real engine delivers the cancellation, by heartbeat. */
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { createActivities } from '../../activities/index.ts';
import { VendorRegistry } from '../../activities/vendors/registry.ts';
import { startOptions } from '../../client/start-options.ts';
import { ORDER_SAGA, workflowIdOf } from '../../workflows/contract/names.ts';
import { AT_HAND, anOrder, doubles } from '../support/doubles.ts';
import { required } from '../support/saga.ts';
import { timeSkippingServer } from '../support/time-skipping.ts';
import { KeepitBench } from './keepit-bench.ts';

let vendor: KeepitBench;
let env: TestWorkflowEnvironment;
beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'OFF' } } });
  env = await timeSkippingServer();
  vendor = await KeepitBench.start();
});
afterAll(async () => {
  await vendor.close();
  await env.teardown();
});

test('a workflow cancelled while the vendor takes its time over a creation: the undo waits for it, and no account is left', async () => {
  const { deps } = doubles();
  let heard: () => void = () => {};
  const cancellationHeard = new Promise<void>((resolve) => {
    heard = resolve;
  });
  const keepit: typeof vendor.adapter = {
    ...vendor.adapter,
    create(request, context) {
      context.signal.addEventListener('abort', heard);
      return vendor.adapter.create(request, context);
    },
  };
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue: 'cancelled',
    workflowBundle: { codePath: required('TEST_WORKFLOW_BUNDLE') },
    activities: createActivities({ ...deps, vendors: new VendorRegistry({ keepit }) }),
    maxHeartbeatThrottleInterval: '100 milliseconds',
  });
  await worker.runUntil(async () => {
    const order = anOrder({ administrator: AT_HAND });
    await vendor.hold('create');
    await env.client.workflow.start(ORDER_SAGA, startOptions(order, 'cancelled', new Date()));
    const handle = env.client.workflow.getHandle(workflowIdOf(order.orderId));
    await vendor.untilHeld();
    await handle.cancel();
    await cancellationHeard;
    // Time enough for an attempt that ended now, and for an undo that came too early.
    for (let turn = 0; turn < 20; turn++) {
      const { raw } = await handle.describe();
      expect(raw.pendingActivities?.map(({ activityType }) => activityType?.name)).toEqual(['createSubscription']);
    }
    expect(await vendor.lists()).toBe(0);
    await vendor.letGo();
    await expect(handle.result()).rejects.toThrow();
    expect((await handle.describe()).status.name).toBe('CANCELLED');
  });
  expect([await vendor.calls('POST'), await vendor.calls('DELETE')]).toEqual([1, 1]);
  expect(await vendor.held()).toEqual([]);
});
