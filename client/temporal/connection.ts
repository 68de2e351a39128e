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

/** A client that connects at the first call, so that a service starts, and takes orders, while Temporal is down. */
export function createTemporalClient(env: Variables = process.env): Client {
  const { connectionOptions, namespace } = temporalConfig(env);
  return new Client({ connection: Connection.lazy(connectionOptions), namespace });
}
