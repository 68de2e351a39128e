import type { WorkflowStartOptions } from '@temporalio/client';
import { milliseconds } from '../workflows/contract/durations.ts';
import { SEARCH_ATTRIBUTE_KEYS as KEYS, workflowIdOf } from '../workflows/contract/names.ts';
import type { Order } from '../workflows/contract/order.ts';

/**
 * How an order's workflow is started. What the first seconds of the order will bring is written with the start, so
 * that the workflow need not write it again: the search attributes of an order that is asked for by mail say so from
 * the beginning, and the workflow corrects them only if the mail does not go out.
 */
export function startOptions(order: Order, taskQueue: string, now: Date): WorkflowStartOptions {
  const byMail = order.administrator.mode === 'email';
  const deadline = new Date(now.getTime() + milliseconds(order.informationRequest.deadline));
  return {
    taskQueue,
    workflowId: workflowIdOf(order.orderId),
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
    args: [order],
    typedSearchAttributes: [
      { key: KEYS.orderState, value: byMail ? 'inquiring' : 'inProgress' },
      { key: KEYS.resellerId, value: order.resellerId },
      { key: KEYS.customerId, value: order.customerId },
      ...(byMail
        ? [
            { key: KEYS.waitingOn, value: 'customer' },
            { key: KEYS.waitDeadline, value: deadline },
          ]
        : []),
    ],
    staticSummary: `${order.orderId}: ${order.lines.map((line) => `${line.quantity} × ${line.productId}`).join(', ')}`,
    staticDetails: `Order **${order.orderId}** of reseller \`${order.resellerId}\` for customer \`${order.customerId}\`; the administrator’s details are ${byMail ? 'asked for by e-mail' : 'at hand'}.`,
  };
}
