import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import type { Config } from 'jest';
import { findTemporalCli, findTestServer, startTemporalServer } from '../../dev/temporal.ts';
import globalTeardown, { keepForTeardown } from './global-teardown.ts';

/**
 * What all test files share, handed to them by environment variables:
 *
 * - `TEST_TEMPORAL_ADDRESS`: a real Temporal server that keeps everything in memory;
 * - `TEST_TIME_SKIPPING_SERVER`: path of the time-skipping server, of which each file starts its own;
 * - `TEST_FOLDER`: what test files make for one another (`data-directories.ts`);
 * - `TEST_WORKFLOW_BUNDLE`: path of the bundled workflow code, as the worker runs it in production.
 */
export default async function globalSetup({ rootDir = process.cwd() }: Config): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'order-saga-test-'));
  keepForTeardown({ folder });
  process.env.TEST_FOLDER = folder;

  try {
    await prepare(folder, rootDir);
  } catch (error) {
    // Jest tears nothing down after a setup that failed.
    await globalTeardown();
    throw error;
  }
}

async function prepare(folder: string, rootDir: string): Promise<void> {
  const onProgress = (line: string) => process.stderr.write(`${line}\n`);
  const cli = await findTemporalCli({ onProgress });
  process.env.TEST_TIME_SKIPPING_SERVER = await findTestServer({ onProgress });
  const server = await startTemporalServer({ cli, logFile: join(folder, 'temporal.log') });
  keepForTeardown({ server });
  process.env.TEST_TEMPORAL_ADDRESS = server.address;

  const workflowsPath = join(rootDir, 'workflows/index.ts');
  if (existsSync(workflowsPath)) {
    process.env.TEST_WORKFLOW_BUNDLE = join(folder, 'workflows.js');
    writeFileSync(process.env.TEST_WORKFLOW_BUNDLE, await bundle(workflowsPath));
  }
}

async function bundle(workflowsPath: string): Promise<string> {
  const { code } = await bundleWorkflowCode({
    workflowsPath,
    logger: new DefaultLogger('WARN'),
    webpackConfigHook: (config) => ({ ...config, mode: 'production' }),
  });
  return code;
}
