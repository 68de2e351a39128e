import { join } from 'node:path';
import { runCommand } from './command.ts';
import { toolsFolder } from './folder.ts';
import { cached, executableOnPath, lookUp, type OnProgress } from './look-up.ts';
import { type Make, makeOnce } from './make-once.ts';
import { tellElapsed } from './progress.ts';

/** The release that is in the CLI which `npm start` uses. */
const VERSION = '1.29.1';
const GO_BUILD_WITHIN = 30 * 60_000;

export interface TemporalServerPrograms {
  server: string;
  /** Makes the schema of a SQL database. */
  sql: string;
}

/**
 * Temporal's server as production runs it, with the tool that prepares its database: cached, or built with Go (minutes, once).
 * @throws {ToolNotFound} whose message says what to install
 */
export async function findTemporalServer(onProgress: OnProgress): Promise<TemporalServerPrograms> {
  const target = join(toolsFolder(), `temporal-server-${VERSION}`);
  const cache = { target, executable: join(target, 'server') };
  const advice = 'Install Go 1.24 or newer (https://go.dev/dl/), and it is built from source.';
  const sources = [cached(cache.executable), makeOnce('building it with Go', cache, buildWithGo)];
  const server = await lookUp('production Temporal server', sources, advice, onProgress);
  return { server, sql: join(target, 'sql') };
}

const buildWithGo: Make = async (folder, onProgress) => {
  const go = executableOnPath('go', process.env);
  if (go === undefined) return { missing: '`go` is not on PATH' };
  const progress = tellElapsed(`Building the Temporal server ${VERSION} with Go (minutes, only once)`, onProgress);
  const path = join(folder, 'bin');
  const modules = ['cmd/server', 'cmd/tools/sql'].map((program) => `go.temporal.io/server/${program}@v${VERSION}`);
  try {
    await runCommand(go, ['install', '-v', '-ldflags', '-s -w', ...modules], {
      cwd: folder,
      // A GOFLAGS of the user, such as -mod=vendor, is meant for modules of theirs.
      env: { ...process.env, GOBIN: path, GOFLAGS: '-mod=mod' },
      timeout: GO_BUILD_WITHIN,
      onLine: (line) => progress.note(line.replace(/^go: /, '')),
    });
  } finally {
    progress.end();
  }
  return { path };
};
