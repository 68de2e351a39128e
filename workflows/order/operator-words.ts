/** What operators read in the Temporal UI. */
import type { Hold, HoldCause, Leftover } from '../contract/causes.ts';
import type { VendorRefusal } from '../contract/failures.ts';
import { MESSAGES } from '../contract/names.ts';
import type { LiveOrder, WaitingOn } from '../contract/order.ts';
import { isTerminal, unreachable } from '../contract/states.ts';

export interface Extra {
  /** The address to which the last information request went. */
  contacted: string | undefined;
  /** What happened, as it was reported. */
  reported: string | undefined;
}

/** The workflow's current details, in Markdown. */
export function detailsFor(order: LiveOrder, { contacted, reported }: Extra): string {
  const lines = order.lines.map((line) => {
    const id = line.subscriptionId === undefined ? '' : `, subscription \`${line.subscriptionId}\``;
    return `- \`${line.lineId}\`: ${line.quantity} × ${line.productId}, ${line.state}${id}`;
  });
  const cause = order.cause === undefined ? '' : ` (${order.cause})`;
  const happened = reported === undefined ? [] : [`What happened: ${reported}`];
  return [`**${order.state}**${cause}`, lines.join('\n'), ...happened, ...waiting(order, contacted)].join('\n\n');
}

function waiting(order: LiveOrder, contacted: string | undefined): string[] {
  const wait = order.waitingOn;
  if (!wait || isTerminal(order.state)) return [];
  const from = wait.who === 'customer' && contacted !== undefined ? `the customer (${contacted})` : `the ${wait.who}`;
  const until = wait.until === undefined ? '' : ` until ${wait.until}`;
  const { what, then } = waitInWords(wait);
  return [
    `Waiting for ${what} from ${from} since ${wait.since}${until}; then: ${then}.`,
    `To go on: ${TO_GO_ON[wait.kind]}`,
  ];
}

const EXPIRES = 'the order expires and the reserved credit is released';

function waitInWords(wait: WaitingOn): { what: string; then: string } {
  switch (wait.kind) {
    case 'administratorDetails':
      return {
        what: wait.corrections
          ? `corrected details (the vendor refused ${fieldsIn(wait.corrections)})`
          : 'the administrator’s details',
        then: EXPIRES,
      };
    case 'otherContact':
      return { what: 'another contact (the mail server refused the address)', then: EXPIRES };
    case 'correction':
      return { what: `corrected details (the vendor refused ${fieldsIn(wait.corrections)})`, then: EXPIRES };
    case 'stepInHand':
      return {
        what: 'the call that is under way to end, since the order is being cancelled',
        then: 'the order is completed if that was the last step, and else undone',
      };
    case 'removal':
      return {
        what: 'what was created to be removed (see the pending activity)',
        then: 'after 3 days the order is held with the leftovers',
      };
    case 'firstMail':
      return { what: 'the first mail to be accepted (see the pending activity)', then: EXPIRES };
    case 'creation':
    case 'activation':
      return {
        what: 'the subscription to be created and active (see the pending activity)',
        then: 'after 4 hours the order is held for an operator',
      };
    case 'decision':
      return {
        what: holdInWords(wait.hold),
        then: 'an operator mends the cause and resumes the order, or gives it up',
      };
    case 'completion':
      return {
        what: 'billing, record and mails to be done (see the pending activity)',
        then: 'it is tried again and again; the subscription is active already',
      };
    default:
      return unreachable(wait);
  }
}

function fieldsIn(corrections: readonly VendorRefusal[]): string {
  return corrections.map(({ field, code }) => `${field}: ${code}`).join(', ');
}

const HELD_BECAUSE: Record<HoldCause, string> = {
  customerOnHold: 'the customer is on credit hold',
  productWithdrawn: 'a product of the order was withdrawn from the catalogue',
  vendorMisconfigured: 'the marketplace’s own access to the vendor must be mended',
  vendorUncertain: 'it must be found out at the vendor whether the subscription exists; look for its external id',
  vendorUnavailable: 'the vendor could not be reached for hours',
  tooManyCorrections: 'the vendor refused every correction of the administrator’s details',
  leftovers: 'something that was created could not be removed',
};

function holdInWords(hold: Hold): string {
  const because = HELD_BECAUSE[hold.cause];
  return hold.cause === 'leftovers'
    ? `${because}: ${hold.leftovers.map(leftoverInWords).join(', ')}`
    : `${because} (line ${hold.lineId})`;
}

function leftoverInWords(leftover: Leftover): string {
  switch (leftover.kind) {
    case 'credit':
      return 'reserved credit';
    case 'subscription':
      return `subscription of line ${leftover.lineId} (${leftover.productId}) at ${leftover.vendor}`;
    case 'billing':
      return `billing of line ${leftover.lineId}`;
    default:
      return unreachable(leftover);
  }
}

const LATE = 'nothing, while the pending activity shows a passing failure: it is retried.';

/** Only messages that the order takes in this wait. */
const TO_GO_ON: Record<WaitingOn['kind'], string> = {
  administratorDetails: `update \`${MESSAGES.provideAdministratorDetails}\` with \`{"firstName": "…", "lastName": "…", "email": "…"}\`, \`${MESSAGES.resendInformationRequest}\` with \`{"to": {"email": "…"}}\`, \`${MESSAGES.extendDeadline}\` with \`{"extension": "P7D"}\`, or \`${MESSAGES.cancelOrder}\`.`,
  otherContact: `update \`${MESSAGES.resendInformationRequest}\` with \`{"to": {"email": "…"}}\`, \`${MESSAGES.provideAdministratorDetails}\`, or \`${MESSAGES.cancelOrder}\`.`,
  correction: `update \`${MESSAGES.provideAdministratorDetails}\` with \`{"firstName": "…", "lastName": "…", "email": "…"}\`, \`${MESSAGES.resendInformationRequest}\` to ask the customer, or \`${MESSAGES.cancelOrder}\`.`,
  stepInHand: 'nothing: the call ends by itself, at the latest when its attempt is over.',
  removal: LATE,
  firstMail: `nothing, while the pending activity shows a passing failure: it is retried; or \`${MESSAGES.provideAdministratorDetails}\`.`,
  creation: LATE,
  activation: LATE,
  decision: `mend the cause, then update \`${MESSAGES.resumeOrder}\` with \`{"action": "retry"}\`; or \`{"action": "giveUp"}\` to undo the order.`,
  completion:
    'mend what the pending activity’s last failure names; it is tried again until it succeeds, and needs no message.',
};
