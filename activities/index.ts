/** The side effects of the saga. Workflows import the type {@link Activities} and nothing else of this room. */
import type { RecordChange } from '../workflows/contract/record.ts';
import { CreditRefused } from './billing/port.ts';
import { attemptBegins, beforeEffect } from './deadline.ts';
import type { Deps } from './deps.ts';
import { completionIn, endIn, holdIn } from './earlier-inputs.ts';
import { type SendNotice, sendNotice } from './email/notices.ts';
import {
  type BouncedRequest,
  type RequestMail,
  recordBounce,
  type SentRequest,
  sendRequest,
} from './email/requests.ts';
import { translated } from './failures.ts';
import { recordChange } from './record/changes.ts';
import {
  type CompleteOrder,
  completeOrder,
  type EndOrder,
  endOrder,
  type HoldOrder,
  holdOrder,
} from './record/outcomes.ts';
import { ActivationLooks } from './vendors/activation.ts';
import {
  type AdoptLine,
  adoptSubscription,
  type RemoveNamed,
  removeNamedSubscription,
  removeStrays,
} from './vendors/strays.ts';
import {
  awaitActivation,
  createSubscription,
  type ProvisionLine,
  removeSubscription,
  type WatchLine,
} from './vendors/subscriptions.ts';

export type { Deps } from './deps.ts';
export type { Notice, SendNotice } from './email/notices.ts';
export type { BouncedRequest, RequestMail, SentRequest } from './email/requests.ts';
export type { CompleteOrder, EndOrder, HoldOrder, Told } from './record/outcomes.ts';
export type { AdoptLine, RemoveNamed } from './vendors/strays.ts';
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
  const looks = new ActivationLooks(deps.vendors, deps.activationPollMs);
  return {
    /** Reserves the credit; then, if asked to, sends the first mail. @throws CreditRefused */
    openOrder: inTime(async (input: OpenOrder): Promise<SentRequest | undefined> => {
      beforeEffect();
      const decision = await deps.billing.reserveCredit(input.orderId);
      if (!decision.reserved) throw new CreditRefused(decision.shortage);
      return input.ask && sendRequest(deps, input.ask);
    }),
    /** Sends a reminder, or the request again. */
    sendInformationRequest: inTime((mail: RequestMail) => sendRequest(deps, mail)),
    /** @throws VendorRefused, OrderBlocked, VendorMisconfigured (not retryable), VendorUncertain, VendorUnavailable */
    createSubscription: (input: ProvisionLine) => translated(() => createSubscription(deps, input)),
    awaitActivation: (input: WatchLine) => translated(() => awaitActivation(deps, looks, input)),
    removeSubscription: (input: WatchLine) => translated(() => removeSubscription(deps, input)),
    /** @throws VendorRefused if the vendor has no such subscription, or it is another line's */
    adoptSubscription: (input: AdoptLine) => translated(() => adoptSubscription(deps, input)),
    /** @throws as `adoptSubscription` */
    removeNamedSubscription: (input: RemoveNamed) => translated(() => removeNamedSubscription(deps, input)),
    /** Removes what stands under the key of a line that was given up. */
    removeStrays: (input: WatchLine) => translated(() => removeStrays(deps, input)),
    releaseCredit: (input: { orderId: string }) => deps.billing.releaseCredit(input.orderId),
    closeBilling: (input: { lineId: string }) => deps.billing.closeBilling(input.lineId),
    completeOrder: inTime((input: CompleteOrder) => completeOrder(deps, completionIn(input))),
    endOrder: inTime((input: EndOrder) => endOrder(deps, endIn(input))),
    holdOrder: inTime((input: HoldOrder) => holdOrder(deps, holdIn(input))),
    /** Writes the record, where a step of the workflow does nothing else. */
    recordChange: inTime((change: RecordChange) => recordChange(deps, change)),
    /** Tells the reseller, the customer or the operators; see `Notice`. */
    sendNotice: inTime((input: SendNotice) => sendNotice(deps, input)),
    /** Marks an information request whose mail came back; from then on the order waits on the reseller. */
    recordBounce: inTime((input: BouncedRequest) => recordBounce(deps, input)),
  };
}

/** An activity that does nothing once its attempt is over, and whose failures are translated. */
function inTime<I, O>(body: (input: I) => Promise<O>): (input: I) => Promise<O> {
  return (input) => {
    attemptBegins();
    return translated(() => body(input));
  };
}

export type Activities = ReturnType<typeof createActivities>;
