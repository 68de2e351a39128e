/** The workflow code as one script: made when the product is built, so that a worker starts in no time. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

/** Where `npm run build` leaves the bundle. */
const BUILT = join(import.meta.dirname, 'workflow-bundle.js');

/**
 * Bundles the workflows, minified: code is kept once for each isolate. Its modules are evaluated once for a worker and then
 * frozen, instead of anew for each order: none of ours has a state of its own. The source map stays in, since the SDK
 * insists on one (1.24).
 * @param stackTraces whether workflows know where in the code they wait and fail
 */
export async function bundleWorkflows(workflowsPath: string, { stackTraces = false } = {}): Promise<string> {
  const { code } = await bundleWorkflowCode({
    workflowsPath,
    preloadModules: [...(stackTraces ? [] : [besideThis('no-stack-traces')]), '@temporalio/workflow', workflowsPath],
    logger: new DefaultLogger('WARN'),
    webpackConfigHook: (config) => ({ ...config, mode: 'production' }),
  });
  return code;
}

/** The built bundle, or a fresh one where nothing was built, or where it is to be another than the built one. */
export async function workflowBundle({ stackTraces = false } = {}): Promise<{ codePath: string } | { code: string }> {
  if (!stackTraces && existsSync(BUILT)) return { codePath: BUILT };
  return { code: await bundleWorkflows(workflowsIndex(), { stackTraces }) };
}

function workflowsIndex(): string {
  return besideThis('../workflows/index');
}

function besideThis(module: string): string {
  const extension = import.meta.filename.endsWith('.ts') ? 'ts' : 'js';
  return fileURLToPath(new URL(`./${module}.${extension}`, import.meta.url));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  mkdirSync(dirname(BUILT), { recursive: true });
  writeFileSync(BUILT, await bundleWorkflows(workflowsIndex()));
}
