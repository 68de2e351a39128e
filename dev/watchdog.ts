import { type ChildProcess, spawn } from 'node:child_process';

/** Waits for our end by a pipe that only we hold open, then ends the server: so not even a kill -9 leaves it behind. */
export function endWithUs(child: ChildProcess): ChildProcess | undefined {
  if (child.pid === undefined) return undefined;
  const script =
    'read -r _; kill -TERM "$1"; for s in 1 2 3 4 5; do sleep 1; kill -0 "$1" || exit; done; kill -KILL "$1"';
  const watchdog = spawn('/bin/sh', ['-c', script, 'sh', `${child.pid}`], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  watchdog.on('error', () => {});
  watchdog.unref();
  child.once('exit', () => watchdog.kill('SIGKILL'));
  return watchdog;
}
