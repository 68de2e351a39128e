/** Orders in the states that the panel's pages tell apart, and workflows that answer as a test wants them to. */

import type { AnswerResult, MessageResult } from '../../../../client/orders.ts';
import type { NewOrder } from '../../../../store/store.ts';
import type { Orders } from '../../../../web/site/ports.ts';
import type { AcceptedAnswer } from '../../../../workflows/contract/messages.ts';
import type { WaitingOn } from '../../../../workflows/contract/order.ts';
import type { RecordChange } from '../../../../workflows/contract/record.ts';
import { startPanel, type TestPanel } from './panel.ts';

const SINCE = '2026-11-20T09:00:00.000Z';
const UNTIL = '2026-11-27T16:00:00.000Z';
const EXPIRES = 'the order expires and the reserved credit is released';

export const ADA: AcceptedAnswer = {
  by: 'customer',
  at: '2026-11-21T10:00:00.000Z',
  details: { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@engines.example', country: 'GB' },
};

export const ASKED: Omit<RecordChange, 'orderId'> = {
  key: 'request:1:1',
  state: 'inquiring',
  what: 'The customer was asked for the administrator’s details by e-mail',
  by: 'system',
  waitingOn: waiting('customer', 'the administrator’s details, asked for by e-mail', EXPIRES, UNTIL),
};

export const REFUSED: Omit<RecordChange, 'orderId'> = {
  key: 'request:1:2',
  state: 'inquiring',
  what: 'The mail to the admin contact was refused by its mail server',
  by: 'system',
  waitingOn: waiting('reseller', 'another contact, or the administrator’s details', EXPIRES, UNTIL),
};

export const PROVISIONING: Omit<RecordChange, 'orderId'> = {
  key: 'provisioning:1:1',
  state: 'inProgress',
  what: 'The subscription is being created at the vendor',
  by: 'system',
  waitingOn: null,
  answer: ADA,
};

export const HELD: Omit<RecordChange, 'orderId'> = {
  key: 'held:1',
  state: 'held',
  cause: 'customerOnHold',
  what: 'The order is on hold: line 1 (veritas-o365-backup): the customer is on credit hold',
  by: 'system',
  waitingOn: waiting('operator', 'line 1: the customer is on credit hold', 'an operator mends the cause'),
};

export const COMPLETED: Omit<RecordChange, 'orderId'> = {
  key: 'completed',
  state: 'completed',
  what: 'The subscription is active',
  by: 'system',
  waitingOn: null,
};

function waiting(who: WaitingOn['who'], what: string, then: string, until?: string): WaitingOn {
  return { who, what, since: SINCE, then, ...(until === undefined ? {} : { until }) };
}

export interface OrdersPanel extends TestPanel {
  /** What the workflow says to the next message; without it, it accepts, and the record follows at once. */
  next: { answer?: AnswerResult; message?: MessageResult };
  /** Places an order, then changes its record step by step. Answers its number. */
  place(steps?: Omit<RecordChange, 'orderId'>[], changes?: Partial<NewOrder>): Promise<string>;
  apply(orderId: string, change: Omit<RecordChange, 'orderId'>): Promise<void>;
}

let placed = 0;

export async function startOrdersPanel(timeZone = 'Europe/Berlin'): Promise<OrdersPanel> {
  const next: OrdersPanel['next'] = {};
  const workflows: Partial<Orders> = {
    async provideAdministrator(orderId, { details, by }) {
      panel.asked.push({ name: 'provideAdministrator', orderId, request: { details, by } });
      const { answer } = next;
      if (answer !== undefined) return answer;
      await apply(orderId, { ...PROVISIONING, answer: { by, at: ADA.at, details } });
      return { kind: 'accepted' };
    },
    async resendInformationRequest(orderId, request) {
      panel.asked.push({ name: 'resendInformationRequest', orderId, request });
      if (next.message !== undefined) return next.message;
      await apply(orderId, {
        ...ASKED,
        key: `again:${panel.asked.length}`,
        what: 'The request was sent again; the earlier link no longer works',
        by: 'reseller',
      });
      return { kind: 'accepted' };
    },
    async cancel(orderId, request) {
      panel.asked.push({ name: 'cancel', orderId, request });
      if (next.message !== undefined) return next.message;
      await apply(orderId, {
        key: 'ended',
        state: 'cancelled',
        cause: 'requested',
        what: 'The order was cancelled; the reserved credit was released',
        by: 'reseller',
      });
      return { kind: 'accepted' };
    },
  };
  const panel = await startPanel({ orders: workflows, deps: { timeZone } });

  async function apply(orderId: string, change: Omit<RecordChange, 'orderId'>): Promise<void> {
    await panel.store.worker.apply({ orderId, ...change });
  }

  return Object.assign(panel, {
    next,
    apply,
    async place(steps: Omit<RecordChange, 'orderId'>[] = [ASKED], changes: Partial<NewOrder> = {}) {
      placed += 1;
      const result = await panel.store.orders.place({
        resellerId: 'alpha',
        customerId: 'cust-1',
        lines: [{ productId: 'veritas-o365-backup', quantity: 25 }],
        administrator: { mode: 'email' },
        termsVersion: '2026-01',
        informationRequest: { deadline: 'P14D', reminders: [] },
        idempotencyKey: `key-${placed}`,
        digest: 'd',
        ...changes,
      });
      if (!('order' in result)) throw new Error(`not placed: ${JSON.stringify(result)}`);
      const { orderId } = result.order;
      for (const step of steps) {
        if (step === ASKED) {
          const to = { name: 'Ada Admin', email: 'ada@customer1.example' };
          await panel.store.worker.informationRequestSent(orderId, 1, to, UNTIL);
        }
        await apply(orderId, step);
      }
      return orderId;
    },
  });
}
