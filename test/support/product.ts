/** The built product, started as its users start it: a process of its own, reached over HTTP, SMTP and gRPC only. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readStackFile, type StackFile } from '../../dev/stack-file.ts';
import { addDatabase } from './data-directories.ts';

const SETUP = join(__dirname, '../../dev/setup.mjs');

/** The first start on a machine builds; a loaded one takes its time. */
const START_WITHIN = 180_000;
const STOP_WITHIN = 30_000;

/** A program of `dist/`, built if it needs to be, without anything in its environment that is Jest's or the user's. */
function program(path: string, args: readonly string[], env: Record<string, string>): ChildProcess {
  const foreign = /^(?:TEMPORAL_|TEST_|JEST_|NODE_OPTIONS$|NODE_ENV$|PORT$|(?:DATABASE|SMTP|PUBLIC)_URL$|KEEPIT_)/;
  const inherited = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return spawn(process.execPath, [SETUP, 'run', path, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...Object.fromEntries(inherited), ...env },
  });
}

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Gathers what a program says, from its start on; resolves when it has ended and all is read. */
function ended(child: ChildProcess): Promise<Ended> {
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
    });
  }
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code, ...said }));
  });
}

/** Runs a program of `dist/` to its end. */
export function runProgram(path: string, args: readonly string[], env: Record<string, string>): Promise<Ended> {
  return ended(program(path, args, env));
}

/** One data directory and, most of the time, a stack that runs on it. */
export class Product {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'order-saga-e2e-'));
  #file: StackFile | undefined;
  #child: ChildProcess | undefined;
  #ended: Promise<Ended> | undefined;

  /** Where the running stack is reached. */
  get file(): StackFile {
    if (!this.#file) throw new Error('the stack is started in beforeAll');
    return this.#file;
  }

  /** Starts the stack, and resolves when it says that it is up. */
  async start(env: Record<string, string> = {}): Promise<void> {
    const child = program('dist/dev/start.js', [], { DATA_DIR: this.dataDir, PORT: '0', ...env });
    const end = ended(child);
    this.#child = child;
    this.#ended = end;
    this.#file = await Promise.race([
      eventually(
        'the stack to be up',
        () => readStackFile(this.dataDir),
        (file) => file?.pid === child.pid,
        START_WITHIN,
      ),
      end.then(({ code, stderr }) => Promise.reject(new Error(`the stack ended with ${code}: ${stderr}`))),
    ]);
  }

  /** Asks the stack to stop, as Ctrl-C does; answers how it ended and which of its processes are still there. */
  async stop(): Promise<Ended & { leftBehind: number[] }> {
    return this.#end('SIGINT');
  }

  /** Kills the stack's own process, without a chance to do anything about it. */
  async kill9(): Promise<Ended & { leftBehind: number[] }> {
    return this.#end('SIGKILL');
  }

  get stackFileExists(): boolean {
    return existsSync(join(this.dataDir, 'stack.json'));
  }

  /** Something that the stack keeps in its data directory. */
  read(path: string): string {
    return readFileSync(join(this.dataDir, path), 'utf8');
  }

  /** Everything that the stack has logged. */
  logs(): string {
    return readdirSync(join(this.dataDir, 'logs'))
      .map((name) => this.read(`logs/${name}`))
      .join('\n');
  }

  forget(): void {
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  async #end(signal: 'SIGINT' | 'SIGKILL'): Promise<Ended & { leftBehind: number[] }> {
    const { pid } = this.file;
    const child = this.#child as ChildProcess;
    const family = descendantsOf(pid, processes());
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN);
    const end = (await this.#ended) as Ended;
    clearTimeout(late);
    this.#file = undefined;
    // Whoever is ended by the end of another needs a moment to notice.
    const left = () => family.filter((one) => processes().some(({ pid: alive }) => alive === one));
    const leftBehind = await eventually('', left, (some) => some.length === 0, 10_000).catch(left);
    for (const one of leftBehind) process.kill(one, 'SIGKILL');
    return { ...end, leftBehind };
  }
}

/** Registers a stack with an empty database for all tests of a file, and checks after the last one that it ends as it should. */
export function useProduct(env: Record<string, string> = {}): Product {
  const product = new Product();
  beforeAll(async () => {
    await addDatabase(product.dataDir);
    await product.start(env);
  }, START_WITHIN + 10_000);
  afterAll(async () => {
    const { code, leftBehind } = await product.stop();
    const { stackFileExists } = product;
    product.forget();
    expect({ code, leftBehind, stackFileExists }).toEqual({ code: 0, leftBehind: [], stackFileExists: false });
  }, STOP_WITHIN + 20_000);
  return product;
}

/** Asks until the answer is as wished. Rejects with the last answer if it never is. */
export async function eventually<T>(
  what: string,
  ask: () => T | Promise<T>,
  reached: (answer: T) => boolean,
  within = 20_000,
): Promise<T> {
  const deadline = Date.now() + within;
  for (;;) {
    const answer = await ask();
    if (reached(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}; at last: ${JSON.stringify(answer)}`);
    await sleep(50);
  }
}

interface Process {
  pid: number;
  parent: number;
}

/** Every process that runs; one that has ended and only waits to be noticed does not. */
function processes(): Process[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=', '-o', 'ppid=', '-o', 'stat='], { encoding: 'utf8' }).split(
    '\n',
  );
  return lines.flatMap((line) => {
    const [pid, parent, state = 'Z'] = line.trim().split(/\s+/);
    return state.startsWith('Z') ? [] : [{ pid: Number(pid), parent: Number(parent) }];
  });
}

function descendantsOf(pid: number, all: readonly Process[]): number[] {
  const children = all.filter(({ parent }) => parent === pid).map((child) => child.pid);
  return children.flatMap((child) => [child, ...descendantsOf(child, all)]);
}
