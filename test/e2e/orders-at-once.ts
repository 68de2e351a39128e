/** A worker with its real parts, vendor and mail server in this process: for what is counted or measured of whole orders. */
import { randomBytes, randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { createActivities } from '../../activities/index.ts';
import { OrderClient } from '../../client/orders.ts';
import { readEnvironment } from '../../config/environment.ts';
import { startInbox } from '../../dev/inbox/inbox.ts';
import { DEMO_ACCOUNT } from '../../dev/vendor-sandbox/app.ts';
import { startSandbox } from '../../dev/vendor-sandbox/server.ts';
import type { NewOrder, Store } from '../../store/store.ts';
import { createDeps, WORKER_VARIABLES } from '../../worker/deps.ts';
import { workflowIdOf } from '../../workflows/contract/names.ts';
import { eventually } from '../support/product.ts';
import { required } from '../support/saga.ts';

const REGION = 'eu-west';
let administrators = 0;

/** Details that no other order has: an address has one account at the vendor. */
export const someDetails = () => ({
  firstName: 'Ada',
  lastName: 'Lovelace',
  email: `ada-${++administrators}-${randomUUID().slice(0, 8)}@engines.example`,
});

export interface OrdersAtOnce {
  /** Buys, answers when the customer is asked, and returns once the workflow has ended and said everything to everybody. */
  carry(order: NewOrder): Promise<string>;
  stop(): Promise<void>;
}

export async function ordersAtOnce(store: Store): Promise<OrdersAtOnce> {
  Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'OFF' } } });
  const address = required('TEST_TEMPORAL_ADDRESS');
  const [sandbox, inbox] = await Promise.all([startSandbox(), startInbox({ smtpPort: 0, httpPort: 0 })]);
  const env = readEnvironment(WORKER_VARIABLES, {
    SMTP_URL: inbox.smtpUrl,
    MAIL_FROM: 'Orders <orders@saga.example>',
    PUBLIC_URL: 'http://127.0.0.1:3000',
    LINK_KEYS: `test:${randomBytes(32).toString('base64url')}`,
    KEEPIT_REGIONS: JSON.stringify({ [REGION]: { baseUrl: sandbox.url, ...DEMO_ACCOUNT } }),
  });
  const { deps, close } = createDeps(env, store);
  const connection = await NativeConnection.connect({ address });
  const temporal = new Client({ connection: await Connection.connect({ address }) });
  const taskQueue = `at-once-${randomUUID()}`;
  const worker = await Worker.create({
    connection,
    taskQueue,
    workflowBundle: { codePath: required('TEST_WORKFLOW_BUNDLE') },
    activities: createActivities(deps),
  });
  const running = worker.run();
  const client = new OrderClient({ client: temporal, orders: store.orders, taskQueue });

  async function carry(order: NewOrder): Promise<string> {
    const { digest: _, ...request } = order;
    const placed = await client.place(request);
    if (placed.kind !== 'placed') throw new Error(`not placed: ${JSON.stringify(placed)}`);
    const { orderId } = placed.order;
    if (order.administrator.mode === 'email') {
      await eventually(
        'the customer to be asked',
        () => client.live(orderId),
        (live) => live?.state === 'inquiring',
      );
      const answered = await client.provideAdministrator(orderId, { details: someDetails(), by: 'customer' });
      if (answered.kind !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(answered)}`);
    }
    await client.settle();
    await temporal.workflow.getHandle(workflowIdOf(orderId)).result();
    return orderId;
  }

  async function stop(): Promise<void> {
    worker.shutdown();
    await running;
    await client.settle();
    await close();
    await temporal.connection.close();
    await connection.close();
    await Promise.all([sandbox.close(), inbox.close()]);
  }
  return { carry, stop };
}
