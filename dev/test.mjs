/**
 * `npm test [-- <arguments of jest>]`: all tests, then the saga tests once more without the workflow cache, so that every
 * workflow task replays the whole history. Ends with one line that counts both runs: `N passed, N failed`.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureReady } from './setup.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const sagaTests = join(root, 'test/saga');
const results = mkdtempSync(join(tmpdir(), 'order-saga-results-'));
const args = process.argv.slice(2);

await ensureReady();
// A Ctrl-C reaches jest from the terminal; we only wait for its end.
process.on('SIGINT', () => {});

const runs = [await jest('all', args)];
if (existsSync(sagaTests)) {
  process.stderr.write('\nThe saga tests once more, without the workflow cache:\n');
  runs.push(await jest('replayed', [...args, `--roots=${sagaTests}`, '--passWithNoTests'], { WORKFLOW_CACHE: '0' }));
}
rmSync(results, { recursive: true, force: true });

const total = (count) => runs.map(count).reduce((sum, number) => sum + number, 0);
const skipped = total((run) => run.skipped);
if (skipped > 0) process.stdout.write(`\n${skipped} skipped`);
process.stdout.write(`\n${total((run) => run.passed)} passed, ${total((run) => run.failed)} failed\n`);
process.exitCode = runs.every((run) => run.failed === 0) ? 0 : 1;

async function jest(name, jestArguments, env = {}) {
  const outputFile = join(results, `${name}.json`);
  const jestBin = join(root, 'node_modules/jest/bin/jest.js');
  const child = spawn(process.execPath, [jestBin, ...jestArguments, '--json', `--outputFile=${outputFile}`], {
    cwd: root,
    stdio: ['inherit', 2, 2],
    env: { ...process.env, ...env },
  });
  const passOn = () => child.kill('SIGTERM');
  process.on('SIGTERM', passOn);
  const status = await new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
  process.off('SIGTERM', passOn);
  return outcome(outputFile, status);
}

function outcome(outputFile, status) {
  // Without a result jest itself failed, before or between the tests.
  if (!existsSync(outputFile)) return { passed: 0, failed: 1, skipped: 0 };
  const result = JSON.parse(readFileSync(outputFile, 'utf8'));
  // A suite that cannot even be loaded has no tests to count, and fails all the same.
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  return {
    passed: result.numPassedTests,
    failed: status === 0 ? failed : Math.max(failed, 1),
    skipped: result.numPendingTests + result.numTodoTests,
  };
}
