/** The vendor sandbox as a child process. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { endWithUs } from './watchdog.ts';

export interface SandboxProcess {
  url: string;
  stop(): Promise<void>;
}

/** Starts the program and waits for its URL. @throws with what it said if it ends instead. */
export async function startSandboxProcess(options: {
  port: number;
  stateDir: string;
  logFile: string;
}): Promise<SandboxProcess> {
  const extension = import.meta.filename.endsWith('.ts') ? 'ts' : 'js';
  const program = join(import.meta.dirname, 'vendor-sandbox', `main.${extension}`);
  const child = spawn(
    process.execPath,
    [...process.execArgv, program, '--port', `${options.port}`, '--state', options.stateDir],
    // In a group of its own: a Ctrl-C in the terminal must reach us first, who stop it last.
    { stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  const said: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => {
    said.push(chunk.toString());
    appendFileSync(options.logFile, chunk);
  });
  const ended = once(child, 'exit');
  endWithUs(child);
  const [line] = (await Promise.race([
    once(createInterface(child.stdout), 'line'),
    ended.then(() => Promise.reject(new Error(`The vendor sandbox did not start: ${said.join('').trim()}`))),
  ])) as [string];
  return {
    url: (JSON.parse(line) as { url: string }).url,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await ended;
      }
    },
  };
}
