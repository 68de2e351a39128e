/** The HTTP side as one unit: the app on a port, and beside it the starter, the reconciler and the keeper of the schedule. */
import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { OrderClient } from '../client/orders.ts';
import { runReconciler } from '../client/reconciler.ts';
import { ReconciliationSchedule, runScheduleKeeper } from '../client/reconciliation.ts';
import { runStarter } from '../client/starter.ts';
import { workflowsOf } from '../client/workflow-states.ts';
import { type Environment, holdTerms } from '../config/environment.ts';
import type { Store } from '../store/store.ts';
import { workflowIdOf } from '../workflows/contract/names.ts';
import { createApp } from './app.ts';
import { createBounceReader } from './inbound/bounce-addresses.ts';
import { createLinkVerifier } from './site/links.ts';
import type { Inbound, OidcSettings, OperatorDeps, Service } from './site/ports.ts';
import { type HttpServer, startHttp } from './site/server.ts';

/** The variables that the HTTP side reads, beside those of `@temporalio/envconfig`. */
export const SERVE_VARIABLES = [
  'DATABASE_URL',
  'DATA_DIR',
  'PUBLIC_URL',
  'PORT',
  'HOST',
  'TASK_QUEUE',
  'HOLD_REMINDER',
  'HOLD_END',
  'RECONCILIATION_INTERVAL',
  'LINK_KEYS',
  'BOUNCE_ADDRESS',
  'INBOUND_MAIL_SECRET',
  'OIDC_ISSUER',
  'OIDC_CLIENT_ID',
  'OIDC_CLIENT_SECRET',
  'SESSION_IDLE_MINUTES',
  'SESSION_HOURS',
  'TRUSTED_PROXIES',
  'MAX_REQUESTS',
  'TEMPORAL_UI_URL',
  'TIME_ZONE',
  'LOG_LEVEL',
] as const;

export type ServeEnvironment = Omit<Pick<Environment, (typeof SERVE_VARIABLES)[number]>, 'PUBLIC_URL'> & {
  /** Absent: where the server turns out to listen. */
  PUBLIC_URL?: string | undefined;
};

export interface Served {
  url: string;
  publicUrl: string;
  /** The schedule that it keeps. */
  reconciliation: Pick<ReconciliationSchedule, 'runNow'>;
  close(): Promise<void>;
}

/** @throws PortTaken */
export async function serve(
  env: ServeEnvironment,
  {
    store,
    temporal,
    logger,
    services,
  }: { store: Store; temporal: Client; logger: Logger; services: readonly Service[] },
): Promise<Served> {
  const onStartFailed = (error: unknown, orderId?: string) =>
    logger.warn(
      { err: error, orderId },
      orderId ? 'an accepted order could not be started yet' : 'could not look for accepted orders',
    );
  const orders = new OrderClient({
    client: temporal,
    orders: store.orders,
    taskQueue: env.TASK_QUEUE,
    holds: holdTerms(env),
    onStartFailed,
  });
  const schedule = new ReconciliationSchedule({
    client: temporal,
    taskQueue: env.TASK_QUEUE,
    intervalMs: env.RECONCILIATION_INTERVAL,
  });
  const links = createLinkVerifier(env.LINK_KEYS);
  const http: HttpServer = await startHttp({
    port: env.PORT,
    host: env.HOST,
    app: (url) =>
      createApp({
        store,
        orders,
        reconciliation: schedule,
        links,
        inbound: inboundSettings(env),
        panel: {
          accounts: store.accounts,
          shop: store.shop,
          orderSearch: store.orderSearch,
          oidc: oidcSettings(env),
          sessionIdleMinutes: env.SESSION_IDLE_MINUTES,
          sessionHours: env.SESSION_HOURS,
        },
        operator: {
          sessions: store.operatorSessions,
          sessionIdleMinutes: env.SESSION_IDLE_MINUTES,
          sessionHours: env.SESSION_HOURS,
          ...workflowsIn(env.TEMPORAL_UI_URL, temporal.options.namespace),
        },
        services,
        publicUrl: env.PUBLIC_URL ?? url,
        logger,
        trustedProxies: env.TRUSTED_PROXIES,
        timeZone: env.TIME_ZONE,
        mostRequests: env.MAX_REQUESTS,
      }),
  });
  const stopStarter = runStarter({ orders: store.orders, client: orders, onError: onStartFailed });
  const stopReconciler = runReconciler({
    reconciliation: store.reconciliation,
    worker: store.worker,
    client: orders,
    workflows: workflowsOf(temporal),
    onFinding: ({ orderId, kind, details }) =>
      logger.warn({ orderId, workflow: kind, ...details }, 'an order that has not ended has no running workflow'),
    onError: (error, orderId) => logger.warn({ err: error, orderId }, 'could not compare orders with their workflows'),
  });
  const stopKeeper = runScheduleKeeper(schedule, (error) =>
    logger.warn({ err: error }, 'the schedule of the reconciliation could not be made yet'),
  );
  return {
    url: http.url,
    publicUrl: env.PUBLIC_URL ?? http.url,
    reconciliation: schedule,
    async close() {
      await http.close();
      await Promise.all([stopStarter(), stopReconciler(), stopKeeper(), orders.settle()]);
    },
  };
}

/** How Temporal's UI shows an order's workflow. */
function workflowsIn(ui: string | undefined, namespace: string): Pick<OperatorDeps, 'workflowUrl'> {
  if (ui === undefined) return {};
  return {
    workflowUrl: (orderId) => `${ui}/namespaces/${encodeURIComponent(namespace)}/workflows/${workflowIdOf(orderId)}`,
  };
}

function inboundSettings(env: ServeEnvironment): Inbound | undefined {
  const { BOUNCE_ADDRESS: mailbox, INBOUND_MAIL_SECRET: secret } = env;
  if (mailbox === undefined || secret === undefined) return undefined;
  return { bounces: createBounceReader({ mailbox, keys: env.LINK_KEYS }), secret };
}

function oidcSettings(env: ServeEnvironment): OidcSettings | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = env;
  if (issuer === undefined || clientId === undefined) return undefined;
  return { issuer, clientId, clientSecret };
}
