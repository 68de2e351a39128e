/** Compares what every part says of the same orders. Nothing here asks anybody: see `observe.ts`. */
import { isTerminal, type OrderStateName } from '../workflows/contract/states.ts';
import type { Difference, OrderTold, Placed, World } from './world.ts';

type Row = World['record'][number];
type Say = (kind: string, says: string) => void;

/** Everything about the world that is not as it was promised; empty if all is well. */
export function differencesIn(world: World): Difference[] {
  const found: Difference[] = [];
  const sayOf =
    (orderId?: string): Say =>
    (kind, says) =>
      found.push({ kind, ...(orderId !== undefined && { orderId }), says });
  const rows = new Map(world.record.map((row) => [row.orderId, row]));
  const orders = new Map(world.orders.map((order) => [order.orderId, order]));
  const workflows = new Map(world.workflows.map((workflow) => [workflow.orderId, workflow]));

  for (const placed of world.placed) {
    const [orderId] = placed.orderIds;
    const say = sayOf(orderId);
    if (placed.orderIds.length > 1) say('one Buy, two orders', placed.orderIds.join(', '));
    const row = orderId === undefined ? undefined : rows.get(orderId);
    const order = orderId === undefined ? undefined : orders.get(orderId);
    if (row === undefined) {
      say('lost', `Buy ${placed.key} (${placed.kind}) is not in the record`);
      continue;
    }
    ended(placed, row, say);
    promised(placed, row, order, say);
    told(row, order, say);
    workflow(row, workflows.get(row.orderId), say);
    confirmed(row, world, say);
    charged(row, world, say);
    for (const line of row.lines) provisioned(row, line, world, say);
  }
  const keys = new Set(world.placed.map(({ key }) => key));
  for (const { orderId, key } of world.record) {
    if (!keys.has(key)) sayOf(orderId)('nobody placed it', `the record has an order under the key ${key}`);
  }
  nobodys(world, sayOf());
  balanced(world, sayOf());
  for (const { orderId, kind } of world.unreconciled) sayOf(orderId)('unreconciled', `its workflow is ${kind}`);
  return found;
}

function ended({ kind, mayEnd, endsSeen }: Placed, { state }: Row, say: Say): void {
  if (!isTerminal(state)) say('not ended', `${kind}: it is ${state}`);
  else if (!mayEnd.includes(state)) say('wrong end', `${kind} ended as ${state}, not ${mayEnd.join(' or ')}`);
  const ends = new Set<OrderStateName>([...endsSeen, ...(isTerminal(state) ? [state] : [])]);
  if (ends.size > 1) say('terminal state changed', [...ends].join(' and '));
}

/**
 * What callers were told counts. The order has an answer that was accepted, and as many were as it asked for: once, and
 * again for each correction. A cancelled order is cancelled, unless everything had been set up before that.
 */
function promised(placed: Placed, { state }: Row, order: OrderTold | undefined, say: Say): void {
  const accepted = [...new Set(placed.accepted)];
  const corrections = order?.timeline?.filter(({ event }) => event.kind === 'correctionAsked').length ?? 0;
  if (accepted.length > 1 + corrections) say('two answers accepted', accepted.join(' and '));
  const kept = order?.administrator.details?.email;
  if (accepted.length > 0 && !accepted.includes(kept ?? '')) {
    say('accepted answer lost', `${accepted.join(', ')}: told that it counts, and the order has ${kept}`);
  }
  const wanted = placed.mayEnd.includes('completed') ? ['cancelled', 'completed'] : ['cancelled'];
  if (placed.cancelled && !wanted.includes(state)) {
    say('cancellation lost', `cancelled, a caller was told: it is ${state}`);
  }
}

function told(row: Row, order: OrderTold | undefined, say: Say): void {
  const lines = (all: { lineId: string; state: string; subscriptionId?: string | null }[]) =>
    all
      .map(({ lineId, state, subscriptionId }) => `${lineId} ${state} ${subscriptionId ?? '-'}`)
      .sort()
      .join(', ');
  if (order === undefined) say('API ≠ record', 'the API does not know it');
  else if (order.state !== row.state) say('API ≠ record', `${order.state} ≠ ${row.state}`);
  else if (lines(order.lines) !== lines(row.lines)) say('API ≠ record', `${lines(order.lines)} ≠ ${lines(row.lines)}`);
}

