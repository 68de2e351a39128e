import { join } from 'node:path';
import { toolsFolder } from './folder.ts';
import { goInstall } from './go-install.ts';
import { cached, lookUp, type OnProgress } from './look-up.ts';
import { makeOnce } from './make-once.ts';

/** The release that is in the CLI which `npm start` uses. */
const VERSION = '1.29.1';

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
  const build = goInstall({
    what: `the Temporal server ${VERSION}`,
    packages: ['cmd/server', 'cmd/tools/sql'].map((program) => `go.temporal.io/server/${program}@v${VERSION}`),
    bin: 'bin',
    made: 'bin',
    env: process.env,
  });
  const sources = [cached(cache.executable), makeOnce('building it with Go', cache, build)];
  const server = await lookUp('production Temporal server', sources, advice, onProgress);
  return { server, sql: join(target, 'sql') };
}
