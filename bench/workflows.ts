/** The workflows that the bench runs beside each other. */
import { condition, defineSignal, proxyActivities, setHandler } from '@temporalio/workflow';
import type { AdministratorDetails, Order } from '../workflows/contract/order.ts';
import type { NaiveActivities } from './naive-activities.ts';

export { orderSaga } from '../workflows/index.ts';

const answered = defineSignal<[AdministratorDetails]>('administratorDetails');

/**
 * A saga as the published samples write it: every call a regular activity with one set of options, the undo pushed
 * after its step and run in a catch. It makes the calls that the product's saga makes for the same order.
 */
export async function naiveSaga(order: Order): Promise<void> {
  const activity = proxyActivities<NaiveActivities>({ startToCloseTimeout: '1 minute' });
  let details: AdministratorDetails | undefined =
    order.administrator.mode === 'provided' ? order.administrator.details : undefined;
  setHandler(answered, (given) => {
    details = given;
  });
  const compensations: (() => Promise<void>)[] = [];
  try {
    await activity.naiveReserveCredit(order.orderId);
    compensations.unshift(() => activity.naiveReleaseCredit(order.orderId));
    if (!details) {
      await activity.naiveSendRequest(order.orderId);
      if (!(await condition(() => details !== undefined, '14 days'))) throw new Error('nobody answered');
    }
    for (const { lineId } of order.lines) {
      await activity.naiveCheckAgain(order.orderId);
      const subscriptionId = await activity.naiveCreateSubscription(lineId);
      compensations.unshift(() => activity.naiveRemoveSubscription(subscriptionId));
      await activity.naiveOpenBilling(lineId);
    }
    await activity.naiveNotify(order.orderId);
    await activity.naiveWriteRecord(order.orderId);
  } catch (error) {
    for (const compensate of compensations) await compensate();
    throw error;
  }
}

/** The floor: a workflow that does nothing but wait for the same signal. */
export async function emptyWait(_order: Order): Promise<void> {
  let seen = false;
  setHandler(answered, () => {
    seen = true;
  });
  await condition(() => seen, '14 days');
}
