/** What operators ask the command line of the reconciliation. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../../client/cli/program.ts';
import type { Comparing, OperatorStore } from '../../client/operator/app.ts';
import { operatorBehind, operatorOn } from '../../client/operator/connect.ts';
import { listenToOperators, operatorSocketOf } from '../../client/operator/socket.ts';
import type { OpenFinding } from '../../store/store.ts';
import { MemoryFindings } from './memory-findings.ts';

function cli() {
  const findings = new MemoryFindings();
  const printed: string[] = [];
  const errors = jest.spyOn(console, 'error').mockImplementation(() => {});
  // Of the store the commands here want nothing else.
  const store = { findings } as unknown as OperatorStore;
  const run = (...argv: string[]) =>
    runCli(argv, {
      operate: async (call) => (await call(operatorOn(store, findings satisfies Comparing))).json(),
      api: async () => undefined,
      readInput: async () => '',
      print: (text) => void printed.push(text),
    });
  return { run, findings, store, printed, errors };
}
afterEach(() => jest.restoreAllMocks());

const finding = (n: number): OpenFinding => ({
  kind: 'accountMissing',
  subject: `000000000${n}-1`,
  orderId: `000000000${n}`,
  details: { lineId: `000000000${n}-1` },
  firstSeen: '2026-11-19T10:00:00.000Z',
  lastSeen: '2026-11-20T10:00:00.000Z',
});

describe('order-saga reconcile', () => {
  test('starts a comparison; with --watch it says at its end what came of it, and with --json programs read that', async () => {
    const { run, findings, printed } = cli();
    expect(await run('reconcile')).toBe(0);
    expect([printed, findings.runs.length]).toEqual([['The comparison has been started.'], 1]);

    findings.open.push(finding(1));
    await run('reconcile', '--watch');
    expect(printed[1]).toMatch(
      /12 accounts, 8 active lines and 30 orders.*\nFound 1 .* repaired 1\..*\n.*order-saga findings/,
    );

    await run('reconcile', '--watch', '--json');
    expect(JSON.parse(printed[2] ?? '')).toMatchObject({ runId: 'run-3', found: 1, repaired: 1, incomplete: [] });
  });

  test('one that goes on already is waited for', async () => {
    const { run, findings, printed } = cli();
    await findings.runNow();
    const [going] = findings.runs;
    findings.runs[0] = { ...going, endedAt: undefined } as NonNullable<typeof going>;
    findings.runNow = async () => {};
    let looks = 0;
    findings.lastRun = async () => (++looks < 3 ? findings.runs[0] : going);
    await run('reconcile', '--watch', '--json');
    expect(JSON.parse(printed[0] ?? '')).toMatchObject({ runId: 'run-1', found: 0 });
    expect(looks).toBe(3);
  });

  test('without Temporal it is one sentence and a failing exit code', async () => {
    const { run, findings, printed, errors } = cli();
    findings.temporalUp = false;
    expect(await run('reconcile')).toBe(1);
    expect(errors).toHaveBeenLastCalledWith('The comparison could not be started, since Temporal cannot be reached.');
    expect(printed).toEqual([]);
  });
});

describe('order-saga findings', () => {
  test('lists all of them, and says so where there is none', async () => {
    const { run, findings, printed } = cli();
    await run('findings');
    expect(printed).toEqual(['Nothing is known to be wrong.']);
    findings.open.push(...[1, 2, 3].map(finding));
    await run('findings');
    expect(printed[1]?.split('\n').map((row) => row.split(/ +/).slice(0, 3))).toEqual([
      ['KIND', 'SUBJECT', 'ORDER'],
      ...[1, 2, 3].map((n) => ['accountMissing', `000000000${n}-1`, `000000000${n}`]),
    ]);
    await run('findings', '--json');
    expect(JSON.parse(printed[2] ?? '')).toEqual(findings.open);
  });

  test('behind the socket of a running stack, every page is another', async () => {
    const { findings, store } = cli();
    findings.open.push(...[1, 2, 3].map(finding));
    const dataDir = await mkdtemp(join(tmpdir(), 'os-'));
    const operators = await listenToOperators(store, findings, dataDir);
    const operator = operatorBehind(operatorSocketOf(dataDir));
    const page = await (await operator.findings.$get({ query: { cursor: '2' } })).json();
    expect(page.items).toEqual([finding(3)]);
    await operators.close();
    await rm(dataDir, { recursive: true });
  });
});
