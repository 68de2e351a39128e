/** Temporal as production runs it: its four services on PostgreSQL with 16 shards, here in one process. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import pg from 'pg';
import { freePort } from '../../dev/ports.ts';
import { startPostgres } from '../../dev/postgres.ts';
import { runCommand } from '../../dev/tools/command.ts';
import { findTemporalServer, type TemporalServerPrograms } from '../../dev/tools/temporal-server.ts';
import { until } from '../../dev/until.ts';
import { endWithUs } from '../../dev/watchdog.ts';
import { SEARCH_ATTRIBUTES } from '../../workflows/contract/names.ts';
import type { Say } from '../report.ts';

const SHARDS = 16;
const DATABASES = { temporal: 'temporal', temporal_visibility: 'visibility' };
const NAMESPACE = 'default';
/** Of the protocol's `IndexedValueType`. */
const INDEXED = { KEYWORD: 2, DATETIME: 6 } as const;

export interface TemporalCluster {
  address: string;
  pid: number;
  /** Of its database, which nothing else uses. */
  databasePid: number;
}

/** Starts it with a database of its own. What is to be stopped in the end, last first, is pushed to `running`. */
export async function startTemporal(
  folder: string,
  running: (() => Promise<unknown>)[],
  say: Say,
): Promise<TemporalCluster> {
  const programs = await findTemporalServer(say);
  say('Starting Temporal on PostgreSQL …');
  const postgres = await startPostgres();
  running.push(() => postgres.stop());
  const { port } = new URL(postgres.url);
  await makeSchema(programs, postgres.url, port, folder);
  const ports = await Promise.all(Array.from({ length: 8 }, () => freePort()));
  const config = join(folder, 'config');
  mkdirSync(config, { recursive: true });
  // JSON is YAML, too.
  writeFileSync(join(config, 'bench.yaml'), JSON.stringify(settings(port, ports)));
  const log = openSync(join(folder, 'temporal.log'), 'a');
  const child = spawn(programs.server, ['--root', folder, '--config', 'config', '--env', 'bench', 'start'], {
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  endWithUs(child);
  running.push(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  });
  const address = `127.0.0.1:${ports[0]}`;
  await prepareNamespace(address);
  return { address, pid: child.pid ?? 0, databasePid: postgres.pid };
}

async function makeSchema({ sql }: TemporalServerPrograms, url: string, port: string, cwd: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const database of Object.keys(DATABASES)) await client.query(`create database ${database}`);
  await client.end();
  for (const [database, schema] of Object.entries(DATABASES)) {
    const server = ['--plugin', 'postgres12', '--ep', '127.0.0.1', '--port', port, '--user', 'postgres'];
    const tool = (...args: string[]) =>
      runCommand(sql, [...server, '--password', 'any', '--db', database, ...args], { cwd });
    await tool('setup-schema', '-v', '0.0');
    await tool('update-schema', '--schema-name', `postgresql/v12/${schema}`);
  }
}

function settings(databasePort: string, ports: readonly number[]): object {
  const [frontend, ...others] = ports;
  const store = (databaseName: string, maxConns: number) => ({
    sql: {
      ...{ pluginName: 'postgres12', databaseName, connectAddr: `127.0.0.1:${databasePort}`, connectProtocol: 'tcp' },
      ...{ user: 'postgres', password: 'any', maxConns, maxIdleConns: maxConns, maxConnLifetime: '1h' },
    },
  });
  const service = (grpcPort: number | undefined, membershipPort: number | undefined) => ({
    rpc: { grpcPort, membershipPort, bindOnIP: '127.0.0.1' },
  });
  const local = { enabled: true, initialFailoverVersion: 1, rpcName: 'frontend', rpcAddress: `127.0.0.1:${frontend}` };
  return {
    log: { stdout: true, level: 'warn' },
    persistence: {
      ...{ defaultStore: 'main', visibilityStore: 'visibility', numHistoryShards: SHARDS },
      datastores: { main: store('temporal', 20), visibility: store('temporal_visibility', 5) },
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' } },
    services: {
      frontend: service(frontend, others[0]),
      matching: service(others[1], others[2]),
      history: service(others[3], others[4]),
      worker: service(others[5], others[6]),
    },
    clusterMetadata: {
      ...{ enableGlobalNamespace: false, failoverVersionIncrement: 10 },
      ...{ masterClusterName: 'active', currentClusterName: 'active', clusterInformation: { active: local } },
    },
    dcRedirectionPolicy: { policy: 'noop' },
  };
}

async function prepareNamespace(address: string): Promise<void> {
  const connection = Connection.lazy({ address });
  const { workflowService, operatorService } = connection;
  const searchAttributes = Object.fromEntries(
    Object.entries(SEARCH_ATTRIBUTES).map(([name, type]) => [
      name,
      type === 'Datetime' ? INDEXED.DATETIME : INDEXED.KEYWORD,
    ]),
  );
  try {
    await until('the Temporal server to take a namespace', async () => {
      await workflowService
        .registerNamespace({ namespace: NAMESPACE, workflowExecutionRetentionPeriod: msToTs('1 day') })
        .catch((error: Error) => {
          if (!/already/i.test(error.message)) throw error;
        });
      return true;
    });
    // Registered, a namespace is known to all services some seconds later.
    await until('the search attributes', async () => {
      await operatorService.addSearchAttributes({ namespace: NAMESPACE, searchAttributes });
      return true;
    });
  } finally {
    await connection.close();
  }
}
