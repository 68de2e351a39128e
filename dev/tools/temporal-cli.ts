import { join } from 'node:path';
import { downloadWithSdk } from './download.ts';
import { toolsFolder } from './folder.ts';
import { goInstall } from './go-install.ts';
import { cached, lookUp, namedByEnvironment, type OnProgress, onPath } from './look-up.ts';
import { type Make, makeOnce } from './make-once.ts';

/** Server 1.29.1. The newest release that also builds from source with `go install`. */
const TEMPORAL_CLI_VERSION = '1.5.1';

const ADVICE = `Install the Temporal CLI (https://docs.temporal.io/cli#install) so that \`temporal\` is on PATH, or point
TEMPORAL_CLI_PATH at it; or install Go 1.24 or newer (https://go.dev/dl/), and it is built from source.`;

interface Options {
  onProgress?: OnProgress;
  env?: NodeJS.ProcessEnv;
  folder?: string;
  download?: Make;
  build?: Make;
}

/**
 * The path of a Temporal CLI, whose `server start-dev` is the whole server in one process. Looked for in this order:
 * TEMPORAL_CLI_PATH, PATH, the project's cache, the SDK's download, a build with Go (some minutes, once).
 *
 * @throws {ToolNotFound} whose message says what to install
 */
export function findTemporalCli(options: Options = {}): Promise<string> {
  const { onProgress = () => {}, env = process.env, folder = toolsFolder() } = options;
  const path = join(folder, `temporal-${TEMPORAL_CLI_VERSION}`);
  const cache = { target: path, executable: path };
  const { download = downloadWithSdk('dev-server', TEMPORAL_CLI_VERSION), build = buildWithGo(env) } = options;
  return lookUp(
    'Temporal server',
    [
      namedByEnvironment('TEMPORAL_CLI_PATH', env),
      onPath('temporal', env),
      cached(path),
      makeOnce('download', cache, download),
      makeOnce('building it with Go', cache, build),
    ],
    ADVICE,
    onProgress,
  );
}

function buildWithGo(env: NodeJS.ProcessEnv): Make {
  return goInstall({
    what: `the Temporal CLI ${TEMPORAL_CLI_VERSION}`,
    packages: [`github.com/temporalio/cli/cmd/temporal@v${TEMPORAL_CLI_VERSION}`],
    bin: '',
    made: 'temporal',
    env,
  });
}
