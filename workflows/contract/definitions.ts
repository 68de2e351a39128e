/**
 * The order workflow's messages as Temporal's typed definitions: workflow and client both take them from here. Each message
 * is an update, whose sender learns what became of it, and a signal, for who fires and forgets.
 */
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type {
  AdministratorAnswer,
  BounceReport,
  CancelRequest,
  ExtendRequest,
  ResendRequest,
  ResumeRequest,
} from './messages.ts';
import { MESSAGES } from './names.ts';
import type { LiveOrder } from './order.ts';

/** What every update answers; a refusal is thrown. */
export interface Accepted {
  accepted: true;
}

function defineMessage<M>(update: string, signal = update) {
  return { update: defineUpdate<Accepted, [M]>(update), signal: defineSignal<[M]>(signal) };
}

export type MessageDefinition<M> = ReturnType<typeof defineMessage<M>>;

export const getOrder = defineQuery<LiveOrder>(MESSAGES.getOrder);

export const provideAdministratorDetails = defineMessage<AdministratorAnswer>(
  MESSAGES.provideAdministratorDetails,
  MESSAGES.administratorDetails,
);
export const resendInformationRequest = defineMessage<ResendRequest>(MESSAGES.resendInformationRequest);
export const extendDeadline = defineMessage<ExtendRequest>(MESSAGES.extendDeadline);
export const cancelOrder = defineMessage<CancelRequest>(MESSAGES.cancelOrder);
export const reportBounce = defineMessage<BounceReport>(MESSAGES.reportBounce);
export const resumeOrder = defineMessage<ResumeRequest>(MESSAGES.resumeOrder);
