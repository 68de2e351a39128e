/** `order-saga hold list|resolve`: the orders that wait for an operator, over the API. */
import { Argument, type Command } from 'commander';
import { z } from 'zod';
import { RESUME_ACTIONS } from '../../workflows/contract/messages.ts';
import type { CliDeps } from './deps.ts';
import { jsonOf, tableOf } from './output.ts';
import { everyItem } from './pages.ts';

/** What the command reads of an order. */
const HeldOrder = z.looseObject({
  orderId: z.string(),
  resellerId: z.string(),
  state: z.string(),
  waitingOn: z.looseObject({ what: z.string(), since: z.string() }).optional(),
});
type HeldOrder = z.infer<typeof HeldOrder>;

const Page = z.object({ items: z.array(HeldOrder), nextCursor: z.string().nullable() });

export function holdCommands(program: Command, { api, print }: CliDeps): void {
  const hold = program.command('hold').description('The orders that wait for an operator.');

  hold
    .command('list')
    .description('List the orders that are held, oldest first.')
    .option('--json', 'print JSON')
    .action(async (options: { json?: true }) => {
      const held = await everyItem(async (cursor) => {
        const query = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
        return Page.parse(await api('GET', `/api/operator/held-orders?limit=100${query}`));
      });
      if (options.json) return print(jsonOf(held));
      print(held.length === 0 ? 'No order is held.' : heldTable(held));
    });

  hold
    .command('resolve')
    .description(
      'Decide about a held order: try the step again, give the line up, take a subscription that exists at the vendor for the line’s, or remove one and give the line up.',
    )
    .argument('<order>', 'the order’s number')
    .addArgument(new Argument('<action>', 'what to do').choices(RESUME_ACTIONS))
    .requiredOption('--reason <text>', 'why; it stands in the order’s timeline')
    .option('--line <id>', 'which line, where several are held')
    .option('--subscription <id>', 'the vendor’s id of what to adopt or to remove')
    .option('--json', 'print JSON')
    .action(async (orderId: string, action: string, options: ResolveOptions) => {
      const { reason, line: lineId, subscription: subscriptionId } = options;
      const path = `/api/operator/orders/${encodeURIComponent(orderId)}/resolution`;
      const order = await api('POST', path, { action, reason, lineId, subscriptionId });
      if (options.json) return print(jsonOf(order));
      print(`Order ${orderId}: ${action} is accepted, and the order goes on.`);
    });
}

interface ResolveOptions {
  reason: string;
  line?: string;
  subscription?: string;
  json?: true;
}

function heldTable(held: readonly HeldOrder[]): string {
  return tableOf([
    ['ORDER', 'RESELLER', 'SINCE', 'WAITS FOR'],
    ...held.map(({ orderId, resellerId, waitingOn }) => [
      orderId,
      resellerId,
      waitingOn?.since ?? '',
      waitingOn?.what ?? '',
    ]),
  ]);
}
