/** A PostgreSQL server of the machine’s own binaries: a fresh cluster on a random port, gone afterwards. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './ports.ts';
import { until } from './until.ts';

export interface PostgresServer {
  /** A connection string to an empty database. */
  url: string;
  /** Ends every connection and comes back on the same port with the same data. */
  restart(): Promise<void>;
  /** Ends every connection and takes no more, until {@link up}. */
  down(): Promise<void>;
  up(): Promise<void>;
  /** As a power cut would; {@link up} then recovers. */
  kill(): Promise<void>;
  /** Freezes and thaws the server with everything that it has in hand. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  readonly pid: number;
  readonly running: boolean;
  /** Stops the server and removes its data. */
  stop(): Promise<void>;
}

/** The folder with `initdb` and `postgres`, on the PATH or where Debian puts them; `undefined` if there is none. */
export function postgresBinaries(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter).filter(Boolean),
    ...versions.map((version) => join(debian, version, 'bin')),
  ];
  return folders.find((folder) => ['initdb', 'postgres'].every((name) => existsSync(join(folder, name))));
}

/** Starts a server on 127.0.0.1. Its promises hold against kills of clients, not of the machine: it does not fsync. */
export async function startPostgres(): Promise<PostgresServer> {
  const binaries = postgresBinaries();
  if (!binaries)
    throw new Error('PostgreSQL is not installed: no initdb and postgres on the PATH or in /usr/lib/postgresql');
  const directory = mkdtempSync(join(tmpdir(), 'order-saga-postgres-'));
  const user = unprivileged();
  if (user) chownSync(directory, user.uid, user.gid);
  const data = join(directory, 'data');
  const initdb = ['-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'];
  execFileSync(join(binaries, 'initdb'), initdb, { ...user, cwd: directory, stdio: ['ignore', 'ignore', 'pipe'] });
  const port = await freePort();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const launch = async () => {
    const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', 'full_page_writes=off'];
    const options = settings.flatMap((setting) => ['-c', setting]);
    const server = spawn(join(binaries, 'postgres'), ['-D', data, '-p', String(port), ...options], {
      ...user,
      cwd: directory,
      stdio: 'ignore',
    });
    await answers(url, server);
    return server;
  };
  let server = await launch();
  // Whoever ends without `stop` leaves no server behind.
  const killNow = () => server.kill('SIGQUIT');
  process.once('exit', killNow);
  const down = () => end(server);
  const up = async () => {
    // What a killed server had in hand may be there for a moment, and keeps the next one from starting.
    server = await until('PostgreSQL to come up again', launch, 30_000);
  };
  const signal = (name: 'SIGSTOP' | 'SIGCONT') => {
    for (const pid of [server.pid ?? 0, ...childrenOf(server.pid ?? 0)]) signalIfThere(pid, name);
  };
  return {
    url,
    down,
    up,
    signal,
    get pid() {
      return server.pid ?? 0;
    },
    get running() {
      return isRunning(server);
    },
    async kill() {
      if (isRunning(server)) {
        server.kill('SIGKILL');
        await once(server, 'exit');
      }
    },
    async restart() {
      await down();
      await up();
    },
    async stop() {
      process.off('exit', killNow);
      if (isRunning(server)) signal('SIGCONT');
      await end(server);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root; root runs it as the user that the package made for it, or as nobody. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (option: '-u' | '-g', name: string) => Number(execFileSync('id', [option, name], { stdio: 'pipe' }));
  for (const name of ['postgres', 'nobody']) {
    try {
      return { uid: idOf('-u', name), gid: idOf('-g', name) };
    } catch {
      // no such user here
    }
  }
  throw new Error('PostgreSQL does not run as root, and there is neither a user "postgres" nor "nobody"');
}

async function answers(url: string, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (server.exitCode !== null) throw new Error(`postgres ended with ${server.exitCode} before it answered`);
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await sleep(50);
    }
  }
  server.kill('SIGQUIT');
  throw new Error('postgres did not answer within 15 seconds');
}

/** SIGINT is PostgreSQL's "fast" shutdown: connections are cut, data are written. */
async function end(server: ChildProcess): Promise<void> {
  if (!isRunning(server)) return;
  server.kill('SIGINT');
  await once(server, 'exit');
}

function isRunning(server: ChildProcess): boolean {
  return server.exitCode === null && server.signalCode === null;
}

/** A backend whose client has gone may end at any moment. */
function signalIfThere(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function childrenOf(pid: number): number[] {
  try {
    return execFileSync('ps', ['-o', 'pid=', '--ppid', `${pid}`], { encoding: 'utf8' })
      .trim()
      .split(/\s+/)
      .map(Number);
  } catch {
    return []; // ps says so with its exit code
  }
}
