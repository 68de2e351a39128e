/** The workflow code as one script: made when the product is built, so that a worker starts in no time. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

/** Where `npm run build` leaves the bundle. */
const BUILT = join(import.meta.dirname, 'workflow-bundle.js');

/**
 * Bundles the workflows, minified: code is kept once for each isolate. The source map stays in, since the SDK insists
 * on one (1.24) and stack traces in the Temporal UI are read at 3 a.m.
 */
export async function bundleWorkflows(workflowsPath: string): Promise<string> {
  const { code } = await bundleWorkflowCode({
    workflowsPath,
    logger: new DefaultLogger('WARN'),
    webpackConfigHook: (config) => ({ ...config, mode: 'production' }),
  });
  return code;
}

/** The built bundle, or a fresh one where nothing was built. */
export async function workflowBundle(): Promise<{ codePath: string } | { code: string }> {
  if (existsSync(BUILT)) return { codePath: BUILT };
  return { code: await bundleWorkflows(workflowsIndex()) };
}

function workflowsIndex(): string {
  const extension = import.meta.filename.endsWith('.ts') ? 'ts' : 'js';
  return fileURLToPath(new URL(`../workflows/index.${extension}`, import.meta.url));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  mkdirSync(dirname(BUILT), { recursive: true });
  writeFileSync(BUILT, await bundleWorkflows(workflowsIndex()));
}
