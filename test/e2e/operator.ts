/** An operator: whatever the Temporal UI and its command line can do. */
import { Client, Connection } from '@temporalio/client';
import { workflowIdOf } from '../../workflows/contract/names.ts';
import { eventually, type Product } from '../support/product.ts';

type HistoryEvent = NonNullable<
  Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>>['events']
>[number];

/** Registers a connection for all tests of a file. */
export function useOperator(product: Product) {
  let connection: Connection | undefined;
  let client: Client | undefined;
  beforeAll(async () => {
    connection = await Connection.connect({ address: product.file.temporalAddress });
    client = new Client({ connection });
  });
  afterAll(() => connection?.close());

  const temporal = (): Client => {
    if (!client) throw new Error('the client is made in beforeAll');
    return client;
  };
  const workflow = (orderId: string) => temporal().workflow.getHandle(workflowIdOf(orderId));

  return {
    workflow,
    /** A workflow is started beside the answer to Buy, not before it. */
    started: (orderId: string) =>
      eventually(
        'the workflow to be started',
        () =>
          workflow(orderId)
            .describe()
            .then(
              () => true,
              () => false,
            ),
        Boolean,
      ),
    update: (orderId: string, name: string, message: unknown) =>
      workflow(orderId).executeUpdate(name, { args: [message] }),
    /** The ids of the workflows that a query of the visibility store finds. */
    async find(query: string): Promise<string[]> {
      const ids: string[] = [];
      for await (const { workflowId } of temporal().workflow.list({ query })) ids.push(workflowId);
      return ids;
    },
    async schedules(): Promise<string[]> {
      const ids: string[] = [];
      for await (const { scheduleId } of temporal().schedule.list()) ids.push(scheduleId);
      return ids;
    },
    async events(orderId: string): Promise<HistoryEvent[]> {
      return (await workflow(orderId).fetchHistory()).events ?? [];
    },
    /** What lists of workflows show and can be searched by, which the server keeps in clear. */
    async visible(orderId: string): Promise<string> {
      const { raw } = await workflow(orderId).describe();
      const { execution, type, memo, searchAttributes } = raw.workflowExecutionInfo ?? {};
      return JSON.stringify(inClear({ execution, type, memo, searchAttributes, pending: raw.pendingActivities }));
    },
    /** What stands under the title of an order in the Temporal UI. */
    async currentDetails(orderId: string): Promise<string> {
      const metadata = await workflow(orderId).query<{ currentDetails?: string }>('__temporal_workflow_metadata');
      return metadata.currentDetails ?? '';
    },
    /** Each activity that is under way or being retried, with what went wrong last. */
    async pending(orderId: string): Promise<{ name: string; failure: string }[]> {
      const { raw } = await workflow(orderId).describe();
      return (raw.pendingActivities ?? []).map(({ activityType, lastFailure }) => ({
        name: activityType?.name ?? '',
        failure: lastFailure?.message ?? '',
      }));
    },
  };
}

/** Everything that a history says, in clear: payloads too. */
export function clearText(events: readonly HistoryEvent[]): string {
  return JSON.stringify(inClear(events));
}

/** The failures in a history, with their causes, traces and details, and the ids that it speaks of. */
export function failuresIn(events: readonly HistoryEvent[]): string {
  const found: unknown[] = [];
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
    for (const [name, inner] of Object.entries(value)) {
      if (/failure$/i.test(name) && inner) found.push(inner);
      else if (/Id$/.test(name) && typeof inner === 'string') found.push(inner);
      else look(inner);
    }
  };
  look(events);
  return JSON.stringify(inClear(found));
}

function inClear(value: unknown): unknown {
  if (value instanceof Uint8Array || ArrayBuffer.isView(value))
    return Buffer.from(value as Uint8Array).toString('utf8');
  if (Array.isArray(value)) return value.map(inClear);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inClear(one)]));
}
