import type { BillingLedger } from './billing/port.ts';
import type { BounceAddresses, LinkIssuer, Mailer } from './email/port.ts';
import type { MailLog, OrderRecord } from './record/port.ts';
import type { VendorRegistry } from './vendors/registry.ts';

/** What the activities need from outside; the worker's composition root fills it in. */
export interface Deps {
  billing: BillingLedger;
  record: OrderRecord;
  mailLog: MailLog;
  mailer: Mailer;
  links: LinkIssuer;
  /** Absent: reports of what could not be delivered go to the sender, and nobody reads them for an order. */
  bounces?: BounceAddresses;
  /** Whom to tell of orders that wait for an operator; absent: nobody is mailed. */
  operatorsEmail?: string;
  vendors: VendorRegistry;
  /** The right-hand side of our Message-IDs; a domain we own (RFC 5322 §3.6.4). */
  mailDomain: string;
  /** From one look at a region's subscriptions that are not active yet to the next, in milliseconds. */
  activationPollMs: number;
  now: () => Date;
}

/** What the workflow says with every call that writes the record. */
export interface InTurn {
  /** The number of the step, as `RecordChange` has it; absent in calls of earlier releases. */
  turn?: number;
}

/** The same mail always has the same Message-ID, so that a repeat after a lost reply is recognisable as one. */
export function messageIdOf(deps: Deps, orderId: string, mail: string): string {
  return `${orderId}.${mail}@${deps.mailDomain}`;
}
