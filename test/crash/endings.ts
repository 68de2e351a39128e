/** How orders may end, whatever was killed on the way: what the record, vendor, mails and ledger say must agree. */
import pg from 'pg';
import type { Dealings, OrderSeen } from './dealings.ts';

export interface Entry {
  entry_key: string;
  reserved_minor: number;
  charged_minor: number;
}

/** What the billing ledger says of an order, read past all of our own code. */
export async function ledgerOf(databaseUrl: string, orderId: string): Promise<Entry[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const query = 'select entry_key, reserved_minor, charged_minor from ledger where order_id = $1';
    return (await client.query<Entry>(query, [orderId])).rows;
  } finally {
    await client.end();
  }
}

/**
 * The order ended as it would have without any trouble: one subscription, one charge, one confirmation to each.
 * A mail that came twice under one Message-ID, since the reply to it was lost, counts once: so do mail programs.
 */
export async function expectCompletedOnce(
  dealings: Dealings,
  orderId: string,
  ledger: (orderId: string) => Promise<Entry[]>,
): Promise<OrderSeen> {
  const order = await expectProvisionedOnce(dealings, orderId);
  expectChargedOnce(order, await ledger(orderId));
  return order;
}

async function expectProvisionedOnce(dealings: Dealings, orderId: string): Promise<OrderSeen> {
  const order = await dealings.becomes(orderId, 'completed');
  expect(await dealings.closed(orderId)).toBe('COMPLETED');
  const [line] = order.lines;
  expect(line?.state).toBe('active');
  const subscriptions = await dealings.subscriptions(line?.lineId ?? '');
  expect(subscriptions.map(({ id }) => id)).toEqual([line?.subscriptionId]);
  const confirmations = await confirmationsOf(dealings, orderId);
  expect(confirmations).toHaveLength(2);
  expect(new Set(confirmations.map(({ to }) => to)).size).toBe(2);
  return order;
}

function expectChargedOnce({ orderId, lines }: OrderSeen, entries: Entry[]): void {
  const keys = [...lines.map(({ lineId }) => `open:${lineId}`), `reserve:${orderId}`];
  expect(entries.map(({ entry_key }) => entry_key).sort()).toEqual(keys);
  expect(entries.filter(({ charged_minor }) => Number(charged_minor) > 0)).toHaveLength(1);
}

/** The order left nothing behind: no subscription, no charge, no credit reserved, and no confirmation. */
export async function expectUndone(
  dealings: Dealings,
  order: OrderSeen,
  ledger: (orderId: string) => Promise<Entry[]>,
): Promise<void> {
  for (const { lineId } of order.lines) expect(await dealings.subscriptions(lineId)).toEqual([]);
  const entries = await ledger(order.orderId);
  expect(entries.filter(({ charged_minor }) => Number(charged_minor) !== 0)).toEqual([]);
  expect(entries.reduce((sum, { reserved_minor }) => sum + Number(reserved_minor), 0)).toBe(0);
  expect(await confirmationsOf(dealings, order.orderId)).toEqual([]);
}

async function confirmationsOf(dealings: Dealings, orderId: string) {
  return (await dealings.mails(orderId)).filter(({ messageId }) => messageId.includes('.completed.'));
}
