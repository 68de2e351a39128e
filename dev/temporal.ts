import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, closeSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { SEARCH_ATTRIBUTES } from '../workflows/contract/names.ts';
import { freePort, listens } from './ports.ts';
import { endWithUs } from './watchdog.ts';

export { findTemporalCli } from './tools/temporal-cli.ts';
export { findTestServer } from './tools/test-server.ts';

export interface TemporalServerOptions {
  /** Path of the Temporal CLI; see `findTemporalCli`. */
  cli: string;
  /** SQLite file that keeps everything; without it the server forgets everything when it stops. */
  dbFile?: string;
  /** 0 and absent: a free one. */
  port?: number;
  /** Port of the web UI; 0: a free one; absent: no web UI. */
  uiPort?: number;
  /** URL at which the user's browser finds the codec server, which decrypts what the web UI shows. */
  uiCodecEndpoint?: string;
  namespace?: string;
  /** The server's own output is appended here. */
  logFile: string;
  ip?: string;
}

export interface TemporalServer {
  address: string;
  /** Present when a UI port was asked for. */
  uiUrl?: string;
  pid: number;
  /** Resolves when the process has ended, for whatever reason. */
  exited: Promise<void>;
  /** Ends the server and waits for it; may be called more than once. */
  stop(): Promise<void>;
}

const READY_WITHIN = 60_000;
const STOP_WITHIN = 10_000;

/**
 * Starts Temporal's development server and waits until it takes orders. It runs in a process group of its own, so a
 * Ctrl-C in the terminal reaches us first and we stop it in our order; and it never outlives us, even if we are killed.
 *
 * @throws with the last lines of the server's log if it ends instead of answering
 */
export async function startTemporalServer(options: TemporalServerOptions): Promise<TemporalServer> {
  const chosenByUs = !options.port || options.uiPort === 0;
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(options);
    } catch (error) {
      // Between finding a free port and using it, somebody else may have taken it.
      if (!chosenByUs || attempt === 3 || !String(error).includes('address already in use')) throw error;
    }
  }
}

async function startOnce(options: TemporalServerOptions): Promise<TemporalServer> {
  const { cli, logFile, namespace = 'default', ip = '127.0.0.1' } = options;
  const port = options.port || (await freePort(ip));
  const uiPort = options.uiPort === 0 ? await freePort(ip) : options.uiPort;
  const address = `${ip}:${port}`;
  // Whoever listens there would otherwise be taken for our server.
  if (await listens(address)) throw new Error(`${address}: address already in use`);
  for (const file of [logFile, options.dbFile]) if (file) mkdirSync(dirname(file), { recursive: true, mode: 0o700 });

  const log = openSync(logFile, 'a');
  const logStart = statSync(logFile).size;
  const child = spawn(cli, startDevArguments({ ...options, namespace, ip, port, uiPort }), {
    stdio: ['ignore', log, log],
    // A TEMPORAL_ADDRESS or profile of the user is for clients.
    // Collecting garbage less often: some hundred megabytes for a tenth of the server's time.
    env: {
      GOGC: '400',
      ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TEMPORAL_'))),
    },
    detached: true,
  });
  closeSync(log);
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    // Not even started; `answers` finds out, and the cause is in the log as any other.
    child.once('error', (error) => {
      appendFileSync(logFile, `${error.message}\n`);
      resolve();
    });
  });
  const watchdog = endWithUs(child);
  const stop = async () => {
    await endProcess(child, exited, options.dbFile === undefined ? 'SIGKILL' : 'SIGTERM');
    watchdog?.kill('SIGKILL');
  };

  try {
    await answers({ address, namespace, exited });
  } catch (error) {
    await stop();
    const lines = readFileSync(logFile).subarray(logStart).toString().trim().split('\n').slice(-15);
    const message = error instanceof Error ? error.message : String(error);
    throw new Error([`The Temporal server ${message}. The end of ${logFile}:`, ...lines].join('\n'), { cause: error });
  }
  return {
    address,
    uiUrl: uiPort === undefined ? undefined : `http://${ip}:${uiPort}`,
    pid: child.pid ?? 0,
    exited,
    stop,
  };
}

type Resolved = TemporalServerOptions & Required<Pick<TemporalServerOptions, 'namespace' | 'ip' | 'port'>>;

function startDevArguments({ dbFile, port, uiPort, uiCodecEndpoint, namespace, ip }: Resolved): string[] {
  const ui = uiPort === undefined ? ['--headless'] : ['--ui-port', `${uiPort}`];
  if (uiCodecEndpoint !== undefined) ui.push('--ui-codec-endpoint', uiCodecEndpoint);
  // Faster than the server's own file settings, and nothing acknowledged is lost on a power failure.
  const pragmas = ['journal_mode=WAL', 'synchronous=FULL'].flatMap((pragma) => ['--sqlite-pragma', pragma]);
  return [
    ...['server', 'start-dev', '--ip', ip, '--port', `${port}`, '--namespace', namespace, ...ui],
    ...(dbFile === undefined ? [] : ['--db-filename', dbFile, ...pragmas]),
    // By default 20 a second, which makes every hop of a lone order wait up to 50 ms.
    ...['--dynamic-config-value', 'history.transferProcessorMaxPollRPS=200'],
    // The next activity comes with the reply to the workflow's task, instead of over a poll; off by default here, on in the cloud.
    ...['--dynamic-config-value', 'system.enableActivityEagerExecution=true'],
    // By default 128,000 executions stay in memory for an hour each, which lets a server that is left running grow and grow.
    ...['--dynamic-config-value', 'history.hostLevelCacheMaxSize=256'],
    ...Object.entries(SEARCH_ATTRIBUTES).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]),
  ];
}

/** Waits until the server knows the namespace; a port that merely listens may not serve requests yet. */
async function answers({ address, namespace, exited }: { address: string; namespace: string; exited: Promise<void> }) {
  const deadline = Date.now() + READY_WITHIN;
  const gone = exited.then(() => Promise.reject(new Error('ended before it answered')));
  const until = async (ask: () => Promise<boolean>) => {
    while (!(await Promise.race([gone, ask()]))) {
      if (Date.now() > deadline) throw new Error(`did not answer within ${READY_WITHIN / 1000} s`);
      await Promise.race([gone, sleep(25)]);
    }
  };
  // A gRPC channel that was refused waits a second before it tries again, so it is opened only when somebody listens.
  await until(() => listens(address));
  // Without the usual interceptor: it tries again by itself, even on a connection that has been closed meanwhile.
  const connection = Connection.lazy({ address, interceptors: [] });
  const describe = () => connection.workflowService.describeNamespace({ namespace });
  try {
    await until(() => {
      const asked = connection.withDeadline(Date.now() + 2_000, describe);
      return asked.then(Boolean, () => false);
    });
  } finally {
    await connection.close();
  }
}

/** A server that keeps nothing has nothing to put in order either, and would take a second for it. */
async function endProcess(child: ChildProcess, exited: Promise<void>, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  child.kill(signal);
  const force = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN);
  await exited;
  clearTimeout(force);
}
