/** The composition root of the worker: which adapter stands behind which port. */
import { createBounceAddresses } from '../activities/email/bounce-addresses.ts';
import { createLinkIssuer } from '../activities/email/links.ts';
import { createSmtpMailer } from '../activities/email/smtp.ts';
import type { Deps } from '../activities/index.ts';
import type { ReconciliationDeps } from '../activities/reconciliation/deps.ts';
import { keepitClients } from '../activities/vendors/keepit/access.ts';
import { createKeepitAdapter } from '../activities/vendors/keepit/adapter.ts';
import { createKeepitInventory } from '../activities/vendors/keepit/inventory.ts';
import { DEFAULT_LIMITS, LINES_WAITING } from '../activities/vendors/limits.ts';
import { VendorRegistry } from '../activities/vendors/registry.ts';
import type { Environment } from '../config/environment.ts';
import type { Store } from '../store/store.ts';
import type { OrderWorkerOptions } from './worker.ts';

/** The variables that the worker reads, beside those of `@temporalio/envconfig`. */
export const WORKER_VARIABLES = [
  'DATABASE_URL',
  'DATA_DIR',
  'SMTP_URL',
  'MAIL_FROM',
  'PUBLIC_URL',
  'TASK_QUEUE',
  'LINK_KEYS',
  'BOUNCE_ADDRESS',
  'OPERATORS_EMAIL',
  'KEEPIT_REGIONS',
  'ACTIVATION_POLL_MS',
  'WORKFLOW_CACHE_MB',
  'WORKFLOW_STACK_TRACES',
  'WORKER_VERSIONING',
  'WORKER_BUILD_ID',
  'LOG_LEVEL',
] as const;

export type WorkerEnvironment = Pick<Environment, (typeof WORKER_VARIABLES)[number]>;

/** Call `close` when no activity runs any more. */
export function createDeps(
  env: WorkerEnvironment,
  store: Store,
): { deps: Deps; reconciliation: ReconciliationDeps; close: () => Promise<void> } {
  const { BOUNCE_ADDRESS: mailbox, LINK_KEYS: keys } = env;
  const mailer = createSmtpMailer({ url: env.SMTP_URL, from: env.MAIL_FROM });
  const keepit = { regions: env.KEEPIT_REGIONS, userAgent: `OrderSaga/0.1 (${env.PUBLIC_URL})` };
  // The reconciliation and the orders keep to the same pace.
  const clients = keepitClients(keepit);
  const deps: Deps = {
    billing: store.worker,
    record: store.worker,
    mailLog: store.worker,
    mailer,
    links: createLinkIssuer({ publicUrl: env.PUBLIC_URL, keys }),
    ...(mailbox !== undefined && { bounces: createBounceAddresses({ mailbox, keys }) }),
    vendors: new VendorRegistry({ keepit: createKeepitAdapter({ ...keepit, accounts: store.worker }, clients) }),
    ...(env.OPERATORS_EMAIL !== undefined && { operatorsEmail: env.OPERATORS_EMAIL }),
    mailDomain: domainOf(env.MAIL_FROM),
    activationPollMs: env.ACTIVATION_POLL_MS,
    now: () => new Date(),
  };
  const reconciliation: ReconciliationDeps = {
    store: store.comparison,
    inventories: { keepit: createKeepitInventory(keepit, clients) },
    vendors: deps.vendors,
    billing: store.worker,
    record: store.worker,
  };
  return { deps, reconciliation, close: () => mailer.close() };
}

/** What of the environment the worker itself is made by. */
export function workerSettings(env: WorkerEnvironment) {
  const atOnce = Object.values(env.KEEPIT_REGIONS).map(({ linesAtOnce = DEFAULT_LIMITS.linesAtOnce }) => linesAtOnce);
  return {
    taskQueue: env.TASK_QUEUE,
    linesAtVendors: atOnce.reduce((sum, lines) => sum + lines + LINES_WAITING, 0),
    cacheMb: env.WORKFLOW_CACHE_MB,
    stackTraces: env.WORKFLOW_STACK_TRACES === 'on',
  } satisfies Partial<OrderWorkerOptions>;
}

/** Message-IDs must be unique in the world, so they are made under the domain that sends. */
function domainOf(from: string): string {
  return from.slice(from.lastIndexOf('@') + 1).replace(/(?<![>\s])[>\s]+$/, '');
}
