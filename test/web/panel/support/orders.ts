/** Orders in the states that the panel's pages tell apart, and workflows that answer as a test wants them to. */

import type { AnswerResult, LimitedResult } from '../../../../client/orders.ts';
import type { NewOrder } from '../../../../store/store.ts';
import type { Orders } from '../../../../web/site/ports.ts';
import type { FailedLine, Hold } from '../../../../workflows/contract/causes.ts';
import type { AcceptedAnswer } from '../../../../workflows/contract/messages.ts';
import type { RecordChange } from '../../../../workflows/contract/record.ts';
import { startPanel, type TestPanel } from './panel.ts';

const SINCE = '2026-11-20T09:00:00.000Z';
const UNTIL = '2026-11-27T16:00:00.000Z';

export const ADA: AcceptedAnswer = {
  by: 'customer',
  at: '2026-11-21T10:00:00.000Z',
  details: { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@engines.example', country: 'GB' },
};

export const ASKED: Omit<RecordChange, 'orderId'> = {
  key: 'request:1:1',
  state: 'inquiring',
  event: { kind: 'informationRequestSent', mail: 'first', revision: 1 },
  by: 'system',
  waitingOn: { who: 'customer', kind: 'administratorDetails', since: SINCE, until: UNTIL },
};

export const REFUSED: Omit<RecordChange, 'orderId'> = {
  key: 'request:1:2',
  state: 'inquiring',
  event: { kind: 'informationRequestRefused', mail: 'resend', revision: 1 },
  by: 'system',
  waitingOn: { who: 'reseller', kind: 'otherContact', since: SINCE, until: UNTIL },
};

export const PROVISIONING: Omit<RecordChange, 'orderId'> = {
  key: 'provisioning:1:1',
  state: 'inProgress',
  event: { kind: 'provisioningStarted', lineId: '1' },
  by: 'system',
  waitingOn: null,
  answer: ADA,
};

const CREDIT_HOLD: Hold = { cause: 'customerOnHold', lineId: '1' };

export const HELD: Omit<RecordChange, 'orderId'> = {
  key: 'held:1',
  state: 'held',
  cause: 'customerOnHold',
  event: { kind: 'orderHeld', hold: CREDIT_HOLD },
  by: 'system',
  waitingOn: { who: 'operator', kind: 'decision', hold: CREDIT_HOLD, since: SINCE },
};

export const COMPLETED: Omit<RecordChange, 'orderId'> = {
  key: 'completed',
  state: 'completed',
  event: { kind: 'orderCompleted' },
  by: 'system',
  waitingOn: null,
};

/** One line is active, and the others are not. */
export function completedInPart(
  failed: FailedLine[],
  active: { lineId: string; subscriptionId: string },
): Omit<RecordChange, 'orderId'> {
  return {
    ...COMPLETED,
    state: 'partial',
    cause: failed[0]?.cause,
    lines: [{ ...active, state: 'active' }, ...failed.map(({ lineId }) => ({ lineId, state: 'terminated' as const }))],
    event: { kind: 'orderCompletedInPart', failed },
  };
}

export const ASSESSING: Omit<RecordChange, 'orderId'> = {
  key: 'assessing',
  state: 'assessingCancellation',
  event: { kind: 'cancellationAsked' },
  by: 'reseller',
  waitingOn: { who: 'vendor', kind: 'stepInHand', since: SINCE },
};

export const UNDOING: Omit<RecordChange, 'orderId'> = {
  key: 'undo:1',
  state: 'pendingCancellation',
  event: { kind: 'undoStarted' },
  by: 'system',
  waitingOn: { who: 'vendor', kind: 'removal', since: SINCE },
};

export const CANCELLED: Omit<RecordChange, 'orderId'> = {
  key: 'ended',
  state: 'cancelled',
  cause: 'requested',
  event: { kind: 'orderEnded', end: { state: 'cancelled', cause: 'requested' }, leftovers: [] },
  by: 'reseller',
};

export interface OrdersPanel extends TestPanel {
  /** What the workflow says to the next message; without it, it accepts, and the record follows at once. */
  next: { answer?: AnswerResult; message?: LimitedResult };
  /** Places an order, then changes its record step by step. Answers its number. */
  place(steps?: Omit<RecordChange, 'orderId'>[], changes?: Partial<NewOrder>): Promise<string>;
  apply(orderId: string, change: Omit<RecordChange, 'orderId'>): Promise<void>;
}

/** What a person reads, in one line. */
export function readable(html: string): string {
  const main = /<main[^>]*>(.*)<\/main>/s.exec(html)?.[1] ?? '';
  return main
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ');
}

let placed = 0;

export async function startOrdersPanel(timeZone = 'Europe/Berlin'): Promise<OrdersPanel> {
  const next: OrdersPanel['next'] = {};
  const workflows: Partial<Orders> = {
    async provideAdministrator(orderId, { details, by, round }) {
      panel.asked.push({ name: 'provideAdministrator', orderId, request: { details, by, round } });
      const { answer } = next;
      if (answer !== undefined) return answer;
      const accepted = { by, at: ADA.at, details, ...(round !== undefined && { round }) };
      await apply(orderId, { ...PROVISIONING, key: `provisioning:1:${round ?? 1}`, answer: accepted });
      return { kind: 'accepted' };
    },
    async resendInformationRequest(orderId, request) {
      panel.asked.push({ name: 'resendInformationRequest', orderId, request });
      if (next.message !== undefined) return next.message;
      await apply(orderId, {
        ...ASKED,
        key: `again:${panel.asked.length}`,
        event: { kind: 'informationRequestSent', mail: 'resend', revision: 2 },
        by: 'reseller',
      });
      return { kind: 'accepted' };
    },
    async cancel(orderId, request) {
      panel.asked.push({ name: 'cancel', orderId, request });
      if (next.message !== undefined && next.message.kind !== 'limitReached') return next.message;
      const state = (await panel.store.orders.getAny(orderId))?.state;
      if (state === 'inProgress') await apply(orderId, ASSESSING);
      else if (state !== 'assessingCancellation') await apply(orderId, CANCELLED);
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
          await panel.store.worker.informationRequestSent({ orderId, revision: 1, to, until: UNTIL });
        }
        await apply(orderId, step);
      }
      return orderId;
    },
  });
}
