/** How this product reaches Temporal: every variable of `@temporalio/envconfig`, and nothing of its own. */
import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';

type Variables = Record<string, string | undefined>;

/** The connection's options and the namespace, as the environment (or a `temporal.toml`) names them. */
export function temporalConfig(env: Variables = process.env) {
  const given = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const { connectionOptions, namespace } = loadClientConnectConfig({ overrideEnvVars: Object.fromEntries(given) });
  return { connectionOptions, namespace: namespace ?? 'default' };
}

/** How long a lost connection is left alone before the next try, in milliseconds; gRPC's own limit is two minutes. */
const RECONNECT = { 'grpc.initial_reconnect_backoff_ms': 250, 'grpc.max_reconnect_backoff_ms': 2000 };

/**
 * A client that connects at the first call, so that a service starts, and takes orders, while Temporal is down; and
 * again within seconds of its return, however long it was away.
 */
export function createTemporalClient(env: Variables = process.env): Client {
  const { connectionOptions, namespace } = temporalConfig(env);
  return new Client({ connection: Connection.lazy({ ...connectionOptions, channelArgs: RECONNECT }), namespace });
}
