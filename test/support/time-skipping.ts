import { TestWorkflowEnvironment } from '@temporalio/testing';
import { SEARCH_ATTRIBUTES } from '../../workflows/contract/names.ts';

const TRIES = 3;
const TYPES = { Keyword: 2, Datetime: 6 } as const;

/** A server that skips waits, with our search attributes. */
export async function timeSkippingServer(): Promise<TestWorkflowEnvironment> {
  const env = await started();
  await env.connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: Object.fromEntries(Object.entries(SEARCH_ATTRIBUTES).map(([name, type]) => [name, TYPES[type]])),
  });
  return env;
}

/** It has five seconds to start, which a busy machine does not always give it, so it is tried again. */
async function started(): Promise<TestWorkflowEnvironment> {
  const path = process.env.TEST_TIME_SKIPPING_SERVER;
  if (path === undefined) throw new Error('TEST_TIME_SKIPPING_SERVER is set by the global set-up');
  for (let tries = 1; ; tries++) {
    try {
      return await TestWorkflowEnvironment.createTimeSkipping({
        server: { executable: { type: 'existing-path', path } },
      });
    } catch (error) {
      if (tries === TRIES) throw error;
    }
  }
}
