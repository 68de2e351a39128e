/** One of our built programs as a process that can be killed, stopped, frozen and started again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './tools/folder.ts';
import { InVain, until } from './until.ts';
import { endWithUs } from './watchdog.ts';

/** Without what is Jest's, or meant for a product of the user's own. */
function clean(variables: Record<string, string>): Record<string, string | undefined> {
  const foreign = /^(?:TEMPORAL_|TEST_|JEST_|KEEPIT_|NODE_OPTIONS$|NODE_ENV$|PORT$|(?:DATABASE|SMTP|PUBLIC)_URL$)/;
  const inherited = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(inherited), ...variables };
}

export interface ProgramOptions {
  /** A path below `dist/`, and the arguments. */
  command: readonly string[];
  env: Record<string, string>;
  logFile: string;
  /** Given what it has written since the start. */
  ready: (output: string) => Promise<boolean> | boolean;
}

/** One of our programs, in a process group of its own. It ends with us, even if we are killed. */
export class Program {
  readonly #options: ProgramOptions;
  #child: ChildProcess | undefined;
  #from = 0;
  #ended: Promise<unknown> = Promise.resolve();

  constructor(options: ProgramOptions) {
    this.#options = options;
  }

  get running(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** What it has written since it was launched. */
  get output(): string {
    return readFileSync(this.#options.logFile).subarray(this.#from).toString();
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Its code, or the signal that ended it, once it has ended. */
  get ended(): Promise<number | string | undefined> {
    return this.#ended.then(() => this.#child?.exitCode ?? this.#child?.signalCode ?? undefined);
  }

  /** Resolves when it is ready. @throws with what it wrote if it ends instead. */
  async start(): Promise<void> {
    this.launch();
    await this.ready();
  }

  /** Starts it, and waits for nothing. */
  launch(): void {
    const { command, env, logFile } = this.#options;
    const log = openSync(logFile, 'a');
    this.#from = statSync(logFile).size;
    const [program = '', ...args] = command;
    const root = projectRoot();
    const child = spawn(process.execPath, [join(root, 'dist', program), ...args], {
      cwd: root,
      env: clean(env),
      stdio: ['ignore', log, log],
      detached: true,
    });
    closeSync(log);
    this.#child = child;
    this.#ended = once(child, 'exit');
    endWithUs(child);
  }

  /** Resolves when it is ready. @throws with what it wrote if it ends instead. */
  async ready(): Promise<void> {
    const { command, ready } = this.#options;
    const [program] = command;
    await until(`${program} to be ready`, () => {
      if (this.running) return ready(this.output);
      throw new InVain(`${program} ended before it was ready:\n${this.output}`);
    });
  }

  signal(signal: NodeJS.Signals): void {
    if (this.running) this.#child?.kill(signal);
  }

  /** As a power cut would: nothing is put in order. */
  kill = () => this.#end('SIGKILL');

  /** As an operator would; after 20 seconds as {@link kill}. */
  async stop(): Promise<void> {
    // One that is frozen could not hear the other signal.
    this.signal('SIGCONT');
    const force = setTimeout(() => this.#child?.kill('SIGKILL'), 20_000);
    await this.#end('SIGTERM');
    clearTimeout(force);
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    if (this.running) this.#child?.kill(signal);
    await this.#ended;
  }
}
