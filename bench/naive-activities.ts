import type { Deps } from '../activities/index.ts';

/** The calls of the saga, one activity each, on the same ports as the product's activities, under names of their own. */
export function createNaiveActivities(deps: Deps) {
  return {
    async naiveReserveCredit(orderId: string): Promise<void> {
      await deps.billing.reserveCredit(orderId);
    },
    naiveReleaseCredit: (orderId: string) => deps.billing.releaseCredit(orderId),
    async naiveSendRequest(orderId: string): Promise<void> {
      await deps.mailer.send({ messageId: `request.${orderId}`, to: { email: '' }, subject: '', text: '', html: '' });
    },
    async naiveCheckAgain(orderId: string): Promise<void> {
      await deps.record.brief(orderId);
    },
    naiveCreateSubscription: async (lineId: string) => `sub-${lineId}`,
    async naiveRemoveSubscription(_subscriptionId: string): Promise<void> {},
    naiveOpenBilling: (lineId: string) => deps.billing.openBilling(lineId),
    async naiveNotify(orderId: string): Promise<void> {
      await deps.mailer.send({ messageId: `done.${orderId}`, to: { email: '' }, subject: '', text: '', html: '' });
    },
    async naiveWriteRecord(orderId: string): Promise<void> {
      const event = { kind: 'orderCompleted' } as const;
      await deps.record.apply({ orderId, key: 'completed', state: 'completed', event, by: 'system' });
    },
  };
}

export type NaiveActivities = ReturnType<typeof createNaiveActivities>;
