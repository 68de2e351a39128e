import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { listens } from '../../dev/ports.ts';
import { findTemporalCli, startTemporalServer, type TemporalServer } from '../../dev/temporal.ts';
import { SEARCH_ATTRIBUTES } from '../../workflows/contract/names.ts';

let cli: string;
let folder: string;
const started: TemporalServer[] = [];
beforeAll(async () => {
  cli = await findTemporalCli();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'order-saga-temporal-'));
});
afterEach(async () => {
  for (const server of started.splice(0)) await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(options: Partial<Parameters<typeof startTemporalServer>[0]> = {}): Promise<TemporalServer> {
  const server = await startTemporalServer({ cli, logFile: join(folder, 'temporal.log'), ...options });
  started.push(server);
  return server;
}

async function withClient<T>(address: string, use: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address });
  try {
    return await use(new Client({ connection }));
  } finally {
    await connection.close();
  }
}

const workflowId = 'order-1';

test('a server on a file goes on after a restart with the workflows and search attributes it had', async () => {
  const dbFile = join(folder, 'data/temporal.db');
  const first = await start({ dbFile });
  const runId = await withClient(first.address, async ({ workflow }) => {
    const searchAttributes = { OrderState: ['inquiring'] };
    const handle = await workflow.start('anything', { workflowId, taskQueue: 'nobody', searchAttributes });
    return handle.firstExecutionRunId;
  });
  await first.stop();
  expect(await listens(first.address)).toBe(false);

  const second = await start({ dbFile });
  await withClient(second.address, async ({ workflow, connection }) => {
    const description = await workflow.getHandle(workflowId).describe();
    expect(description).toMatchObject({ runId, searchAttributes: { OrderState: ['inquiring'] } });
    expect(description.status.name).toBe('RUNNING');
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: 'default' });
    expect(Object.keys(customAttributes ?? {})).toEqual(expect.arrayContaining(Object.keys(SEARCH_ATTRIBUTES)));
  });
});

test('a server with a web UI says where it is, in the namespace that was asked for', async () => {
  const { address, uiUrl = '' } = await start({ uiPort: 0, namespace: 'orders' });
  const page = await fetch(uiUrl);
  expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
  await withClient(address, async ({ connection }) => {
    const { namespaceInfo } = await connection.workflowService.describeNamespace({ namespace: 'orders' });
    expect(namespaceInfo?.name).toBe('orders');
  });
});

test('a server that cannot start says why, with the end of its log', async () => {
  const broken = join(folder, 'broken');
  writeFileSync(broken, '#!/bin/sh\necho "unable to open database file" >&2; exit 1\n', { mode: 0o755 });
  await expect(start({ cli: broken })).rejects.toThrow(
    `The Temporal server ended before it answered. The end of ${join(folder, 'temporal.log')}:\nunable to open database file`,
  );
});

test('a server that already runs on the port is not taken for ours', async () => {
  const { address } = await start();
  await expect(start({ port: Number(address.split(':')[1]) })).rejects.toThrow(`${address}: address already in use`);
});

test('a program that is not there is named in the error', async () => {
  await expect(start({ cli: join(folder, 'nowhere') })).rejects.toThrow(/nowhere ENOENT/);
});

test('exited resolves when the server is killed from outside', async () => {
  const server = await start();
  process.kill(server.pid, 'SIGKILL');
  await server.exited;
  await server.stop();
  expect(await listens(server.address)).toBe(false);
});

test('the server ends with the process that started it, even if that one is killed', async () => {
  const script = join(folder, 'starter.mts');
  const source = `
    import { startTemporalServer } from ${JSON.stringify(join(__dirname, '../../dev/temporal.ts'))};
    const { address } = await startTemporalServer(${JSON.stringify({ cli, logFile: join(folder, 'orphan.log') })});
    console.log(address);`;
  writeFileSync(script, source);
  const root = join(__dirname, '../..');
  const starter = spawn(process.execPath, ['--import', 'tsx', script], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = await new Promise<string>((resolve) =>
    starter.stdout.once('data', (line) => resolve(String(line).trim())),
  );
  expect(await listens(address)).toBe(true);

  starter.kill('SIGKILL');
  while (await listens(address)) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(readFileSync(join(folder, 'orphan.log'), 'utf8')).toContain('Stopping server');
});
