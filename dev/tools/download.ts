import { chmodSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './command.ts';
import { projectRoot } from './folder.ts';
import type { Make } from './make-once.ts';
import { tellElapsed } from './progress.ts';

const DOWNLOAD_SITE = 'https://temporal.download/';
/** Without an answer in this time the machine counts as offline. */
const ANSWER_WITHIN = 4_000;
const DOWNLOAD_WITHIN = 5 * 60_000;

/** Makes a server by the SDK's own download. Gives up within seconds on a machine without internet access. */
export function downloadWithSdk(type: 'dev-server' | 'time-skipping', version: string): Make {
  return async (folder, onProgress) => {
    if (!(await siteAnswers())) return { missing: `${DOWNLOAD_SITE} cannot be reached` };
    const progress = tellElapsed(`Downloading Temporal's ${type} ${version}`, onProgress);
    try {
      const script = join(projectRoot(), 'dev/tools/sdk-download.mjs');
      await runCommand(process.execPath, [script, type, `v${version}`, folder], {
        cwd: projectRoot(),
        timeout: DOWNLOAD_WITHIN,
        onLine: progress.note,
      });
    } finally {
      progress.end();
    }
    // The SDK chooses the file's name.
    const path = readdirSync(folder)
      .map((name) => join(folder, name))
      .find((candidate) => statSync(candidate).isFile());
    if (path === undefined) return { missing: 'the download left no file' };
    chmodSync(path, 0o755);
    return { path };
  };
}

async function siteAnswers(): Promise<boolean> {
  // Node's fetch does not use the proxy that the SDK uses; let the SDK find out.
  if (process.env.HTTPS_PROXY || process.env.https_proxy) return true;
  try {
    await fetch(DOWNLOAD_SITE, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(ANSWER_WITHIN) });
    return true;
  } catch {
    return false;
  }
}