function workflow({ state }: Row, found: World['workflows'][number] | undefined, say: Say): void {
  if (found === undefined) say('no workflow', `the record says ${state}`);
  else if (found.status === 'CANCELLED' && state === 'cancelled') return;
  else if (found.status !== 'COMPLETED') say('workflow not completed', `${found.status}; the record says ${state}`);
  else if (found.state !== state) say('workflow ≠ record', `${found.state} ≠ ${state}`);
}

/** One confirmation to each. A mail that came twice under one Message-ID is one mail. */
function confirmed({ orderId, state }: Row, { mails }: World, say: Say): void {
  for (const to of ['reseller', 'customer']) {
    const wanted = state === 'completed' || state === 'partial' ? 1 : 0;
    const name = `${orderId}.completed.${to}`;
    const ids = new Set(mails.map(({ messageId }) => messageId).filter((id) => id.split('@')[0] === name));
    if (ids.size !== wanted) say('confirmation', `${ids.size} to the ${to}, not ${wanted}`);
    const readers = new Set(mails.filter(({ messageId }) => ids.has(messageId)).map((mail) => mail.to));
    if (readers.size > 1) say('confirmation', `one to two people: ${[...readers].join(', ')}`);
  }
}

/** Credit that was reserved is used or released; each active line has its charge, and nothing else has. */
function charged({ orderId, lines }: Row, { ledger }: World, say: Say): void {
  const entries = ledger.filter((entry) => entry.orderId === orderId);
  const reserved = sum(entries.map((entry) => entry.reserved));
  if (reserved !== 0) say('credit', `${reserved} is still reserved`);
  for (const { lineId, state, priceMinor } of lines) {
    const own = entries.filter(({ entryKey }) => entryKey === `open:${lineId}` || entryKey === `close:${lineId}`);
    const charges = sum(own.map((entry) => entry.charged));
    const wanted = state === 'active' ? priceMinor : 0;
    if (charges !== wanted) say('charge', `${lineId} is ${state}, and charged with ${charges}, not ${wanted}`);
  }
  const all = sum(entries.map((entry) => entry.charged));
  const wanted = sum(lines.filter(({ state }) => state === 'active').map(({ priceMinor }) => priceMinor));
  if (all !== wanted) say('charge', `the order is charged with ${all}, not ${wanted}`);
}

function provisioned({ state }: Row, { lineId, ...line }: Row['lines'][number], world: World, say: Say): void {
  const held = world.subscriptions.filter(({ key, deletion }) => key === lineId && deletion === undefined);
  const ids = held.map(({ id }) => id).join(', ');
  const active = line.state === 'active';
  if (held.length > 1) say('two subscriptions', `${lineId}: ${ids}`);
  if (active && held.length === 0) say('active line without a subscription', lineId);
  if (active && held.length === 1 && ids !== line.subscriptionId) {
    say('active line without a subscription', `${lineId} says ${line.subscriptionId}, the vendor ${ids}`);
  }
  if (!active && held.length > 0) say('subscription without an active line', `${ids}: ${lineId} is ${line.state}`);
  if (active && isTerminal(state) && state !== 'completed' && state !== 'partial')
    say('ended and active', `${state}, and ${lineId} is active`);
  if (!active && state === 'completed') say('completed and not active', `${lineId} is ${line.state}`);
}

function nobodys({ record, subscriptions }: World, say: Say): void {
  const known = new Set(record.flatMap(({ lines }) => lines.map(({ lineId }) => lineId)));
  for (const { id, key } of subscriptions) {
    if (key === null || !known.has(key)) say('subscription without an active line', `${id} has the key ${key}`);
  }
}

function balanced({ ledger, balances }: World, say: Say): void {
  for (const { resellerId, reserved, charged: used } of balances) {
    const entries = ledger.filter((entry) => entry.resellerId === resellerId);
    const [held, open] = [sum(entries.map((entry) => entry.reserved)), sum(entries.map((entry) => entry.charged))];
    if (held !== reserved || open !== used) {
      say('balance', `${resellerId}: ${reserved} and ${used}, and the entries say ${held} and ${open}`);
    }
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((one, other) => one + other, 0);
}
