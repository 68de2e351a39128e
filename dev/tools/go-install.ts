import { join } from 'node:path';
import { runCommand } from './command.ts';
import { executableOnPath } from './look-up.ts';
import type { Make } from './make-once.ts';
import { tellElapsed } from './progress.ts';

const WITHIN = 30 * 60_000;

interface Installation {
  /** For people, with its version. */
  what: string;
  /** Packages with their versions, as `go install` takes them. */
  packages: readonly string[];
  /** Below the folder in which it is made: where the programs go, and what of it is answered. */
  bin: string;
  made: string;
  env: NodeJS.ProcessEnv;
}

/** Builds programs from source, which takes minutes. */
export function goInstall({ what, packages, bin, made, env }: Installation): Make {
  return async (folder, onProgress) => {
    const go = executableOnPath('go', env);
    if (go === undefined) return { missing: '`go` is not on PATH' };
    const progress = tellElapsed(`Building ${what} with Go (minutes, only once)`, onProgress);
    try {
      await runCommand(go, ['install', '-v', '-ldflags', '-s -w', ...packages], {
        cwd: folder,
        // A GOFLAGS of the user, such as -mod=vendor, is meant for modules of theirs.
        env: { ...env, GOBIN: join(folder, bin), GOFLAGS: '-mod=mod' },
        timeout: WITHIN,
        onLine: (line) => progress.note(line.replace(/^go: /, '')),
      });
    } finally {
      progress.end();
    }
    return { path: join(folder, made) };
  };
}
