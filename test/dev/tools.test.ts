import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { findTemporalCli, findTestServer } from '../../dev/temporal.ts';
import { ToolNotFound } from '../../dev/tools/look-up.ts';
import type { Make } from '../../dev/tools/make-once.ts';

let folder: string;
let bin: string;
let tools: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'order-saga-tools-'));
  bin = join(folder, 'bin');
  tools = join(folder, 'tools');
  mkdirSync(bin);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function executable(path: string, script = ''): string {
  writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return path;
}

const offline: Make = async () => ({ missing: 'no network' });
const unwanted: Make = async () => {
  throw new Error('must not be asked');
};
/** Stands for a download or a build that works. */
const makes =
  (name: string): Make =>
  async (into) => ({ path: executable(join(into, name)) });

describe('the Temporal server is looked for', () => {
  const find = (options: Parameters<typeof findTemporalCli>[0]) =>
    findTemporalCli({ folder: tools, env: { PATH: bin }, download: unwanted, build: unwanted, ...options });
  const cachedAt = () => join(tools, 'temporal-1.5.1');

  test('where TEMPORAL_CLI_PATH says, before all else', async () => {
    executable(join(bin, 'temporal'));
    const path = executable(join(folder, 'mine'));
    await expect(find({ env: { PATH: bin, TEMPORAL_CLI_PATH: path } })).resolves.toBe(path);
  });

  test('on PATH, then in the cache', async () => {
    mkdirSync(tools);
    executable(cachedAt());
    await expect(find({})).resolves.toBe(cachedAt());
    const onPath = executable(join(bin, 'temporal'));
    await expect(find({ env: { PATH: [join(folder, 'nowhere'), bin].join(delimiter) } })).resolves.toBe(onPath);
  });

  test('by downloading it, and only if that fails by building it; then it is in the cache', async () => {
    await expect(find({ download: makes('whatever-the-sdk-calls-it') })).resolves.toBe(cachedAt());
    rmSync(cachedAt());
    await expect(find({ download: offline, build: makes('temporal') })).resolves.toBe(cachedAt());
    await expect(find({})).resolves.toBe(cachedAt());
    expect(readdirSync(tools)).toEqual(['temporal-1.5.1']);
  });

  test('and built with `go install`, whose last line is told while it runs', async () => {
    const go = `echo 'go: downloading example v1' >&2; echo "$*" > "$GOBIN/temporal"; chmod +x "$GOBIN/temporal"`;
    executable(join(bin, 'go'), go);
    const told: string[] = [];
    const PATH = [bin, '/bin', '/usr/bin'].join(delimiter);
    const found = findTemporalCli({
      folder: tools,
      env: { PATH },
      download: offline,
      onProgress: (line) => told.push(line),
    });
    // A machine may have a Temporal CLI among its own commands; then there is nothing to build.
    if ((await found) === cachedAt()) expect(told[0]).toMatch(/^Building the Temporal CLI 1\.5\.1 with Go/);
  });

  test('once, by one of several processes that want it at once', async () => {
    let builds = 0;
    const build: Make = async (into) => {
      builds++;
      await new Promise((resolve) => setTimeout(resolve, 300));
      return makes('temporal')(into, () => {});
    };
    const told: string[] = [];
    const all = [1, 2, 3].map(() => find({ download: offline, build, onProgress: (line) => told.push(line) }));
    await expect(Promise.all(all)).resolves.toEqual([cachedAt(), cachedAt(), cachedAt()]);
    expect(builds).toBe(1);
    expect(told).toContain('another process is getting temporal-1.5.1; waiting for it');
  });

  test('and one that is half made is never found, nor in the way', async () => {
    const dies: Make = async (into) => {
      executable(join(into, 'temporal'));
      throw new Error('no space left');
    };
    await expect(find({ download: offline, build: dies })).rejects.toThrow('building it with Go: no space left');
    expect(existsSync(cachedAt())).toBe(false);
    mkdirSync(`${cachedAt()}.making-killed`);
    writeFileSync(`${cachedAt()}.lock`, '999999999');
    await expect(find({ download: offline, build: makes('temporal') })).resolves.toBe(cachedAt());
    expect(readdirSync(tools)).toEqual(['temporal-1.5.1']);
  });

  test('and a wrong TEMPORAL_CLI_PATH is an error, not a reason to take another', async () => {
    executable(join(bin, 'temporal'));
    const found = find({ env: { PATH: bin, TEMPORAL_CLI_PATH: join(folder, 'nowhere') } });
    await expect(found).rejects.toThrow(
      `TEMPORAL_CLI_PATH is ${join(folder, 'nowhere')}, which is not an executable file.`,
    );
  });
});

test('without network, Go and Java the message says where was looked and what to install', async () => {
  const env = { PATH: bin };
  const server = findTemporalCli({ folder: tools, env, download: offline });
  await expect(server).rejects.toThrow(ToolNotFound);
  await expect(server).rejects.toThrow(
    [
      'No Temporal server was found, nor could one be made.',
      '  - TEMPORAL_CLI_PATH: not set',
      '  - `temporal` on PATH: not there',
      `  - ${join(tools, 'temporal-1.5.1')}: not there`,
      '  - download: no network',
      '  - building it with Go: `go` is not on PATH',
      'Install the Temporal CLI (https://docs.temporal.io/cli#install)',
    ].join('\n'),
  );
  const testServer = findTestServer({ folder: tools, env, download: offline });
  await expect(testServer).rejects.toThrow(
    '  - fetching it with Maven: `mvn` is not on PATH\nInstall Java 17 or newer and Maven',
  );
  executable(join(bin, 'mvn'));
  await expect(findTestServer({ folder: tools, env, download: offline })).rejects.toThrow('`java` is not on PATH');
});

test('what Maven says when it fails is part of the message', async () => {
  executable(join(bin, 'java'));
  executable(join(bin, 'mvn'), 'echo "[ERROR] Could not resolve dependencies"; exit 1');
  const env = { PATH: bin };
  await expect(findTestServer({ folder: tools, env, download: offline })).rejects.toThrow(
    /fetching it with Maven: .*mvn --batch-mode ended with exit code 1\n +\[ERROR\] Could not resolve dependencies/,
  );
});
