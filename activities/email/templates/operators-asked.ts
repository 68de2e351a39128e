/** What operators are told of an order that waits for their decision; in English, as the Temporal UI is. */
import type { Hold } from '../../../workflows/contract/causes.ts';
import type { OperatorsAsked } from './data.ts';
import { facts, instant, productsInShort } from './en/phrases.ts';
import { type Letter, paragraph } from './letter.ts';

export function operatorsAsked({ brief, hold, since, again, workflowId }: OperatorsAsked): Letter {
  const { orderId } = brief;
  return {
    language: 'en',
    subject: `${again ? 'Still on hold' : 'On hold'}: order ${orderId} (${hold.cause}), ${productsInShort(brief)}`,
    title: again ? 'An order is still on hold' : 'An order is on hold',
    blocks: [
      paragraph(`Order ${orderId} waits for an operator’s decision since ${instant(since)}.`),
      {
        kind: 'facts',
        rows: [['Cause', hold.cause], ...whatOf(hold), ['Workflow', workflowId]],
      },
      paragraph(
        `What happened and what to send stands in the workflow’s details in the Temporal UI, and in the runbook: ${whatToDo(hold)}.`,
      ),
      { kind: 'heading', text: 'The order' },
      facts(brief),
    ],
    footer: 'This mail goes to the operators of Order Saga, again and again until somebody has decided.',
  };
}

function whatToDo({ cause }: Hold): string {
  switch (cause) {
    case 'leftovers':
      return 'mend the cause and send retry, or give the rest up';
    case 'tooManyCorrections':
      return 'send retry, and whoever gave the details is asked for others once more, or give the line up';
    default:
      return 'mend the cause and send retry, adopt or remove a subscription, or give the line up';
  }
}

function whatOf(hold: Hold): (readonly [string, string])[] {
  if (hold.cause !== 'leftovers') return [['Line', hold.lineId]];
  return hold.leftovers.map((left) => ['Left over', 'lineId' in left ? `${left.kind} of ${left.lineId}` : left.kind]);
}
