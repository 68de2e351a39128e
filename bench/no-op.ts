/** Ports that do nothing, so that the bench measures the saga and the engine, and no database or vendor. */
import type { Deps } from '../activities/index.ts';
import { VendorRegistry } from '../activities/vendors/registry.ts';

/** `onMail` is told of each order whose customer is asked: the cue to answer. */
export function noOpDeps(onMail: (orderId: string) => void): Deps {
  const done = async () => {};
  return {
    billing: {
      reserveCredit: async () => ({ reserved: true }),
      releaseCredit: done,
      openBilling: done,
      closeBilling: done,
    },
    record: {
      brief: async (orderId) => ({
        orderId,
        reseller: { id: 'r', name: 'Reseller', email: 'r@reseller.example' },
        customer: { id: 'c', name: 'Customer' },
        adminContact: { email: 'c@customer.example' },
        lines: [],
        checks: { customerOnHold: false, withdrawnProducts: [] },
      }),
      apply: async () => 'applied',
      creationRefused: async () => {},
      creationSent: done,
      noteStray: done,
      informationRequestSent: done,
      informationRequestBounced: async () => true,
    },
    mailLog: { claimMail: async () => ({ kind: 'claimed' }), giveBackMail: done, mailSent: async ({ at }) => at },
    mailer: {
      async send({ messageId }) {
        const asked = /^(?:request\.(\w+)$|(\w+)\.request\.)/.exec(messageId);
        if (asked) onMail((asked[1] ?? asked[2]) as string);
      },
    },
    links: { issue: async ({ orderId }) => `https://portal.example/complete/${orderId}`, orderPage: () => '' },
    vendors: new VendorRegistry({
      keepit: {
        create: async ({ key }) => ({ subscriptionId: `sub-${key}`, active: true }),
        find: async () => undefined,
        remove: async () => 'certain',
        adopt: async (_reference, subscriptionId) => ({ subscriptionId, active: true }),
        removeNamed: done,
        removeStrays: async () => ({ removed: [], kept: [] }),
      },
    }),
    mailDomain: 'orders.example',
    activationPollMs: 1000,
    now: () => new Date(),
  };
}
