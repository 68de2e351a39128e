/** Asks every part from outside what it knows of a run's orders. */
import type { Client } from '@temporalio/client';
import pg from 'pg';
import { until } from '../dev/until.ts';
import { ORDER_SAGA, workflowIdOf } from '../workflows/contract/names.ts';
import type { LiveOrder } from '../workflows/contract/order.ts';
import type { Caller } from './caller.ts';
import type { OrderTold, Placed, World } from './world.ts';

export interface Observed {
  placed: Placed[];
  caller: Caller;
  tokens: { rich: string; poor: string };
  databaseUrl: string;
  mails: World['mails'];
  vendorUrl: string;
  temporal: Client;
}

/** The world as it is now. Everything is up, and nothing moves. */
export async function observe({ placed, ...from }: Observed): Promise<World> {
  const [tables, told, subscriptions, workflows] = await Promise.all([
    tablesOf(from.databaseUrl),
    toldOf(placed, from),
    jsonOf<{ id: string; externalId: string | null; deletion?: string }[]>(`${from.vendorUrl}/sandbox/subscriptions`),
    workflowsOf(from.temporal),
  ]);
  return {
    ...{ placed, ...tables, orders: told, mails: from.mails, workflows },
    subscriptions: subscriptions.map(({ externalId, ...subscription }) => ({ ...subscription, key: externalId })),
  };
}

/** An order's timeline, as the API tells it. */
export async function timelineOf(orderId: string, { caller, tokens }: Pick<Observed, 'caller' | 'tokens'>) {
  for (const token of Object.values(tokens)) {
    const { status, body } = await caller.get<object>(`/api/orders/${orderId}`, token);
    if (status === 200) return body;
  }
  return undefined;
}

async function toldOf(placed: Placed[], { caller, tokens }: Pick<Observed, 'caller' | 'tokens'>): Promise<OrderTold[]> {
  const told: OrderTold[] = [];
  for (const { orderIds, kind } of placed) {
    const token = kind === 'creditRefused' ? tokens.poor : tokens.rich;
    for (const orderId of orderIds) {
      const { status, body } = await caller.get<OrderTold>(`/api/orders/${orderId}`, token);
      if (status === 200) told.push(body);
    }
  }
  return told;
}

async function tablesOf(url: string): Promise<Pick<World, 'record' | 'ledger' | 'balances' | 'unreconciled'>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const rows = async <T>(query: string) => (await client.query(query)).rows as T[];
  try {
    const lines = await rows<{
      order_id: string;
      line_id: string;
      state: string;
      subscription_id: string;
      minor: number;
    }>('select order_id, line_id, state, subscription_id, (price_minor * quantity)::float8 as minor from order_lines');
    const orders = await rows<{ order_id: string; idempotency_key: string; reseller_id: string; state: never }>(
      'select order_id, idempotency_key, reseller_id, state from orders',
    );
    return {
      record: orders.map((order) => ({
        ...{ orderId: order.order_id, key: order.idempotency_key, resellerId: order.reseller_id, state: order.state },
        lines: lines
          .filter(({ order_id }) => order_id === order.order_id)
          .map((line) => ({
            ...{
              lineId: line.line_id,
              state: line.state,
              subscriptionId: line.subscription_id,
              priceMinor: line.minor,
            },
          })),
      })),
      ledger: await rows(
        `select entry_key as "entryKey", reseller_id as "resellerId", order_id as "orderId",
         reserved_minor::float8 as reserved, charged_minor::float8 as charged from ledger`,
      ),
      balances: await rows(
        `select reseller_id as "resellerId", reserved_minor::float8 as reserved, charged_minor::float8 as charged
         from balances`,
      ),
      unreconciled: await rows(`select order_id as "orderId", kind from unreconciled where resolved_at is null`),
    };
  } finally {
    await client.end();
  }
}

/** Visibility follows in a moment, so it is asked until no workflow runs any more. */
async function workflowsOf(temporal: Client): Promise<World['workflows']> {
  const listed = async () => {
    const last = new Map<string, { status: string; startedAt: number }>();
    for await (const run of temporal.workflow.list({ query: `WorkflowType = '${ORDER_SAGA}'` })) {
      const startedAt = run.startTime.getTime();
      if ((last.get(run.workflowId)?.startedAt ?? -1) <= startedAt) {
        last.set(run.workflowId, { status: run.status.name, startedAt });
      }
    }
    return last;
  };
  let last = await listed();
  await until(
    'the list of workflows to be up to date',
    async () => {
      last = await listed();
      return [...last.values()].every(({ status }) => status !== 'RUNNING');
    },
    15_000,
  ).catch(() => undefined);
  const prefix = workflowIdOf('');
  const all: World['workflows'] = [];
  for (const [workflowId, { status }] of last) {
    const result = async () => (await temporal.workflow.getHandle(workflowId).result()) as LiveOrder;
    const state = status === 'COMPLETED' ? (await result()).state : undefined;
    all.push({ orderId: workflowId.slice(prefix.length), status, ...(state && { state }) });
  }
  return all;
}

async function jsonOf<T>(url: string): Promise<T> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return (await response.json()) as T;
}
