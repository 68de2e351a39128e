/** The side effects of the saga. Workflows import the type {@link Activities} and nothing else of this room. */
import { CreditRefused } from './billing/port.ts';
import type { Deps } from './deps.ts';
import { completionIn, endIn, holdIn } from './earlier-inputs.ts';
import { type RequestMail, type SentRequest, sendRequest } from './email/requests.ts';
import { translated } from './failures.ts';
import {
  type CompleteOrder,
  completeOrder,
  type EndOrder,
  endOrder,
  type HoldOrder,
  holdOrder,
} from './record/outcomes.ts';
import {
  awaitActivation,
  createSubscription,
  type ProvisionLine,
  removeSubscription,
  type WatchLine,
} from './vendors/subscriptions.ts';

export type { Deps } from './deps.ts';
export type { RequestMail, SentRequest } from './email/requests.ts';
export type { CompleteOrder, EndOrder, HoldOrder } from './record/outcomes.ts';
export type { ProvisionLine, WatchLine } from './vendors/subscriptions.ts';

export interface OpenOrder {
  orderId: string;
  /** The first mail of an information request; absent when the details are at hand. */
  ask?: RequestMail;
}

/**
 * Every activity is idempotent: its key comes from the order, line or mail it is for, never from the attempt.
 * Calls that always follow one another are one activity, since each costs the history and the server as much as a step.
 */
export function createActivities(deps: Deps) {
  return {
    /** Reserves the credit; then, if asked to, sends the first mail. @throws CreditRefused */
    openOrder: (input: OpenOrder): Promise<SentRequest | undefined> =>
      translated(async () => {
        const decision = await deps.billing.reserveCredit(input.orderId);
        if (!decision.reserved) throw new CreditRefused(decision.shortage);
        return input.ask && sendRequest(deps, input.ask);
      }),
    /** Sends a reminder, or the request again. */
    sendInformationRequest: (mail: RequestMail) => translated(() => sendRequest(deps, mail)),
    /** @throws VendorRefused, OrderBlocked, VendorMisconfigured (not retryable), VendorUncertain, VendorUnavailable */
    createSubscription: (input: ProvisionLine) => translated(() => createSubscription(deps, input)),
    awaitActivation: (input: WatchLine) => translated(() => awaitActivation(deps, input)),
    removeSubscription: (input: WatchLine) => translated(() => removeSubscription(deps, input)),
    releaseCredit: (input: { orderId: string }) => deps.billing.releaseCredit(input.orderId),
    closeBilling: (input: { lineId: string }) => deps.billing.closeBilling(input.lineId),
    completeOrder: (input: CompleteOrder) => completeOrder(deps, completionIn(input)),
    endOrder: (input: EndOrder) => endOrder(deps, endIn(input)),
    holdOrder: (input: HoldOrder) => holdOrder(deps, holdIn(input)),
  };
}

export type Activities = ReturnType<typeof createActivities>;
