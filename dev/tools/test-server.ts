import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './command.ts';
import { downloadWithSdk } from './download.ts';
import { toolsFolder } from './folder.ts';
import { cached, executableOnPath, lookUp, namedByEnvironment, type OnProgress, onPath } from './look-up.ts';
import { type Make, makeOnce } from './make-once.ts';
import { tellElapsed } from './progress.ts';

const TEST_SERVER_VERSION = '1.38.0';
const COMMAND = 'temporal-test-server';
const MAVEN_WITHIN = 15 * 60_000;

const ADVICE = `Install Java 17 or newer and Maven (https://maven.apache.org/install.html), and it is fetched with them; or point
TEMPORAL_TEST_SERVER_PATH at a test server of https://github.com/temporalio/sdk-java/releases.`;

interface Options {
  onProgress?: OnProgress;
  env?: NodeJS.ProcessEnv;
  folder?: string;
  download?: Make;
  fetch?: Make;
}

/**
 * The path of Temporal's time-skipping test server, for the `existing-path` of `TestWorkflowEnvironment.createTimeSkipping`.
 * Looked for in this order: TEMPORAL_TEST_SERVER_PATH, PATH, the project's cache, the SDK's download, Maven and Java.
 *
 * @throws {ToolNotFound} whose message says what to install
 */
export function findTestServer(options: Options = {}): Promise<string> {
  const { onProgress = () => {}, env = process.env, folder = toolsFolder() } = options;
  const target = join(folder, `${COMMAND}-${TEST_SERVER_VERSION}`);
  const cache = { target, executable: join(target, COMMAND) };
  const { download = inFolder(downloadWithSdk('time-skipping', TEST_SERVER_VERSION)), fetch = fetchWithMaven(env) } =
    options;
  return lookUp(
    'time-skipping Temporal test server',
    [
      namedByEnvironment('TEMPORAL_TEST_SERVER_PATH', env),
      onPath(COMMAND, env),
      cached(cache.executable),
      makeOnce('download', cache, download),
      makeOnce('fetching it with Maven', cache, fetch),
    ],
    ADVICE,
    onProgress,
  );
}

function inFolder(download: Make): Make {
  return async (folder, onProgress) => {
    const made = await download(folder, onProgress);
    if ('missing' in made) return made;
    const path = join(folder, 'made');
    mkdirSync(path);
    renameSync(made.path, join(path, COMMAND));
    return { path };
  };
}

function fetchWithMaven(env: NodeJS.ProcessEnv): Make {
  return async (folder, onProgress) => {
    const [maven, java] = [executableOnPath('mvn', env), executableOnPath('java', env)];
    if (maven === undefined) return { missing: '`mvn` is not on PATH' };
    if (java === undefined) return { missing: '`java` is not on PATH' };
    const progress = tellElapsed(`Fetching Temporal's test server ${TEST_SERVER_VERSION} with Maven`, onProgress);
    const path = join(folder, 'made');
    try {
      writeFileSync(join(folder, 'pom.xml'), POM);
      const goals = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${path}`];
      await runCommand(maven, ['--batch-mode', ...goals], {
        cwd: folder,
        env,
        timeout: MAVEN_WITHIN,
        onLine: (line) => progress.note(line.replace(/^\[INFO\] /, '')),
      });
    } finally {
      progress.end();
    }
    writeFileSync(join(path, COMMAND), WRAPPER, { mode: 0o755 });
    return { path };
  };
}

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>order-saga</groupId>
  <artifactId>test-server</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>io.temporal</groupId>
      <artifactId>temporal-test-server</artifactId>
      <version>${TEST_SERVER_VERSION}</version>
    </dependency>
    <!-- Without a logger SLF4J complains on standard error, in the middle of the test report. -->
    <dependency>
      <groupId>org.slf4j</groupId>
      <artifactId>slf4j-nop</artifactId>
      <version>1.7.36</version>
    </dependency>
  </dependencies>
</project>
`;

/** The port is the only argument. The flags are for a start in half the time: the server lives for one test file. */
const WRAPPER = `#!/bin/sh
exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -cp "\${0%/*}/*" io.temporal.testserver.TestServer "$@"
`;
