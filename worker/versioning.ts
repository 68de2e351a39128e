/**
 * Worker Deployment Versioning: each build of the worker says which one it is, and Temporal gives orders only to the build
 * that operators have made the current one, or to a share of them while it is tried (`docs/runbook.md`).
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { WorkerDeploymentOptions } from '@temporalio/worker';

/** Names a build by its release and by the workflow code that it runs, so that two of the same code are one. */
export async function buildIdOf(bundle: { codePath: string } | { code: string }, release: string): Promise<string> {
  const code = 'code' in bundle ? bundle.code : await readFile(bundle.codePath);
  return `${release}-${createHash('sha256').update(code).digest('hex').slice(0, 12)}`;
}

/**
 * An order waits for days, longer than any build is kept running: it moves to the current build at its next task, which is
 * why workflow code is changed under `patched()` and replays the histories of earlier releases.
 */
export function versionedAs(buildId: string): WorkerDeploymentOptions {
  return {
    version: { deploymentName: 'order-saga', buildId },
    useWorkerVersioning: true,
    defaultVersioningBehavior: 'AUTO_UPGRADE',
  };
}
