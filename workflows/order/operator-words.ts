/** What operators read in the Temporal UI. */
import { MESSAGES } from '../contract/names.ts';
import type { LiveOrder, WaitingOn } from '../contract/order.ts';
import { isTerminal } from '../contract/states.ts';

export interface Extra {
  /** The address of the last mail. */
  asked: string | undefined;
  /** What happened, as it was reported. */
  detail: string | undefined;
}

/** The workflow's current details, in Markdown. */
export function detailsFor(order: LiveOrder, { asked, detail }: Extra): string {
  const lines = order.lines.map((line) => {
    const id = line.subscriptionId === undefined ? '' : `, subscription \`${line.subscriptionId}\``;
    return `- \`${line.lineId}\`: ${line.quantity} × ${line.productId}, ${line.state}${id}`;
  });
  const cause = order.cause === undefined ? '' : ` (${order.cause})`;
  const happened = detail === undefined ? [] : [`What happened: ${detail}`];
  return [`**${order.state}**${cause}`, lines.join('\n'), ...happened, ...waiting(order, asked)].join('\n\n');
}

function waiting(order: LiveOrder, asked: string | undefined): string[] {
  const wait = order.waitingOn;
  if (!wait || isTerminal(order.state)) return [];
  const from = wait.who === 'customer' && asked !== undefined ? `the customer (${asked})` : `the ${wait.who}`;
  const until = wait.until === undefined ? '' : ` until ${wait.until}`;
  return [
    `Waiting for ${wait.what} from ${from} since ${wait.since}${until}; then: ${wait.then}.`,
    `To go on: ${TO_GO_ON[wait.who]}`,
  ];
}

const TO_GO_ON: Record<WaitingOn['who'], string> = {
  customer: `update \`${MESSAGES.provideAdministratorDetails}\` with \`{"firstName": "…", "lastName": "…", "email": "…"}\`, \`${MESSAGES.resendInformationRequest}\` with \`{"to": {"email": "…"}}\`, \`${MESSAGES.extendDeadline}\` with \`{"extension": "P7D"}\`, or \`${MESSAGES.cancelOrder}\`.`,
  reseller: `update \`${MESSAGES.resendInformationRequest}\` with \`{"to": {"email": "…"}}\`, \`${MESSAGES.provideAdministratorDetails}\`, or \`${MESSAGES.cancelOrder}\`.`,
  vendor: 'nothing, while the pending activity shows a passing failure: it is retried.',
  mailServer: `nothing, while the pending activity shows a passing failure: it is retried; or \`${MESSAGES.provideAdministratorDetails}\`.`,
  operator: `mend the cause, then update \`${MESSAGES.resumeOrder}\` with \`{"action": "retry"}\`; or \`{"action": "giveUp"}\` to undo the order.`,
};
