import { spawn } from 'node:child_process';

/** Longest piece of a command's output that an error repeats. */
const LAST_LINES = 15;

interface CommandOptions {
  cwd: string;
  env?: NodeJS.ProcessEnv;
  /** Called with every line of output as it comes. */
  onLine?: (line: string) => void;
  /** Milliseconds after which the command is killed. */
  timeout?: number;
}

/** Runs a command to its end. Throws with its last lines when it fails. */
export async function runCommand(file: string, args: string[], options: CommandOptions): Promise<void> {
  const { cwd, env = process.env, onLine, timeout } = options;
  const lines: string[] = [];
  const child = spawn(file, args, { cwd, env, timeout, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      const pieces = (rest + chunk).split('\n');
      rest = pieces.pop() ?? '';
      for (const line of pieces.filter((piece) => piece.trim() !== '')) {
        lines.push(line);
        onLine?.(line);
      }
    });
  }
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (...end) => resolve(end));
  });
  if (code === 0) return;
  const how = signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`;
  throw new Error([`${file} ${args[0]} ${how}`, ...lines.slice(-LAST_LINES)].join('\n'));
}
