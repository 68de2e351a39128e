/** What is compared: how an order of each kind is started and answered. */
import type { Client, WorkflowHandle } from '@temporalio/client';
import { startOptions } from '../client/start-options.ts';
import { MESSAGES, ORDER_SAGA } from '../workflows/contract/names.ts';
import type { AdministratorSource, Order } from '../workflows/contract/order.ts';
import { DEFAULT_INFORMATION_REQUEST } from '../workflows/contract/order.ts';

const DETAILS = { firstName: 'Grace', lastName: 'Hopper', email: 'grace@customer.example' };

export interface Contender {
  name: string;
  workflow: string;
  /** Whether the customer is asked by mail, which the answer must wait for. */
  asks: boolean;
  answer(handle: WorkflowHandle): Promise<unknown>;
}

const bySignal = (handle: WorkflowHandle) => handle.signal(MESSAGES.administratorDetails, DETAILS);

export const PRODUCT: Contender = {
  name: 'Order Saga',
  workflow: ORDER_SAGA,
  asks: true,
  // As the portal answers: a validated update, whose acceptance is waited for.
  answer: (handle) =>
    handle.executeUpdate(MESSAGES.provideAdministratorDetails, {
      args: [{ details: DETAILS, by: 'customer', revision: 1 }],
    }),
};
const NAIVE: Contender = { name: 'naive saga', workflow: 'naiveSaga', asks: true, answer: bySignal };
export const FLOOR: Contender = { name: 'empty wait (floor)', workflow: 'emptyWait', asks: false, answer: bySignal };

export const CONTENDERS = [PRODUCT, NAIVE, FLOOR];

let orders = 0;

export function newOrder(mode: AdministratorSource['mode']): Order {
  const orderId = `B${process.pid}X${++orders}`;
  return {
    orderId,
    resellerId: 'r',
    customerId: 'c',
    lines: [
      {
        lineId: `${orderId}-1`,
        productId: 'veritas-o365-backup',
        quantity: 5,
        source: { vendor: 'keepit', vendorProductId: 'p', region: 'dk-co' },
      },
    ],
    administrator: mode === 'email' ? { mode } : { mode, details: DETAILS },
    informationRequest: DEFAULT_INFORMATION_REQUEST,
  };
}

export async function start(
  client: Client,
  taskQueue: string,
  contender: Contender,
  order: Order,
): Promise<WorkflowHandle> {
  return client.workflow.start(contender.workflow, startOptions(order, taskQueue, new Date()));
}
